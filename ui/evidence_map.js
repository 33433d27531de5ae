// The evidence map: a table whose cells are buttons. All text comes as data and is put in as text.
// Arrow keys move between cells, so that the whole map is one stop of the Tab key.
const make = (tag, name, text) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
};

const head = (data) => {
  const top = make('tr');
  top.append(make('td', 'corner'));
  for (const column of data.columns) {
    const name = make('th', 'across');
    name.scope = 'col';
    name.append(make('span', '', column.name));
    top.append(name);
  }
  const all = make('th', 'across');
  all.scope = 'col';
  all.append(make('span', '', data.all));
  top.append(all);
  return top;
};

const totals = (data) => {
  const row = make('tr', 'totals-row');
  const name = make('th', '', data.all);
  name.scope = 'row';
  row.append(name);
  for (const column of data.columns) row.append(make('td', 'total', column.total));
  row.append(make('td', 'total', data.total));
  return row;
};

const cellButton = (cell, at, choose) => {
  const button = make('button', `heat heat-${cell.shade}${cell.chosen ? ' chosen' : ''}`, cell.n);
  button.type = 'button';
  button.setAttribute('aria-label', cell.said);
  button.setAttribute('aria-pressed', cell.chosen ? 'true' : 'false');
  button.title = cell.said;
  button.dataset.at = at.join('-');
  button.tabIndex = -1;
  button.onclick = () => choose(at);
  return button;
};

const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const walk = (table) => (event) => {
  const here = event.target.dataset && event.target.dataset.at;
  if (!here) return;
  const [row, column] = here.split('-').map(Number);
  let next;
  if (moves[event.key]) next = [row + moves[event.key][0], column + moves[event.key][1]];
  if (event.key === 'Home') next = [row, 0];
  if (event.key === 'End') next = [row, table.rows[1].querySelectorAll('button').length - 1];
  const button = next && table.querySelector(`button[data-at="${next.join('-')}"]`);
  if (!button) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  button.tabIndex = 0;
  button.focus();
};

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const place = parentElement.querySelector('.map-place');
  parentElement.querySelector('.map-how').textContent = data.how;
  const focused = place.contains(document.activeElement) && document.activeElement.dataset.at;
  const table = make('table', 'map');
  table.append(make('caption', 'sr', data.caption));
  const thead = make('thead');
  thead.append(head(data));
  const body = make('tbody');
  const choose = ([row, column]) =>
    setTriggerValue('cell', [data.rows[row].key, data.columns[column].key]);
  data.rows.forEach((row, y) => {
    const line = make('tr');
    const name = make('th', 'down', row.name);
    name.scope = 'row';
    line.append(name);
    row.cells.forEach((cell, x) => {
      const box = make('td');
      box.append(cellButton(cell, [y, x], choose));
      line.append(box);
    });
    line.append(make('td', 'total', row.total));
    body.append(line);
  });
  body.append(totals(data));
  table.append(thead, body);
  table.onkeydown = walk(table);
  const first =
    (focused && table.querySelector(`button[data-at="${focused}"]`)) ||
    table.querySelector('.chosen') ||
    table.querySelector('button');
  if (first) first.tabIndex = 0;
  const left = place.scrollLeft;
  place.replaceChildren(table);
  place.scrollLeft = left;
  if (focused && first) first.focus();
}
