"""The later part of a long list is searched with the sentence that the list reads on from."""

from contextlib import closing

from ingest.chunk import chunk, embedding_text
from ingest.document import Block, Document, Kind, Page
from ingest.embed import PACKAGED_NAME
from ingest.pipeline import add
from ingest.reading import LibraryReader
from tests.ingest.test_chunk import count, document

LEAD_IN = "The fund pays in full for:"
ITEMS = [f"• work of kind {n} done by people who live near the river" for n in range(40)]


def a_list(*after: tuple[Kind, tuple[str, ...], str]) -> Document:
    parts = [(Kind.PROSE, ("Aims",), f"It opened in May. {LEAD_IN}")]
    parts += [(Kind.LIST, ("Aims",), item) for item in ITEMS]
    return document([*parts, *after])


def test_each_later_passage_of_a_list_is_rendered_with_its_lead_in_and_quotes_only_itself():
    held = a_list()

    first, *later = chunk(held, count, max_tokens=256)

    assert first.rendering == ""
    assert first.text.startswith("It opened in May.")
    assert len(later) > 1
    for passage in later:
        assert passage.rendering == f"{LEAD_IN}\n{passage.text}"
        assert passage.text == held.pages[0].text[passage.start : passage.end]
        assert LEAD_IN in embedding_text(passage, "A plan")


def test_prose_headings_and_tables_end_what_a_lead_in_leads_to():
    ends = [
        (Kind.PROSE, ("Aims",), "That is all that it pays for."),
        (Kind.TABLE, ("Aims",), "a\tb\nc\td"),
        (Kind.HEADING, ("Other",), "Other"),
    ]
    for end in ends:
        rest = [(Kind.LIST, ("Other",), f"• another thing, number {n}") for n in range(40)]

        made = chunk(a_list(end, *rest), count, max_tokens=256)

        others = [p for p in made if p.text.startswith("• another")]
        assert others
        assert {p.rendering for p in others} == {""}


def test_a_list_goes_on_overleaf_with_its_lead_in():
    whole = a_list((Kind.FOOTNOTE, ("Aims",), "1 By the law of 2011."))
    overleaf = "\n".join(ITEMS)
    held = Document(
        whole.document_id, whole.path, whole.sha256, whole.media_type, whole.metadata,
        (*whole.pages, Page(2, None, overleaf)),
        (*whole.blocks, Block(Kind.LIST, 2, 0, len(overleaf), ("Aims",))),
    )  # fmt: skip

    made = [p for p in chunk(held, count, max_tokens=256) if p.page_start == 2]

    assert made
    assert all(p.rendering.startswith(f"{LEAD_IN}\n") for p in made)


def test_a_lead_in_that_does_not_fit_beside_its_list_is_left_out():
    long = "The fund of the river and all who live by it pays " + "now and then " * 40 + "for:"
    parts = [(Kind.PROSE, (), long), *((Kind.LIST, (), item) for item in ITEMS)]

    made = chunk(document(parts), count, max_tokens=140)

    assert {p.rendering for p in made} == {""}
    assert all(count(p.text) <= 100 for p in made)


def test_the_words_of_a_lead_in_find_the_end_of_its_list(settings, tmp_path):
    path = tmp_path / "a.html"
    items = "".join(f"<li>{item.removeprefix('• ')}</li>" for item in ITEMS)
    path.write_text(f"<html><body><main><p>{LEAD_IN}</p><ul>{items}</ul></main></body></html>")
    (outcome,) = add([path], settings).outcomes

    with closing(LibraryReader(settings.home, PACKAGED_NAME)) as library:
        *_, last = library.wordings(outcome.document_id)

    assert last.text.startswith(LEAD_IN)
    assert "kind 39" in last.text
