"""A file that kills, stalls or swells its reader costs one file, and only that."""

import re
import time
from pathlib import Path

import pytest

from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import MIB, Limits
from ingest.sandbox import ReaderPool, read_sandboxed
from tests.ingest.children import children
from tests.ingest.handmade import Sheet, lines, write_docx, write_pdf


@pytest.fixture
def good(tmp_path):
    return write_pdf(tmp_path / "good.pdf", [Sheet(lines("Good text."))])


def _paragraphs(path, count):
    """A small file that unpacks to a lot of work."""
    return write_docx(path, "<w:p><w:r><w:t>word</w:t></w:r></w:p>" * count)


def test_a_file_reads_the_same_in_the_sandbox(good):
    from ingest.readers import read_file

    assert read_sandboxed(good, Limits()) == read_file(good, Limits())


def test_errors_come_through_as_themselves(tmp_path):
    blank = write_pdf(tmp_path / "blank.pdf", [Sheet([])])
    (tmp_path / "empty.pdf").write_bytes(b"")

    with ReaderPool(Limits()) as pool:
        with pytest.raises(NothingToIndex, match="no page has a text layer"):
            pool.read(blank)
        with pytest.raises(UnreadableDocument, match="0 bytes"):
            pool.read(tmp_path / "empty.pdf")


def test_a_reader_that_takes_too_long_is_stopped_and_the_next_file_is_read(tmp_path, good):
    slow = _paragraphs(tmp_path / "slow.docx", 200_000)
    with ReaderPool(Limits(stall_seconds=1.0)) as pool:
        pool.read(good)
        began = time.monotonic()

        with pytest.raises(UnreadableDocument, match=r"slow\.docx: reading it took too long"):
            pool.read(slow)
        assert time.monotonic() - began < 5
        assert pool.read(good).pages[0].text == "Good text."


def test_a_reader_that_needs_too_much_memory_is_refused_and_the_next_file_is_read(tmp_path, good):
    swelling = tmp_path / "swelling.txt"
    swelling.write_bytes(b"word " * (20 * MIB))

    with ReaderPool(Limits(memory_bytes=160 * MIB)) as pool:
        with pytest.raises(UnreadableDocument, match=r"swelling\.txt: needs more memory"):
            pool.read(swelling)
        assert pool.read(good).pages[0].text == "Good text."


def test_a_reader_may_hold_only_so_many_files_open(good):
    before = children()
    with ReaderPool(Limits(open_files=31)) as pool:
        pool.read(good)
        (child,) = children() - before
        told = Path(f"/proc/{child}/limits").read_text()
    assert re.search(r"^Max open files +31 +31 ", told, re.MULTILINE)

    with (
        ReaderPool(Limits(open_files=4)) as pool,
        pytest.raises(UnreadableDocument, match=r"good\.pdf: .*Too many open files"),
    ):
        pool.read(good)


def test_a_child_that_is_killed_is_replaced(good):
    with ReaderPool(Limits()) as pool:
        pool.read(good)
        child = pool._idle.get()
        child.end()
        pool._idle.put(child)

        assert pool.read(good).pages[0].text == "Good text."


def test_files_are_read_side_by_side_and_come_back_in_any_order(tmp_path):
    paths = [write_pdf(tmp_path / f"{i}.pdf", [Sheet(lines(f"Text {i}."))]) for i in range(6)]

    with ReaderPool(Limits(), workers=2) as pool:
        drafts = [pool.submit(path) for path in paths]
        texts = [draft.result().pages[0].text for draft in drafts]

    assert texts == [f"Text {i}." for i in range(6)]


def test_too_large_an_answer_is_refused(tmp_path):
    (tmp_path / "long.txt").write_text("word " * 100_000)

    with pytest.raises(UnreadableDocument, match="holds more than"):
        read_sandboxed(tmp_path / "long.txt", Limits(max_output_bytes=100_000))


def test_odd_file_names_are_read(tmp_path):
    for name in ("a b\n'c'.txt", "ünï – côdé.txt", "-rf.txt"):
        (tmp_path / name).write_text("Some text.")

        assert read_sandboxed(tmp_path / name, Limits()).pages[0].text == "Some text."


def test_children_that_no_file_needs_are_ended_and_made_again_at_need(tmp_path):
    long, short = (
        _paragraphs(tmp_path / "long.docx", 20000),
        _paragraphs(tmp_path / "short.docx", 9),
    )
    before = children()
    with ReaderPool(Limits(), workers=2) as pool:
        slow, quick = pool.submit(long), pool.submit(short)
        quick.result()
        pool.keep(2)
        assert len(children() - before) == 2
        # One is being read still: the other has nothing to do.
        pool.keep(1)
        assert len(children() - before) == 1
        slow.result()
        pool.keep(0)
        assert not children() - before
        assert pool.read(short).pages
