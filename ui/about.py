"""What About says of the library and of the figures: tables and the facts of the record. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.compose.chat import ChatComposer
from assistant.compose.composer import Composer
from assistant.evidence_map import UNSAID, CrossTable
from ingest.held import HeldDocument
from ui import words
from ui.figures import Figures, Measured
from ui.markup import escape
from ui.render import long_date


@dataclass(frozen=True)
class ThemeHeld:
    """What is held on a theme. none: nations of which nothing is held on it. newest: ISO date."""

    theme: str
    full: int
    notes: int
    newest: str
    none: tuple[str, ...]


def themes_held(
    works: Sequence[HeldDocument], by_nation: CrossTable, nations: Sequence[str]
) -> tuple[ThemeHeld, ...]:
    """A line for each theme of the table, whose columns hold the nations."""
    lines = []
    for theme in (row for row in by_nation.rows if row != UNSAID):
        held = [d for d in works if theme in d.metadata.themes]
        lines.append(
            ThemeHeld(
                theme,
                sum(not d.is_note for d in held),
                sum(d.is_note for d in held),
                max((d.metadata.published or "" for d in held), default=""),
                tuple(n for n in nations if not by_nation.held(theme, n)),
            )
        )
    return tuple(lines)


def themes_html(held: Sequence[ThemeHeld], labels: Mapping[str, str]) -> str:
    """The lines as a table; what is lacking is said in words."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in words.THEMES_HEADS)
    rows = "".join(
        f'<tr><th scope="row">{escape(labels.get(line.theme, line.theme))}</th>'
        f"<td>{line.full:,}</td><td>{line.notes:,}</td>"
        f"<td>{escape(line.newest[:4] or words.NO_DATE)}</td>"
        f"<td>{escape(', '.join(line.none) or words.NOTHING_LACKS)}</td></tr>"
        for line in held
    )
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escape(words.HOLDS)}">'
        f"<table class='usage'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def how_good_html(figures: Figures | None) -> str:
    """The figures under their heading, with when and on what they were measured."""
    head = f"<h2>{words.HOW_GOOD}</h2>"
    if figures is None:
        return f"{head}<p>{words.NO_FIGURES}</p>"
    date = long_date(figures.measured) if figures.measured else words.HOW_GOOD_UNDATED
    line = words.HOW_GOOD_LINE.format(date=date, cases=figures.cases)
    return f"{head}<p>{escape(line)}</p>{figures_html(figures)}"


def figures_html(figures: Figures) -> str:
    """The measures with what they mean, their interval and how many questions they count."""
    rows = "".join(
        f'<tr><th scope="row">{escape(words.MEASURES[m.key][0])}'
        f'<span class="by">{escape(words.MEASURES[m.key][1])}</span></th>'
        f"<td><b>{_percent(m.value)}</b></td><td>{escape(_interval(m))}</td><td>{m.cases}</td></tr>"
        for m in figures.measures
    )
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in words.MEASURES_HEADS)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escape(words.HOW_GOOD)}">'
        f"<table class='usage measures'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def figures_text(figures: Figures | None) -> str:
    """The same in a sentence, in English, for the record."""
    if figures is None:
        return "not measured here."
    parts = (
        f"{m.key} {m.value:.2f} [{m.low:.2f}, {m.high:.2f}] (n={m.cases})" for m in figures.measures
    )
    return f"{'; '.join(parts)}."


def model_facts(composer: Composer, embedding: str, leaves: str) -> dict[str, str]:
    """What the record says of the models and of other parties, in English."""
    quoting = "The sentences that answer are quoted word for word; no language model writes."
    facts = {
        "embedding_model": embedding,
        "leaves": leaves,
        "composing": quoting,
        "models": f"{embedding} for search; no language model.",
        "third_party": "No third party takes part in answering.",
        "third_party_name": "None",
        "third_party_role": "None",
    }
    if isinstance(composer, ChatComposer):
        model = composer.model.name
        facts["composing"] = (
            f"The language model {model} writes from the passages; each of its claims is checked "
            "against the page that it cites, and quotes answer where it fails."
        )
        facts["models"] = f"{embedding} for search; {model} writes answers."
        if not composer.model.settings.is_local:
            facts["third_party"] = f"The language model {model} is run by another party."
            facts["third_party_name"] = ""
            facts["third_party_role"] = "Running the language model that writes answers."
    return facts


def holds_text(works: Sequence[HeldDocument], passages: int, revision: str) -> str:
    """What is held, in English, for the record."""
    notes = sum(d.is_note for d in works)
    return (
        f"{len(works) - notes:,} publications and {notes:,} evidence notes (summaries in our own "
        f"words), {passages:,} passages, library revision {revision}."
    )


def lacks_text(held: Sequence[ThemeHeld], undated: int, labels: Mapping[str, str]) -> str:
    """What is lacking, in English, for the record."""
    gaps = [
        f"{labels.get(line.theme, line.theme)}: {', '.join(line.none)}"
        for line in held
        if line.none
    ]
    said = f"Nothing is held on these themes and nations: {'; '.join(gaps)}." if gaps else ""
    return f"{said} {undated:,} carry no date.".strip()


def years_without(works: Sequence[HeldDocument]) -> tuple[str, ...]:
    """Years between the oldest and the newest publication from which nothing is held."""
    years = {int(y) for d in works if (y := (d.metadata.published or "")[:4]).isdigit()}
    span = range(min(years), max(years)) if years else ()
    return tuple(str(year) for year in span if year not in years)


def undated(works: Sequence[HeldDocument]) -> int:
    """How many carry no date."""
    return sum(not d.metadata.published for d in works)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _interval(measured: Measured) -> str:
    if measured.low == measured.high:
        return words.NO_SPREAD
    return f"{_percent(measured.low)} – {_percent(measured.high)}"
