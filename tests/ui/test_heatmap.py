"""The evidence map as data, picture and payload."""

import csv
import io

from bs4 import BeautifulSoup

from assistant.evidence_map import UNSAID, Axis, CrossTable
from ui import heatmap
from ui.heatmap import Headings

TABLE = CrossTable(
    rows=("skills", "=cmd()"),
    columns=("Wales", UNSAID),
    cells={("skills", "Wales"): ("a", "b"), ("=cmd()", UNSAID): ("c",)},
    row_totals={"skills": 2, "=cmd()": 1},
    column_totals={"Wales": 2, UNSAID: 1},
    total=3,
    unlisted=1,
)
AXES = (Axis.THEME, Axis.NATION)
NAMES = heatmap.headings(TABLE, AXES, {"skills": "Skills <b>"})


def test_the_data_has_a_line_for_each_row_totals_and_no_formula() -> None:
    lines = list(csv.reader(io.StringIO(heatmap.table_csv(TABLE, NAMES))))

    assert lines == [
        ["Theme by nation", "Wales", "No nation", "All"],
        ["Skills <b>", "2", "0", "2"],
        ["'=cmd()", "0", "1", "1"],
        ["All", "2", "1", "3"],
    ]


def test_the_picture_shows_every_count_and_escapes_names() -> None:
    svg = heatmap.table_svg(TABLE, NAMES, "What is counted")
    drawn = BeautifulSoup(svg, "xml")

    assert [t.get_text() for t in drawn.find_all("text")].count("0") == 2
    assert "Skills <b>" in drawn.get_text()
    assert len(drawn.find_all("rect")) == 5
    assert "href" not in svg


def test_the_page_gets_text_and_counts_and_the_cell_that_was_chosen() -> None:
    shown = heatmap.table_json(TABLE, NAMES, ("skills", "Wales"))

    cells = [cell for row in shown["rows"] for cell in row["cells"]]  # type: ignore
    assert [cell["n"] for cell in cells] == [2, 0, 0, 1]
    assert [cell["chosen"] for cell in cells] == [1, 0, 0, 0]
    assert cells[1]["said"] == "Skills <b>, No nation: no evidence held"


def test_the_note_says_what_is_counted_and_what_is_not_shown() -> None:
    said = heatmap.note(TABLE, (Axis.THEME, Axis.PLACE), notes=4)

    assert said.startswith("4 publications counted, all of them evidence notes")
    assert "2 of 4 cells are empty" in said
    assert "1 are in no cell" in said


def test_the_shades_grow_with_the_count() -> None:
    steps = [heatmap.shade(n, 100) for n in range(101)]

    assert steps == sorted(steps)
    assert (steps[0], steps[1], steps[100]) == (0, 1, heatmap.SHADES)


def test_headings_name_what_is_unknown() -> None:
    names: Headings = heatmap.headings(TABLE, (Axis.THEME, Axis.YEAR), {})

    assert names.columns[UNSAID] == "Undated"
