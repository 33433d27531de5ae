"""Metadata guessed from text alone, against labels set by hand: notes, and PDFs in a folder."""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpus.catalogue import NOTE_REMARK, Catalogue, load_catalogue, notes_folder
from corpus.errors import CorpusError
from corpus.taxonomy import Taxonomy, load_taxonomy
from corpus.yamlfile import read_yaml
from eval.bench.folder import documents_in
from ingest.document import Metadata
from ingest.errors import IngestError
from ingest.held import folded
from ingest.metadata import describe
from ingest.readers.base import Limits
from ingest.sandbox import ReaderPool

LABELS = Path(__file__).with_name("metadata_labels.yaml")
LISTS = ("places", "nations", "themes")
FILTER = "as filter"
SINGLE = ("title", "published", "publisher", "doc_type")
_MOST_OF_A_TITLE = 120


class Label(BaseModel):
    """What a person read on the first pages of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    title: str
    published: str | None
    publisher: str | None
    doc_type: str
    nations: tuple[str, ...]
    places: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """right: guessed as labelled. guessed, labelled: how many values there are of each."""

    right: int = 0
    guessed: int = 0
    labelled: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def line(self) -> str:
        """Precision and recall with the numbers that they come from."""
        precision = f"{self.right / self.guessed:.3f}" if self.guessed else "  -  "
        recall = f"{self.right / self.labelled:.3f}" if self.labelled else "  -  "
        return (
            f"precision {precision} ({self.right}/{self.guessed})  "
            f"recall {recall} ({self.right}/{self.labelled})"
        )


def main(argv: Sequence[str]) -> int:
    """Prints the tables; 0. Raises NothingToRun if FOLDER holds no PDF."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench metadata", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="PDFs named as in the labels file")
    parser.add_argument("--wrong", action="store_true", help="list what differs from its label")
    chosen = parser.parse_args(argv)
    taxonomy = load_taxonomy()
    show = print if chosen.wrong else _silent
    notes = note_pairs(taxonomy)
    for name, part in (
        ("notes, even positions (looked at while the rules were made)", notes[::2]),
        ("notes, odd positions (held back)", notes[1::2]),
    ):
        _table(f"{len(part)} {name}", part, show)
    if chosen.folder is not None:
        pairs = pdf_pairs(documents_in(chosen.folder, ".pdf"), taxonomy)
        _table(f"{len(pairs)} labelled PDFs of {chosen.folder}", pairs, show)
    return 0


def note_pairs(taxonomy: Taxonomy) -> list[tuple[Metadata, Label]]:
    """Each note's title and sentences alone, read without catalogue, and the catalogue's labels."""
    catalogue = load_catalogue()
    pairs = []
    with TemporaryDirectory() as folder, ReaderPool(Limits(), 1) as pool:
        for path in sorted(notes_folder().glob("*.md")):
            source = catalogue.get(path.stem)
            if source is None:
                raise CorpusError(f"{path}: no entry of the catalogue has this id.")
            bare = Path(folder, "text.md")
            bare.write_text(_without_our_words(path.read_text("utf-8")), "utf-8")
            label = Label(
                file=path.name,
                **{name: getattr(source, name) for name in (*SINGLE, *LISTS)},
            )
            pairs.append((describe(pool.read(bare), bare, Catalogue(()), taxonomy), label))
    return pairs


def pdf_pairs(paths: Iterable[Path], taxonomy: Taxonomy) -> list[tuple[Metadata, Label]]:
    """Each labelled file and its label; a file that cannot be read gives nothing but its name."""
    rows = TypeAdapter(list[Label]).validate_python(read_yaml(LABELS, CorpusError))
    labels = {row.file: row for row in rows}
    pairs = []
    with ReaderPool(Limits(), 1) as pool:
        for path in paths:
            if label := labels.get(path.name):
                try:
                    known = describe(pool.read(path), path, Catalogue(()), taxonomy)
                except IngestError:
                    known = Metadata(title=path.stem)
                pairs.append((known, label))
    return pairs


def compare(known: Metadata, label: Label) -> dict[str, Count]:
    """Field -> counts, of one document.

    A date is right as far as both say it (2013 and 2013-04 agree); a title, if it holds the label
    and little else; a publisher, if one name is in the other.
    """
    counts = {}
    for name in LISTS:
        guessed, labelled = set(getattr(known, name)), set(getattr(label, name))
        counts[name] = Count(len(guessed & labelled), len(guessed), len(labelled))
    counts[FILTER] = _as_filter(known.places, label.places)
    for name in SINGLE:
        one, other = getattr(known, name) or "", getattr(label, name) or ""
        right = bool(one and other) and _AGREE[name](one, other)
        counts[name] = Count(int(right), int(bool(one)), int(bool(other)))
    return counts


def _as_filter(guessed: Sequence[str], labelled: Sequence[str]) -> Count:
    """A filter for a place finds what lies within it: a guess that holds a labelled place is right.

    So precision: of the guesses, how many would rightly show the document to who filters for them.
    """
    within = {name: _and_larger(name) for name in labelled}
    right = sum(any(guess in larger for larger in within.values()) for guess in guessed)
    return Count(right, len(guessed))


@cache
def _and_larger(name: str) -> frozenset[str]:
    place = load_taxonomy().place(name)
    return frozenset({name, *(place.within if place else ())})


def _same_title(guess: str, label: str) -> bool:
    bare = [re.sub(r"\W+", "", text).casefold() for text in (guess, label)]
    return bare[1] in bare[0] and len(bare[0]) <= len(bare[1]) + _MOST_OF_A_TITLE


def _same_date(guess: str, label: str) -> bool:
    return guess.startswith(label) or label.startswith(guess)


def _same_name(guess: str, label: str) -> bool:
    one, other = folded(guess), folded(label)
    return one in other or other in one


_AGREE: dict[str, Callable[[str, str], bool]] = {
    "title": _same_title,
    "published": _same_date,
    "publisher": _same_name,
    "doc_type": lambda guess, label: guess == label,
}


def _table(
    title: str, pairs: Sequence[tuple[Metadata, Label]], show: Callable[[str], None]
) -> None:
    print(title)
    counts = [compare(*pair) for pair in pairs]
    for name in (*LISTS, FILTER, *SINGLE):
        print(f"  {name:10} {sum((count[name] for count in counts), Count()).line}")
    for (known, label), found in zip(pairs, counts, strict=True):
        for name, count in found.items():
            if name != FILTER and not count.right == count.guessed == count.labelled:
                show(f"    {label.file}: {name}: {getattr(known, name)} not {getattr(label, name)}")


def _silent(line: str) -> None:
    """For when nobody asked which ones are wrong."""


def _without_our_words(note: str) -> str:
    """Title and sentences: no front matter, and no remark, whose address names the publisher."""
    body = note.split("\n---\n", 1)[1]
    parts = [part for part in body.split("\n\n") if not part.strip().startswith(NOTE_REMARK)]
    return "\n\n".join(parts)
