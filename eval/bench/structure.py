"""FOLDER: heading paths of 60 hand-checked passages; words and their order against pdftotext."""

import csv
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from eval.bench.folder import documents_in
from eval.errors import BenchUnavailable, NothingToRun
from ingest.readers import Limits, read_file
from ingest.readers.base import Draft

_JUDGED = Path(__file__).with_name("headings.csv")
_GROUP = 4
_FEWEST = 20


@dataclass(frozen=True)
class Agreement:
    """Of one page with pdftotext, each in [0, 1]. order: share of word groups in its order."""

    recall: float
    precision: float
    order: float | None


def main(argv: Sequence[str]) -> int:
    """Prints the figures. Needs pdftotext (poppler-utils) for the second part."""
    if len(argv) != 1:
        raise NothingToRun("give one folder, that of the development PDFs")
    folder = Path(argv[0])
    documents_in(folder, ".pdf")
    print(_headings(folder))
    if shutil.which("pdftotext") is None:
        raise BenchUnavailable("pdftotext is not installed: install poppler-utils for the rest")
    files = list(_listed(folder))
    pages = [page for path in files for page in agreements(path)]
    columns = [page for path in files if _two_columns(folder, path) for page in agreements(path)]
    print(f"{len(pages)} pages of {len(files)} files against pdftotext:", _line(pages))
    print(f"of these {len(columns)} of two-column files:", _line(columns))
    return 0


def _listed(folder: Path) -> Iterator[Path]:
    """The files that have a text layer, by the manifest of the folder."""
    for row in _manifest(folder):
        if row["text_or_scanned"] == "text-born":
            yield folder / row["file"]


def _two_columns(folder: Path, path: Path) -> bool:
    listed = {folder / row["file"]: row["two_column"] for row in _manifest(folder)}
    return listed[path] == "yes"


@cache
def _manifest(folder: Path) -> tuple[dict[str, str], ...]:
    path = folder / "manifest.csv"
    if not path.is_file():
        raise NothingToRun(f"{path} is absent: give the folder of the development PDFs")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _headings(folder: Path) -> str:
    right, missed = 0, []
    with _JUDGED.open(encoding="utf-8", newline="") as file:
        judged = list(csv.DictReader(file))
    for row in judged:
        got = heading_over(_read(folder / row["file"]), int(row["page"]), row["words"])
        if _bare(got) in {_bare(each) for each in row["heading"].split("|")}:
            right += 1
        else:
            missed.append(f"  {row['file']} page {row['page']}: {got or 'none'}")
    return "\n".join([f"{right} of {len(judged)} passages under the right heading", *missed])


def heading_over(draft: Draft, page: int, words: str) -> str:
    """The innermost heading over the block of the page that holds the words; "" for none."""
    text = draft.pages[page - 1].text
    for block in draft.blocks:
        here = block.page == page and _bare(words) in _bare(text[block.start : block.end])
        if here and block.kind != "heading":
            return block.heading_path[-1] if block.heading_path else ""
    return ""


def agreements(path: Path) -> list[Agreement]:
    """One for each page with words on it."""
    command = ["pdftotext", str(path), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    pages = zip(_read(path).pages, told.split("\f"), strict=False)
    return [agreement(page.text, other) for page, other in pages if page.text and other.strip()]


def agreement(ours: str, theirs: str) -> Agreement:
    """Words counted with their number on the page; order by groups of four that occur once."""
    a, b = _words(ours), _words(theirs)
    shared = (Counter(a) & Counter(b)).total()
    return Agreement(shared / max(1, len(b)), shared / max(1, len(a)), _order(a, b))


def _order(ours: list[str], theirs: list[str]) -> float | None:
    a, b = _groups(ours), _groups(theirs)
    once = Counter(a), Counter(b)
    place = {group: i for i, group in enumerate(b) if once[1][group] == 1}
    found = np.array([place[group] for group in a if once[0][group] == 1 and group in place])
    if len(found) < _FEWEST:
        return None
    later = found[None, :] > found[:, None]
    return float(later[np.triu_indices(len(found), 1)].mean())


def _groups(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _GROUP]) for i in range(len(words) - _GROUP + 1)]


@cache
def _read(path: Path) -> Draft:
    return read_file(path, Limits())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _line(pages: Sequence[Agreement]) -> str:
    ordered = [page.order for page in pages if page.order is not None]
    return (
        f"word recall {np.mean([p.recall for p in pages]):.3f}, "
        f"precision {np.mean([p.precision for p in pages]):.3f}, "
        f"order {np.mean(ordered):.3f} on {len(ordered)} pages"
    )
