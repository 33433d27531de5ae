"""The folder of documents that a bench works on."""

from pathlib import Path

from eval.errors import NothingToRun


def documents_in(folder: Path, *endings: str) -> list[Path]:
    """All files below it with one of these endings (".pdf"), by path.

    Raises NothingToRun, in one line, if the folder is absent or holds none.
    """
    if not folder.is_dir():
        raise NothingToRun(f"{folder} is absent: give the folder that holds the documents")
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in endings)
    if not found:
        raise NothingToRun(f"{folder} holds no file that ends in {' or '.join(endings)}")
    return found
