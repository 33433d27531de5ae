"""Scans: which pages go to OCR, what comes back, and what is said when it cannot be had."""

import os
import re
import shutil
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.document import Kind, ReadBy
from ingest.errors import BadSetting, NothingToIndex, UnreadableDocument
from ingest.index import Index
from ingest.ocr import Engine, find_engine
from ingest.ocrwords import boxes_of, pack_words, unpack_words
from ingest.outcome import State
from ingest.pictures import page_picture
from ingest.pipeline import add
from ingest.readers import Limits
from ingest.readers.base import Draft
from ingest.readers.hocr import parse_hocr
from ingest.readers.ocr_page import OcrPage, lay_out_again, lay_out_seen, seen_lines
from ingest.readers.textlayer import Fault, fault_of
from ingest.sandbox import ReaderPool, read_sandboxed
from ingest.settings import Settings
from tests.ingest.handmade import Sheet, lines, write_pdf
from tests.ingest.scans import (
    DOTS,
    RECORDED,
    TEXT,
    joined,
    page_lines,
    picture,
    stamped,
    stand_in,
    write_scan,
)
from tests.ingest.test_pictures import lit_box, yellow

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed (tesseract-ocr)"
)
PROSE = (
    "The partnership will publish its plan for the local economy in the spring, and each of the "
    "councils has agreed to report on skills, housing and transport every year."
)
WELSH = (
    "Mae Llywodraeth Cymru wedi ymrwymo i gefnogi cymunedau gwledig ac i sicrhau bod gan bawb yng "
    "Nghymru fynediad at wasanaethau o safon, a bydd hyn yn cael ei wneud mewn partneriaeth gyda "
    "awdurdodau lleol, trwy waith sydd wedi ei gynllunio ar y cyd."
)


def fault(text: str, raw: str | None = None, picture: float = 0.0) -> Fault | None:
    return fault_of(text, lambda: text if raw is None else raw, lambda: picture)


def engine(program: Path, seconds: float = 30.0) -> Engine:
    return Engine(str(program), "5.3.0", "eng", seconds)


def recorded() -> OcrPage:
    """The recorded answer of Tesseract, laid out."""
    found = parse_hocr(RECORDED.read_bytes())
    return lay_out_seen(seen_lines(found, [False] * len(found), 250), 842.0)


def texts(draft: Draft) -> list[str]:
    return [page.text for page in draft.pages]


# Which pages


def test_a_fine_text_layer_is_left_alone():
    assert fault(PROSE) is None
    assert fault(WELSH) is None
    assert fault("Wales 73.1 75.4\nEngland 75.4 76.0") is None
    assert fault("Уряд оприлюднить план для місцевої економіки навесні. " * 4) is None


def test_a_page_without_text_or_with_letters_that_say_something_else_goes_to_ocr():
    shifted = "".join(chr(ord(char) + 3) if char.isalpha() else char for char in PROSE)

    assert fault("") is Fault.ABSENT
    assert fault(shifted) is Fault.GARBLED
    assert fault("Plan", raw="Plan" + "\ufffd" * 40) is Fault.GARBLED


def test_few_words_on_a_picture_go_to_ocr_and_few_words_on_paper_do_not():
    assert fault("Downloaded from the library", picture=0.9) is Fault.SPARSE
    assert fault("Downloaded from the library", picture=0.3) is None


# What Tesseract answers


def test_words_come_with_their_boxes_and_confidences():
    first, second, *_ = parse_hocr(RECORDED.read_bytes())

    assert [word.text for word in first.words] == ["Homes", "and", "rents"]
    assert " ".join(word.text for word in second.words) == TEXT[0]
    word = second.words[4]
    assert (word.text, word.left < word.right, word.top < word.bottom) == ("412", True, True)
    assert 0.8 < word.confidence <= 1.0


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html", b'<!DOCTYPE h [<!ENTITY a "b">]><html>&b;</html>', b"\xff\xfe\x00"],
)
def test_an_answer_that_is_no_hocr_is_refused(answer):
    with pytest.raises(ValueError, match="no hOCR"):
        parse_hocr(answer)


def test_scanned_words_become_lines_paragraphs_and_bullets():
    page = recorded().page

    assert page.text.split("\n\n") == [
        "Homes and rents",
        "\n".join(TEXT),
        "• welders for the shipyard",
        "• nurses for the hospital",
    ]


def test_every_word_is_an_exact_slice_of_the_page():
    read = recorded()

    slices = [read.page.text[word.start : word.end] for word in read.words]
    assert slices == read.page.text.split()


