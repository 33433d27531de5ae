"""Pages drawn for the source panel: kept, bounded, and drawn ahead."""

import time
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ui.resources import Light, Pictures


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Three blank pages."""
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(width=200, height=300)
    path = tmp_path / "blank.pdf"
    writer.write(path)
    return path


def test_a_page_is_drawn_once_and_the_oldest_makes_room(pdf: Path) -> None:
    pictures = Pictures(room=2)
    first = pictures.page(pdf, 1, Light(), 1.0)

    assert pictures.page(pdf, 1, Light(), 1.0) is first
    pictures.page(pdf, 2, Light(), 1.0)
    pictures.page(pdf, 3, Light(), 1.0)
    assert pictures.page(pdf, 1, Light(), 1.0) is not first


def test_the_next_page_is_drawn_ahead(pdf: Path) -> None:
    pictures = Pictures()
    pictures.ahead(pdf, 2, 1.0)
    for _ in range(600):
        if pictures.has(pdf, 2, Light(), 1.0):
            break
        time.sleep(0.05)

    assert pictures.has(pdf, 2, Light(), 1.0)


def test_a_page_beyond_the_end_is_not_drawn_ahead(pdf: Path) -> None:
    pictures = Pictures()
    pictures.ahead(pdf, 9, 1.0)
    pictures.page(pdf, 1, Light(), 1.0)

    assert not pictures.has(pdf, 9, Light(), 1.0)
