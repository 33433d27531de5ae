"""Markup payloads as publications: titles, publishers, passages."""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import yaml

from eval.bench.page import NoPage
from ingest.pipeline import add
from ingest.settings import Settings

HOME = "https://example.org/"
ON_A_PAGE = 20
LONGEST_FILE_NAME = 250
"""Bytes of a file's name that are used; file systems take 255."""


def payloads(folder: Path | None) -> list[str]:
    """The payloads, with {PORT} still in them. Raises NoPage when the folder has none."""
    if folder is None:
        own = files("eval.bench").joinpath("markup_kinds.json").read_text(encoding="utf-8")
        return [str(text) for text in json.loads(own)]
    try:
        known = json.loads((folder / "markup.json").read_text(encoding="utf-8"))
        found = [str(entry["payload"]) for entry in known]
    except OSError:
        raise NoPage(f"{folder}: no markup.json there") from None
    except (ValueError, TypeError, KeyError) as error:
        raise NoPage(f"{folder}/markup.json: not a list of payloads ({error!r})") from None
    if not found:
        raise NoPage(f"{folder}/markup.json: holds no payload")
    return found


def ingest(texts: Sequence[str], folder: Path, home: Path) -> None:
    """One publication for each payload: it is the title, the publisher and a sentence of it."""
    place = folder / "documents"
    place.mkdir()
    for number, text in enumerate(texts):
        said = " ".join(text.split())
        about = {"title": title_of(number, text), "publisher": said, "url": HOME + str(number)}
        _write(place / f"zq{number:04d}.txt", leaflet_text(text), about)
    for number, batch in enumerate(batches(texts, ON_A_PAGE)):
        about = {"title": album(number), "url": HOME}
        _write(place / f"album{number}.txt", album_text(number, batch), about)
    add([place], Settings(home=home))


def _write(path: Path, text: str, about: dict[str, str]) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")
    path.with_name(f"{path.name}.meta.yaml").write_text(
        yaml.safe_dump(about, allow_unicode=True), encoding="utf-8", errors="replace"
    )


def title_of(number: int, text: str) -> str:
    """The title of a payload's own publication: the payload in one line, and its number."""
    return f"{' '.join(text.split())} zq{number:04d}"


def leaflet_text(text: str) -> str:
    """The text of a payload's own publication."""
    return f"{label(text)} is about markup.\n\n{label(text)} says {text} to its readers.\n"


def album_text(number: int, batch: Sequence[str]) -> str:
    """The text of a publication that holds many."""
    # Words first: a file with a tag in its first 1,024 bytes would be read as HTML.
    words = [f"{album(number)}, one below the other."] * 40
    return "\n\n".join([" ".join(words), *batch])


def label(text: str) -> str:
    """A name of its own for a payload, made of letters: what questions ask for."""
    number = sum((at + 1) * ord(letter) for at, letter in enumerate(text)) % 26**4
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    return f"The {letters.capitalize()} leaflet"


def album(number: int) -> str:
    """The title of a publication that holds many."""
    return f"Album {number:03d} of payloads"


def bare(text: str) -> str:
    """A text without what may change in showing: white space, invisible characters, length."""
    shown = "".join(c for c in text if c.isprintable() and c not in "\u2060\u200b\ufeff")
    return "".join(shown.split())


def batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """`items` in order, `size` at a time."""
    for at in range(0, len(items), size):
        yield items[at : at + size]


def together(texts: Sequence[str], most: int) -> Iterator[list[str]]:
    """Texts in order, as many at once as `most` characters hold with one between two."""
    batch: list[str] = []
    for text in texts:
        if batch and sum(map(len, batch)) + len(batch) + len(text) > most:
            yield batch
            batch = []
        batch.append(text[:most])
    if batch:
        yield batch