def test_dirt_is_left_out():
    line, *_ = parse_hocr(RECORDED.read_bytes())
    dirt = replace(line, words=(replace(line.words[0], text="|;", confidence=0.2),))
    photograph = replace(line, words=(replace(line.words[0], text="wv", confidence=0.2),))

    assert seen_lines([dirt, photograph], [False, False], 250) == []


def test_words_are_kept_small_and_come_back_as_they_were():
    words = recorded().words

    packed = pack_words(words)

    assert unpack_words(packed) == words
    assert len(packed) < 12 * len(words)


def test_a_page_laid_out_again_from_kept_words_is_the_same():
    read = recorded()

    again = lay_out_again(read.page.text, unpack_words(pack_words(read.words)), 842.0)

    assert again.page.text == read.page.text
    assert again.words == read.words


@pytest.mark.parametrize("cut", [slice(0, -3), slice(0, 8)])
def test_damaged_words_are_refused(cut):
    with pytest.raises(ValueError, match="damaged"):
        unpack_words(pack_words(recorded().words)[cut])


def test_a_quote_is_lit_at_the_height_of_its_line():
    read = recorded()
    start = read.page.text.index("412 new")

    boxes = boxes_of(read.words, [(start, start + len("412 new"))])

    assert len(boxes) == 2
    assert boxes[0][1] == boxes[1][1]
    assert boxes[0][0] < boxes[0][2] < boxes[1][0]


# Files


def test_scanned_pages_are_read_and_the_others_are_left_alone(tmp_path):
    text = write_pdf(tmp_path / "text.pdf", [Sheet(lines(*TEXT))])
    scan = write_scan(tmp_path / "scan.pdf", [page_lines()])
    path = joined(tmp_path / "both.pdf", [text, scan, text])

    draft = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "tesseract")))

    assert [page.read_by for page in draft.pages] == [ReadBy.TEXT, ReadBy.OCR, ReadBy.TEXT]
    assert texts(draft) == ["\n".join(TEXT), recorded().page.text, "\n".join(TEXT)]
    assert draft.pages[0].confidence is None
    assert draft.pages[1].confidence == recorded().confidence
    assert draft.problems == ()
    assert not draft.lacks_ocr


def test_a_file_of_scans_only_gets_its_structure(tmp_path):
    path = write_scan(tmp_path / "scan.pdf", [page_lines()])

    draft = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "tesseract")))

    kinds = [block.kind for block in draft.blocks]
    assert kinds == [Kind.HEADING, Kind.PROSE, Kind.LIST, Kind.LIST]


def test_a_text_layer_of_wrong_letters_gives_way_to_what_is_printed(tmp_path):
    shifted = "".join(chr(ord(char) + 3) if char.isalpha() else char for char in PROSE)
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(shifted[:90], shifted[90:]))])

    draft = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "tesseract")))
    without = read_sandboxed(path, Limits())

    assert texts(draft) == [recorded().page.text]
    (problem,) = without.problems
    assert problem.startswith("page 1 of 1 has a text layer that is not what is printed.")


def test_a_scan_with_a_stamp_on_it_is_read_and_a_picture_with_a_title_keeps_it(tmp_path):
    stamp = write_pdf(tmp_path / "stamp.pdf", [Sheet(lines("Downloaded from the library"))])
    path = stamped(tmp_path / "a.pdf", write_scan(tmp_path / "b.pdf", [page_lines()]), stamp)
    title = tmp_path / "title.hocr"
    title.write_bytes(re.sub(rb"<p class=.*</p>", b"", RECORDED.read_bytes(), flags=re.DOTALL))

    read = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "one")))
    kept = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "two", answer=title)))

    assert (texts(read), read.pages[0].read_by) == ([recorded().page.text], ReadBy.OCR)
    assert (texts(kept), kept.pages[0].read_by) == (["Downloaded from the library"], ReadBy.TEXT)


def test_a_picture_without_words_is_named(tmp_path):
    empty = tmp_path / "empty.hocr"
    empty.write_bytes(re.sub(rb"<p class=.*</p>", b"", RECORDED.read_bytes(), flags=re.DOTALL))
    text = write_pdf(tmp_path / "text.pdf", [Sheet(lines(*TEXT))])
    path = joined(tmp_path / "a.pdf", [text, write_scan(tmp_path / "b.pdf", [page_lines()])])

    draft = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "tesseract", answer=empty)))

    assert draft.problems == ("page 2 of 2 has no text layer, and OCR found no words.",)
    assert not draft.lacks_ocr


