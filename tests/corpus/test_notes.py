"""The evidence notes: every fact in one note, no figure lost, none invented."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from corpus.catalogue import NOTE_REMARK, Source, load_catalogue, notes_folder

CATALOGUE = load_catalogue()
FACTS = {
    fact["id"]: fact
    for fact in yaml.safe_load((notes_folder().parent / "facts.yaml").read_text(encoding="utf-8"))
}

_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|ninety|hundred|thousand|half|third|"
    "fifth|quarter"
)
_FIGURE = re.compile(
    r"(?P<pound>£)?(?P<digits>\d+(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?P<unit>\s?(?:million|billion|m\b|%))?|\b(?P<word>" + _NUMBER_WORDS + r")\b",
    re.IGNORECASE,
)


# A beginning that says nothing without the sentence before: "It argues", "The fund gives".
_NAMELESS = re.compile(
    r"(It (?!is unclear)|(He|She|They|This|These|Its|Their) |The (fund|update|call|post|page|"
    r"review|blog|bill|plan|deal|project|paper|guide|report|theme|centre|commission) (?!of |on ))"
)


@dataclass(frozen=True)
class Note:
    """A note as it lies in the folder."""

    path: Path
    front: dict[str, object]
    title: str
    remark: str
    sentences: tuple[str, ...]
    fact_ids: tuple[str, ...]

    @property
    def source(self) -> Source:
        source = CATALOGUE.get(str(self.front["source_id"]))
        assert source is not None, self.path.name
        return source

    @property
    def facts(self) -> list[dict[str, object]]:
        return [FACTS[fact_id] for fact_id in self.fact_ids]


def _read(path: Path) -> Note:
    _, front_text, body = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(front_text)
    title, remark, *rest = body.strip().split("\n\n")
    sentences = tuple(paragraph for paragraph in rest if not paragraph.startswith("#"))
    return Note(path, front, title, remark, sentences, tuple(front["facts"]))


NOTES = [_read(path) for path in sorted(notes_folder().glob("*.md"))]
each_note = pytest.mark.parametrize("note", NOTES, ids=[note.path.stem for note in NOTES])


def _figures(text: str) -> Counter[str]:
    """Figures with pound sign and unit ("£4.8million", "27%", "seven"); "m" is read as million."""
    found: Counter[str] = Counter()
    for match in _FIGURE.finditer(text.replace("FORTH2O", "")):
        if match["word"]:
            found[match["word"].lower()] += 1
            continue
        unit = (match["unit"] or "").strip().lower().replace("m", "million", 1)
        unit = "million" if "illion" in unit and "b" not in unit else unit
        digits = match["digits"].replace(",", "")
        found[f"{match['pound'] or ''}{digits}{match['decimals'] or ''}{unit}"] += 1
    return found


def _known_figures(note: Note) -> set[str]:
    """What may stand in a note: figures of its facts, its title, and the parts of its dates."""
    dates = [note.source.published, *(fact.get("date") for fact in note.facts)]
    parts = {part.lstrip("0") for day in dates if day for part in str(day).split("-")}
    pages = {str(fact["page"]) for fact in note.facts if "page" in fact}
    texts = [note.source.title, *(str(fact["fact"]) for fact in note.facts)]
    return parts | pages | {figure for text in texts for figure in _figures(text)}


def test_every_fact_is_in_exactly_one_note() -> None:
    used = Counter(fact_id for note in NOTES for fact_id in note.fact_ids)

    assert len(FACTS) == 483
    assert set(used) == set(FACTS)
    assert set(used.values()) == {1}


def test_every_publication_with_facts_has_its_note() -> None:
    assert {note.path.stem for note in NOTES} == {fact["source_id"] for fact in FACTS.values()}


def test_no_sentence_stands_twice() -> None:
    sentences = Counter(sentence for note in NOTES for sentence in note.sentences)

    assert [sentence for sentence, times in sentences.items() if times > 1] == []


@each_note
def test_a_note_holds_the_facts_of_its_own_publication(note: Note) -> None:
    assert note.path.stem == note.front["source_id"]
    assert {fact["source_id"] for fact in note.facts} == {note.path.stem}


@each_note
def test_the_front_matter_agrees_with_the_catalogue(note: Note) -> None:
    source = note.source

    assert note.front["note"] is True
    assert note.front["title"] == source.title
    assert note.front["publisher"] == source.publisher
    assert note.front.get("date") == source.published
    assert note.front.get("url") == source.url
    assert note.front.get("no_url") == source.no_url
    assert note.front["doc_type"] == source.doc_type
    for field in ("places", "nations", "themes"):
        assert tuple(note.front[field]) == getattr(source, field)  # type: ignore[arg-type]


@each_note
def test_a_note_says_that_it_is_a_note_and_links_to_the_original(note: Note) -> None:
    assert note.title == f"# {note.source.title}"
    assert note.remark.startswith(NOTE_REMARK)
    assert "not the publication itself" in note.remark
    assert (note.source.url or "no web address is known") in note.remark


@each_note
def test_a_note_has_one_sentence_for_each_fact(note: Note) -> None:
    assert len(note.sentences) == len(note.fact_ids)
    for sentence in note.sentences:
        assert "\n" not in sentence
        assert sentence.endswith(".")
        assert re.findall(r"[.!?] [A-Z£]", sentence) == []


@each_note
def test_a_sentence_names_its_subject(note: Note) -> None:
    for sentence in note.sentences:
        assert not _NAMELESS.match(sentence), sentence


@each_note
def test_every_figure_of_a_fact_stands_in_its_sentence(note: Note) -> None:
    for fact, sentence in zip(note.facts, note.sentences, strict=True):
        lost = set(_figures(str(fact["fact"]))) - set(_figures(sentence))
        assert not lost, f"{fact['id']} lost {sorted(lost)}: {sentence}"


@each_note
def test_no_figure_is_invented(note: Note) -> None:
    known = _known_figures(note)

    for fact_id, sentence in zip(note.fact_ids, note.sentences, strict=True):
        invented = set(_figures(sentence)) - known
        assert not invented, f"{fact_id} has {sorted(invented)}: {sentence}"


@each_note
def test_a_sentence_tells_the_page_where_one_was_read(note: Note) -> None:
    for fact, sentence in zip(note.facts, note.sentences, strict=True):
        if "page" in fact:
            assert f"page {fact['page']} of the PDF)." in sentence


def test_the_figure_check_sees_a_changed_unit() -> None:
    assert _figures("£4.8 million") == _figures("£4.8m")
    assert _figures("£4.8 million") != _figures("£4.8 billion")
    assert _figures("27%") != _figures("27")
    assert _figures("1,250") == _figures("1250")
    assert _figures("Seven of ten") == {"seven": 1, "ten": 1}
