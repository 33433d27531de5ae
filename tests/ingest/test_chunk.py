"""Passages: exact slices, whole sentences, within the limit, nothing lost."""

import string
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import PREFIX_TOKENS, chunk, embedding_text
from ingest.document import Block, Document, Kind, Metadata, Page, Passage
from ingest.sentences import split_sentences


def count(text: str) -> int:
    """A toy tokenizer: one token for each word and mark, as word pieces are at least."""
    return sum(1 for word in text.split() for _ in range(0, len(word), 6))


def document(parts, *, title: str = "A title", page: int = 1) -> Document:
    """parts: (kind, heading path, text), set apart by blank lines."""
    text = "\n\n".join(part for _, _, part in parts)
    blocks, at = [], 0
    for kind, path, part in parts:
        blocks.append(Block(kind, page, at, at + len(part), path))
        at += len(part) + 2
    return Document(
        "d" * 16, Path("/x"), "0" * 64, "text/plain", Metadata(title),
        (Page(page, None, text),), tuple(blocks),
    )  # fmt: skip


words = st.lists(st.text(string.ascii_letters, min_size=1, max_size=12), min_size=1, max_size=60)
sentence = words.map(lambda w: " ".join(w).capitalize() + ".")
paragraph = st.lists(sentence, min_size=1, max_size=5).map(" ".join)
part = st.tuples(
    st.sampled_from([Kind.PROSE, Kind.LIST, Kind.HEADING, Kind.FOOTNOTE, Kind.TABLE]),
    st.sampled_from([("A",), ("A", "B"), ("A", "C"), ("D",)]),
    paragraph,
)


@given(st.lists(part, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_passages_are_exact_slices_within_the_limit_and_lose_nothing(parts):
    held = document(parts)
    page = held.pages[0].text

    passages = chunk(held, count, max_tokens=100)

    covered = set()
    for passage in passages:
        assert page[passage.start : passage.end] == passage.text
        assert count(passage.text) <= 100 - PREFIX_TOKENS
        covered.update(range(passage.start, passage.end))
    for block in held.blocks:
        if block.kind is not Kind.HEADING:
            lost = [i for i in range(block.start, block.end) if i not in covered]
            assert all(page[i].isspace() for i in lost)
    assert [p.ordinal for p in passages] == list(range(len(passages)))


@given(st.lists(part, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_sentence_is_cut_only_if_it_alone_is_too_long(parts):
    held = document(parts)
    page = held.pages[0].text

    passages = chunk(held, count, max_tokens=100)

    starts = {p.start for p in passages}
    for block in held.blocks:
        if block.kind is Kind.HEADING:
            continue
        for start, end in split_sentences(page[block.start : block.end]):
            cuts = starts & set(range(block.start + start + 1, block.start + end))
            assert not cuts or count(page[block.start + start : block.start + end]) > 60


def test_a_passage_is_never_only_a_heading():
    held = document([(Kind.HEADING, ("Aims",), "Aims")])

    assert chunk(held, count) == ()


def test_text_under_different_headings_stays_apart_when_long_enough():
    long = "This sentence has ten words in it for the count. " * 9
    held = document(
        [
            (Kind.HEADING, ("One",), "One"),
            (Kind.PROSE, ("One",), long.strip()),
            (Kind.HEADING, ("Two",), "Two"),
            (Kind.PROSE, ("Two",), long.strip()),
        ]
    )

    assert [p.heading_path for p in chunk(held, count)] == [("One",), ("Two",)]


def test_a_short_list_stays_with_its_lead_in():
    held = document(
        [
            (Kind.PROSE, ("Aims",), "The aims are:"),
            (Kind.LIST, ("Aims",), "• better skills for adults"),
            (Kind.LIST, ("Aims",), "• more jobs"),
        ]
    )

    assert len(chunk(held, count)) == 1


def test_no_passage_ends_with_the_lead_in_of_the_next():
    filling = [f"The council of {name} met in May and in June." for name in string.ascii_letters]
    items = [f"• a plan for {name} and all the others of its kind" for name in "abcdefghijklmnop"]
    for before in range(5, 30):
        text = " ".join(filling[:before]) + "\n\nIt agreed:\n\n" + "\n\n".join(items)
        passages = chunk(document([(Kind.PROSE, ("A",), text)]), count, max_tokens=120)

        assert len(passages) > 1
        assert not any(passage.text.endswith(":") for passage in passages)


def test_a_sentence_that_goes_on_in_the_next_block_is_not_parted():
    filling = [f"The council of {name} met in May and in June." for name in string.ascii_letters]
    for before in range(5, 30):
        parts = [
            (Kind.PROSE, ("A",), " ".join(filling[:before]) + " We name six signs that relate and"),
            (Kind.LIST, ("A",), "tell of the outcomes. These are:"),
            (Kind.LIST, ("A",), "• the number of deaths"),
        ]
        passages = chunk(document(parts), count, max_tokens=120)

        assert any("relate and\n\ntell of" in passage.text for passage in passages)


def test_a_sentence_in_two_blocks_still_joins_its_neighbour_under_another_heading():
    parts = [
        (Kind.PROSE, ("A",), "A short opening."),
        (Kind.HEADING, ("A", "B"), "B"),
        (Kind.PROSE, ("A", "B"), "We name six signs which relate and"),
        (Kind.PROSE, ("A", "B"), "tell of the outcomes."),
    ]

    assert len(chunk(document(parts), count)) == 1


def test_text_outside_blocks_is_in_no_passage_even_between_two_short_ones():
    text = "First fact.\n\nEvidence note: a summary.\n\nSecond fact."
    blocks = (Block(Kind.PROSE, 1, 0, 11), Block(Kind.PROSE, 1, 40, 52))
    held = Document(
        "d" * 16, Path("/x"), "0" * 64, "text/markdown", Metadata("T"),
        (Page(1, None, text),), blocks,
    )  # fmt: skip

    assert [p.text for p in chunk(held, count)] == ["First fact.", "Second fact."]


def test_a_word_of_a_million_letters_is_cut_into_passages():
    held = document([(Kind.PROSE, (), "x" * 1_000_000)])

    passages = chunk(held, lambda text: len(text.split()), max_tokens=256)

    assert sum(len(p.text) for p in passages) == 1_000_000
    assert max(len(p.text) for p in passages) < 2_000


def test_the_same_document_gives_the_same_ids_and_other_text_others():
    one, same, other = (
        chunk(document([(Kind.PROSE, (), text)]), count) for text in ("A b.", "A b.", "A c.")
    )

    assert one == same
    assert one[0].passage_id != other[0].passage_id


def test_the_documents_own_title_is_left_out_of_heading_paths():
    held = document([(Kind.PROSE, ("A title", "Aims"), "We aim high.")], title="A title")

    assert chunk(held, count)[0].heading_path == ("Aims",)


def test_embedding_text_puts_a_short_title_and_headings_in_front():
    passage = Passage("i", "d", 1, 1, 0, 4, "Text", ("Part one", "Aims", "Skills"))

    assert embedding_text(passage, "T" * 20) == f"{'T' * 20} > Aims > Skills > Text"
    assert len(embedding_text(passage, "long " * 100)) < 200
