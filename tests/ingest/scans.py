"""Scanned pages made in the test, and a program that stands in for Tesseract."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.ingest.handmade import Line, lines

DOTS = 200
TEXT = (
    "The harbour council built 412 new homes in 2023.",
    "Rents in the old town fell by 3.5 per cent in",
    "the same year, and fewer families had to move.",
)
# One page of `page_lines()`, as Tesseract 5.3.0 answered for it at 250 dots to the inch.
RECORDED = Path(__file__).parent / "recorded" / "page.hocr"


def page_lines() -> list[Line]:
    """A heading above a paragraph and a list of two items."""
    items = [(90.0, 620.0, 11.0, "•"), (110.0, 620.0, 11.0, "welders for the shipyard")]
    items += [(90.0, 600.0, 11.0, "•"), (110.0, 600.0, 11.0, "nurses for the hospital")]
    return [(72, 760, 18, "Homes and rents"), *lines(*TEXT, top=720), *items]


def picture(drawn: Sequence[Line], dots: int = DOTS) -> Image.Image:
    """A page of 595 by 842 points as a grey picture; lines as `handmade` has them."""
    scale = dots / 72
    page = Image.new("L", (round(595 * scale), round(842 * scale)), 245)
    pen = ImageDraw.Draw(page)
    for left, baseline, size, text in drawn:
        font = ImageFont.load_default(abs(size) * scale)
        pen.text((left * scale, (842 - baseline) * scale), text, 30, font, anchor="ls")
    return page


def write_scan(path: Path, pages: Sequence[Sequence[Line]], dots: int = DOTS) -> Path:
    """A PDF of pictures without any text."""
    first, *others = [picture(page, dots) for page in pages]
    first.save(path, "PDF", resolution=dots, save_all=True, append_images=others)
    return path


def joined(path: Path, parts: Sequence[Path]) -> Path:
    """One PDF of the pages of several."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for part in parts:
        writer.append(part)
    writer.write(path)
    writer.close()
    return path


def stamped(path: Path, scan: Path, stamp: Path) -> Path:
    """The first page of a scan with the text of another file's on it."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(scan)
    writer.pages[0].merge_page(PdfReader(stamp).pages[0])
    writer.write(path)
    writer.close()
    return path


def stand_in(path: Path, *, before: str = "", answer: Path = RECORDED, status: int = 0) -> Path:
    """A program that answers like Tesseract, whatever picture it gets.

    before: shell commands run for each picture.
    """
    path.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        "--version) echo 'tesseract 5.3.0' ;;\n"
        "--list-langs) printf 'List of languages\\neng\\n' ;;\n"
        f"*) cat > /dev/null; {before or ':'}; cat '{answer}'; exit {status} ;;\n"
        "esac\n"
    )
    path.chmod(0o755)
    return path