def test_a_blank_sheet_among_scans_is_no_problem(tmp_path):
    path = write_scan(tmp_path / "scan.pdf", [page_lines(), []])

    draft = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "tesseract")))

    assert [page.text == "" for page in draft.pages] == [False, True]
    assert draft.problems == ()


def test_light_letters_on_a_dark_page_are_not_taken_for_a_blank_one(tmp_path):
    from PIL import ImageOps

    path = tmp_path / "dark.pdf"
    ImageOps.invert(picture([(72, 760, 18, "Homes")])).save(path, "PDF", resolution=DOTS)

    draft = read_sandboxed(path, Limits(), engine(stand_in(tmp_path / "tesseract")))

    assert texts(draft) == [recorded().page.text]


def test_without_tesseract_the_pages_are_named_with_the_way_out(tmp_path):
    text = write_pdf(tmp_path / "text.pdf", [Sheet(lines(*TEXT))])
    scan = write_scan(tmp_path / "scan.pdf", [page_lines(), page_lines()])

    draft = read_sandboxed(joined(tmp_path / "both.pdf", [text, scan]), Limits())

    (problem,) = draft.problems
    assert problem.startswith("pages 2-3 of 3 have no text layer.")
    assert "ocrmypdf" in problem
    assert "Tesseract" in problem
    assert draft.lacks_ocr
    with pytest.raises(NothingToIndex, match="no page has a text layer"):
        read_sandboxed(scan, Limits())


def test_pages_that_take_too_long_are_named_and_the_rest_is_in(tmp_path):
    text = write_pdf(tmp_path / "text.pdf", [Sheet(lines(*TEXT))])
    path = joined(tmp_path / "a.pdf", [text, write_scan(tmp_path / "b.pdf", [page_lines()])])
    slow = engine(stand_in(tmp_path / "tesseract", before="sleep 20"), seconds=0.5)

    draft = read_sandboxed(path, Limits(), slow)

    (problem,) = draft.problems
    assert problem.startswith("page 2 of 2 took OCR more than 0.5 s")
    assert "LPIP_OCR_SECONDS" in problem
    assert texts(draft) == ["\n".join(TEXT), ""]
    assert draft.lacks_ocr


@pytest.mark.parametrize("fault_of_program", ["exit 3", "kill -9 $$", "echo nonsense; exit 0"])
def test_a_tesseract_that_fails_costs_the_page(tmp_path, fault_of_program):
    text = write_pdf(tmp_path / "text.pdf", [Sheet(lines(*TEXT))])
    path = joined(tmp_path / "a.pdf", [text, write_scan(tmp_path / "b.pdf", [page_lines()])])
    broken = engine(stand_in(tmp_path / "tesseract", before=fault_of_program))

    draft = read_sandboxed(path, Limits(), broken)

    (problem,) = draft.problems
    assert problem.startswith("page 2 of 2 cannot be read by Tesseract.")
    assert texts(draft)[0] == "\n".join(TEXT)


def test_ocr_may_take_longer_than_a_page_of_text_and_a_file_may(tmp_path):
    path = write_scan(tmp_path / "scan.pdf", [page_lines()])
    slow = engine(stand_in(tmp_path / "tesseract", before="sleep 2"))

    with ReaderPool(Limits(stall_seconds=1.0, seconds=1.0), engine=slow) as pool:
        pool.read(write_pdf(tmp_path / "first.pdf", [Sheet(lines(*TEXT))]))
        draft = pool.read(path)

    assert texts(draft) == [recorded().page.text]


def test_tesseract_ends_with_the_process_that_started_it(tmp_path):
    path = write_scan(tmp_path / "scan.pdf", [page_lines()])
    # A folder, because a reader and its children may write no file.
    noted = tmp_path / "started"
    noted.mkdir()
    waiting = stand_in(tmp_path / "tesseract", before=f"mkdir '{noted}'/$$; sleep 600")
    pool = ReaderPool(Limits(), engine=engine(waiting, seconds=900))
    future = pool.submit(path)
    until = time.monotonic() + 60
    while not list(noted.iterdir()) and time.monotonic() < until:
        time.sleep(0.02)
    (started,) = [int(folder.name) for folder in noted.iterdir()]

    pool.close(at_once=True)

    with pytest.raises(UnreadableDocument, match="interrupted"):
        future.result()
    while _runs(started) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(started)


