"""Words and seconds of OCR on pages made to look scanned, against their own text."""

import argparse
import io
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from eval.bench.folder import documents_in
from eval.errors import EvalError
from ingest.ocr import find_engine
from ingest.readers.ocr import recognise
from ingest.readers.ocrplan import Ocr
from ingest.readers.pdf import page_text
from ingest.settings import load_settings

# As office scanners give it: a little crooked, a little noise, hard compression.
_SCANNED_AT, _CROOKED, _NOISE, _QUALITY = 150, 0.4, 9.0, 55
_LEAST_WORDS = 80


@dataclass(frozen=True)
class Twin:
    """A page and its text before it was made a picture. pdf: of that one page."""

    name: str
    text: str
    pdf: Path


@dataclass(frozen=True)
class Figures:
    """Of all pages together. recall, precision: of words, in [0, 1]; seconds: of one page."""

    dots: int
    recall: float
    precision: float
    confidence: float
    seconds: float


def main(argv: Sequence[str]) -> int:
    """Print the figures for each number of dots; 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench ocr", description=__doc__)
    parser.add_argument("folder", type=Path, help="PDFs that have text")
    parser.add_argument("--pages", type=int, default=12, help="spread over the folder")
    parser.add_argument("--dots", type=int, nargs="+", default=[200, 250, 300])
    asked = parser.parse_args(argv)
    engine = find_engine(load_settings())
    if engine is None:
        raise EvalError("Tesseract is not installed (tesseract-ocr), or LPIP_OCR is off.")
    with tempfile.TemporaryDirectory() as folder:
        twins = _twins(documents_in(asked.folder, ".pdf"), asked.pages, Path(folder))
        print(f"{len(twins)} pages, Tesseract {engine.version}, {engine.languages}")
        for dots in asked.dots:
            plan = Ocr(engine.program, engine.languages, engine.seconds, dots)
            print(_line(_measured(twins, plan)), flush=True)
    return 0


def _line(found: Figures) -> str:
    return (
        f"{found.dots} dots: word recall {found.recall:.3f}, precision {found.precision:.3f}, "
        f"confidence {found.confidence:.3f}, {found.seconds:.1f} s of processor a page"
    )


def _twins(files: Sequence[Path], count: int, folder: Path) -> list[Twin]:
    """Pages with running text, from as many files as can be."""
    import pypdfium2

    random = np.random.default_rng(1)
    twins: list[Twin] = []
    for path in files[:: max(1, len(files) // count)]:
        document = pypdfium2.PdfDocument(path)
        middle = len(document) // 2
        for number in range(middle + 1, len(document) + 1):
            text = page_text(document, number).text
            if len(text.split()) >= _LEAST_WORDS:
                pdf = folder / f"{len(twins)}.pdf"
                _scanned(document[number - 1], random).save(pdf, "PDF", resolution=_SCANNED_AT)
                twins.append(Twin(f"{path.name} {number}", text, pdf))
                break
        document.close()
    if not twins:
        raise EvalError("no page with text was found in that folder.")
    return twins[:count]


def _scanned(page: "object", random: np.random.Generator) -> Image.Image:
    bitmap = page.render(scale=_SCANNED_AT / 72, grayscale=True)  # type: ignore[attr-defined]
    drawn = bitmap.to_pil().convert("L")
    turned = drawn.rotate(
        random.uniform(-_CROOKED, _CROOKED), Image.Resampling.BICUBIC, fillcolor=255
    )
    noisy = np.asarray(turned, np.float32) * 0.92 + 12
    noisy += random.normal(0, _NOISE, noisy.shape).astype(np.float32)
    pressed = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(pressed, "JPEG", quality=_QUALITY)
    return Image.open(pressed)


def _measured(twins: Sequence[Twin], plan: Ocr) -> Figures:
    import pypdfium2

    right = ours = theirs = 0
    sure = 0.0
    began = _processor_seconds()
    for twin in twins:
        document = pypdfium2.PdfDocument(twin.pdf)
        read = recognise(document, [1], plan, lambda _: None).pages.get(1)
        document.close()
        found = Counter(_words(read.page.text if read else ""))
        expected = Counter(_words(twin.text))
        right += (found & expected).total()
        ours += found.total()
        theirs += expected.total()
        sure += read.confidence if read else 0.0
        print(f"  {twin.name}: {(found & expected).total()} of {expected.total()}", file=sys.stderr)
    seconds = (_processor_seconds() - began) / len(twins)
    return Figures(plan.dots, right / theirs, right / max(1, ours), sure / len(twins), seconds)


def _words(text: str) -> list[str]:
    """Words and numbers; those broken at the end of a line are one on both sides."""
    whole = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)
    return re.findall(r"\w+(?:[.,’'-]\w+)*", whole.lower().replace("'", "’"))


def _processor_seconds() -> float:
    """Of this process and of those that it has waited for: the machine may be shared."""
    spent = time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent + children.ru_utime + children.ru_stime
