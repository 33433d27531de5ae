"""Precision and recall of the notes beside answers, on planted publications."""

import argparse
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, NoteKind
from assistant.bootstrap import build_assistant
from ingest.pipeline import add
from ingest.settings import Settings

KINDS = (NoteKind.DISAGREEMENT, NoteKind.EDITION, NoteKind.JURISDICTION)


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Publication(_Written):
    """A publication made for the test."""

    id: str
    title: str
    date: str
    nations: list[str]
    text: str
    status: str = "current"


class Asked(_Written):
    """A question and the kinds of note that its answer must carry, of those that are counted."""

    ask: str
    notes: list[NoteKind]


class Planted(_Written):
    """The whole file."""

    publications: list[Publication]
    questions: list[Asked]


def main(argv: Sequence[str]) -> int:
    """Print precision and recall of each kind, and each miss; 0 whatever they are."""
    argparse.ArgumentParser(prog="python -m eval.bench notes", description=__doc__).parse_args(argv)
    planted = load_planted()
    with tempfile.TemporaryDirectory() as folder:
        answers = answers_to(planted, Path(folder))
    for kind in KINDS:
        told = [
            (kind in asked.notes, kind in carried(answer))
            for asked, answer in zip(planted.questions, answers, strict=True)
        ]
        right = sum(wanted and shown for wanted, shown in told)
        wanted_ones = sum(wanted for wanted, _ in told)
        shown_ones = sum(shown for _, shown in told)
        print(f"{kind:14} precision {right}/{shown_ones}, recall {right}/{wanted_ones}")
    for asked, answer in zip(planted.questions, answers, strict=True):
        if set(asked.notes) != carried(answer):
            print(f"  {asked.ask} ({answer.status}): wanted {asked.notes}, got {carried(answer)}")
    return 0


def load_planted() -> Planted:
    """The packaged file."""
    import yaml

    path = Path(str(files("eval"))) / "cases" / "notes.yaml"
    return Planted.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def answers_to(planted: Planted, folder: Path) -> list[Answer]:
    """The assistant's answers over a library, in `folder`, that holds nothing but these."""
    (folder / "files").mkdir()
    for publication in planted.publications:
        path = folder / "files" / f"{publication.id}.md"
        path.write_text(_as_markdown(publication), encoding="utf-8")
    settings = Settings(home=folder / "home")
    add([folder / "files"], settings)
    assistant = build_assistant(settings)
    return [assistant.ask(asked.ask) for asked in planted.questions]


def carried(answer: Answer) -> set[NoteKind]:
    """The kinds of note that are counted here and stand beside an answer."""
    return {note.kind for note in answer.notes} & set(KINDS)


def _as_markdown(publication: Publication) -> str:
    nations = ", ".join(publication.nations)
    return (
        f"---\ntitle: {publication.title}\ndate: {publication.date}\nnations: [{nations}]\n"
        f"status: {publication.status}\n---\n\n# {publication.title}\n\n{publication.text}\n"
    )