def _runs(process_id: int) -> bool:
    """True if the process is there and is not just waiting to be buried."""
    try:
        os.kill(process_id, 0)
        stat = Path(f"/proc/{process_id}/stat")
        return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


# The library


@pytest.fixture
def home(tmp_path: Path, models_folder: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    (made / "models").symlink_to(models_folder, target_is_directory=True)
    return made


def test_a_scan_is_kept_with_the_places_of_its_words(tmp_path, home):
    program = stand_in(tmp_path / "tesseract")
    path = write_scan(tmp_path / "scan.pdf", [page_lines()])
    settings = Settings(home=home, tesseract=str(program))

    (outcome,) = add([path], settings).outcomes

    assert outcome.state is State.ADDED
    with closing(Index.open(settings)) as index:
        page = index.page(outcome.document_id, 1)
        start = page.text.index("412 new homes")
        boxes = index.places(outcome.document_id, 1, [(start, start + 13)])
    assert (page.read_by, page.confidence) == (ReadBy.OCR, recorded().confidence)
    left, top, right, bottom = lit_box(page_picture(path, 1, boxes=boxes, scale=2.0))
    baseline = 842 - 720
    assert 72 < left < right < 400
    assert baseline - 12 < top < baseline <= bottom < baseline + 6


def test_a_file_added_before_tesseract_is_read_again_once_it_is_there(tmp_path, home):
    text = write_pdf(tmp_path / "text.pdf", [Sheet(lines(*TEXT))])
    scan = write_scan(tmp_path / "scan.pdf", [page_lines()])
    path = joined(tmp_path / "both.pdf", [text, scan])
    program = stand_in(tmp_path / "tesseract")
    without = Settings(home=home, ocr="off")
    with_ocr = Settings(home=home, tesseract=str(program))

    states = [add([path], settings).outcomes[0].state for settings in (without, without)]
    states += [add([path], settings).outcomes[0].state for settings in (with_ocr, with_ocr)]

    assert states == [State.ADDED, State.UNCHANGED, State.REPLACED, State.UNCHANGED]


def test_what_ocr_read_is_not_read_again(tmp_path, home):
    path = write_scan(tmp_path / "scan.pdf", [page_lines()])
    program = stand_in(tmp_path / "tesseract")
    settings = Settings(home=home, tesseract=str(program))
    (first,) = add([path], settings).outcomes
    stand_in(program, before="exit 3")
    Path(f"{path}.meta.yaml").write_text("title: Homes in the harbour\n")

    (second,) = add([path], settings).outcomes

    assert second.state is State.REPLACED
    assert (second.title, second.problems) == ("Homes in the harbour", ())
    with closing(Index.open(settings)) as index:
        assert index.page(first.document_id, 1).text == recorded().page.text


# Settings


def test_ocr_can_be_turned_off_and_a_wrong_program_is_refused(tmp_path):
    program = str(stand_in(tmp_path / "tesseract"))
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\necho hello\n")
    other.chmod(0o755)

    found = find_engine(Settings(home=tmp_path, tesseract=program, ocr_seconds=7))

    assert found == Engine(program, "5.3.0", "eng", 7.0)
    assert find_engine(Settings(home=tmp_path, tesseract=program, ocr="off")) is None
    for wrong in (str(tmp_path / "none"), str(other)):
        with pytest.raises(BadSetting, match="LPIP_TESSERACT"):
            find_engine(Settings(home=tmp_path, tesseract=wrong))


# Tesseract itself


@needs_tesseract
def test_tesseract_reads_a_scan_and_the_quote_is_lit_on_its_words(tmp_path, home):
    path = write_scan(tmp_path / "scan.pdf", [page_lines()])
    settings = Settings(home=home)

    (outcome,) = add([path], settings).outcomes

    with closing(Index.open(settings)) as index:
        page = index.page(outcome.document_id, 1)
        start = page.text.index("fell by 3.5 per cent")
        boxes = index.places(outcome.document_id, 1, [(start, start + 20)])
    assert "\n".join(TEXT) in page.text
    assert page.read_by is ReadBy.OCR
    assert page.confidence is not None
    assert page.confidence > 0.85
    lit = page_picture(path, 1, boxes=boxes, scale=2.0)
    _, top, _, bottom = lit_box(lit)
    baseline = 842 - (720 - 1.3 * 11)
    assert baseline - 12 < top < baseline < bottom < baseline + 6
    assert np.count_nonzero(yellow(lit)) > 1000
