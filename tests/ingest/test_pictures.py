"""Pictures of pages: the quote is lit where it stands, and nowhere else."""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from ingest.errors import UnreadableDocument
from ingest.pictures import page_count, page_picture
from ingest.readers import Limits, read_file
from tests.ingest.handmade import Sheet, lines, write_pdf

SCALE = 2.0
TEXT = ("The first line of the page.", "The second line is the quote.", "The third line.")


def yellow(picture: bytes) -> np.ndarray:
    """Which pixels are lit: (height, width) of bool."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    return (pixels[:, :, 0] - pixels[:, :, 2]) > 40


def lit_box(picture: bytes) -> tuple[float, float, float, float]:
    """left, top, right, bottom of the lit area, in points from the upper left corner."""
    rows, columns = np.nonzero(yellow(picture))
    return tuple(float(v) / SCALE for v in (columns.min(), rows.min(), columns.max(), rows.max()))


def span(path, quote):
    text = read_file(path, Limits()).pages[0].text
    start = text.index(quote)
    return start, start + len(quote)


def test_the_quote_is_lit_where_it_stands(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(*TEXT, top=700, size=10))])
    quote = span(path, "second line is")

    left, top, right, bottom = lit_box(page_picture(path, 1, lit=(quote,), scale=SCALE))

    baseline = 842 - (700 - 13)
    assert 72 < left < 100
    assert left + 40 < right < left + 80
    assert baseline - 12 < top < baseline < bottom < baseline + 5


def test_nothing_is_lit_without_a_quote(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(*TEXT))])

    assert not yellow(page_picture(path, 1)).any()


def test_a_page_with_crop_box_and_rotation_is_lit_in_the_right_place(tmp_path):
    sheet = Sheet(
        lines(*TEXT, top=700, size=10), "/Rotate 90 /CropBox [100 0 595 842]", upwards=True
    )
    path = write_pdf(tmp_path / "a.pdf", [sheet])
    picture = page_picture(path, 1, lit=(span(path, "second line is"),), scale=SCALE)

    left, top, right, bottom = lit_box(picture)

    # The second line is drawn up the sheet at x = 842 - 687 = 155, and 55 from the crop box.
    assert right - left > 40
    assert 40 < top < 55 < bottom < 62


def test_a_quote_over_two_lines_is_lit_on_both(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(*TEXT, top=700, size=10))])
    quote = span(path, "page.\nThe second")

    rows = yellow(page_picture(path, 1, lit=(quote,), scale=SCALE)).any(axis=1)

    runs = np.flatnonzero(np.diff(rows.astype(int)) == 1)
    assert len(runs) == 2


def test_text_that_was_moved_in_reading_is_lit_where_it_is_printed(tmp_path):
    cells = [
        (72, 700, 10, "Jobs"),
        (300, 700, 10, "9.0%"),
        (72, 685, 10, "Pay"),
        (300, 685, 10, "4%"),
    ]
    path = write_pdf(tmp_path / "a.pdf", [Sheet(cells)])

    left, *_ = lit_box(page_picture(path, 1, lit=(span(path, "9.0%"),), scale=SCALE))

    assert 295 < left < 305


def test_many_threads_may_ask_at_once(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(*TEXT))] * 3)

    with ThreadPoolExecutor(8) as threads:
        pictures = list(threads.map(lambda n: page_picture(path, n % 3 + 1), range(24)))

    assert len(set(pictures)) == 1
    assert page_count(path) == 3


def test_what_cannot_be_drawn_is_one_clear_line(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(*TEXT))])
    (tmp_path / "b.pdf").write_bytes(b"not a pdf")

    with pytest.raises(UnreadableDocument, match="has no page 9, only 1"):
        page_picture(path, 9)
    with pytest.raises(UnreadableDocument, match=r"b\.pdf: no picture can be drawn"):
        page_picture(tmp_path / "b.pdf", 1)
    assert page_count(path) == 1
