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
        path = place / f"zq{number:04d}.txt"
        said = " ".join(text.split())
        path.write_text(
            f"{label(text)} is about markup.\n\n{label(text)} says {text} to its readers.\n",
            encoding="utf-8",
            errors="replace",
        )
        about = {"title": f"{said} zq{number:04d}", "publisher": said, "url": HOME + str(number)}
        path.with_name(f"{path.name}.meta.yaml").write_text(
            yaml.safe_dump(about, allow_unicode=True), encoding="utf-8", errors="replace"
        )
    for number, batch in enumerate(batches(texts, ON_A_PAGE)):
        path = place / f"album{number}.txt"
        # Words first: a file with a tag in its first 1,024 bytes would be read as HTML.
        words = [f"{album(number)}, one below the other."] * 40
        page = "\n\n".join([" ".join(words), *batch])
        path.write_text(page, encoding="utf-8", errors="replace")
        about = {"title": album(number), "url": HOME}
        path.with_name(f"{path.name}.meta.yaml").write_text(yaml.safe_dump(about))
    add([place], Settings(home=home))


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
    """Texts in order, as many at once as `most` characters hold."""
    batch: list[str] = []
    for text in texts:
        if batch and sum(map(len, batch)) + len(text) > most:
            yield batch
            batch = []
        batch.append(text[:most])
    if batch:
        yield batch
