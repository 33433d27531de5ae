"""What `lpip-ask` does with records and files: --record, --recheck, --export, --feedback."""

import json
import sys
from pathlib import Path

from assistant.answer import Answer
from assistant.bootstrap import build_assistant
from assistant.errors import AssistantError
from assistant.export import export_answer, format_of
from assistant.pipeline import Assistant
from assistant.records import Asker, Database, History, Recheck, Records
from assistant.records.answerfile import Rechecked, read_answer, recheck_file
from assistant.records.feedback import feedback_csv, given
from ingest.filters import Filters
from ingest.settings import Settings, load_settings

SOME_CHANGED = 1


class NothingRecorded(AssistantError):
    """No answer goes by that id."""


def record(assistant: Assistant, answer: Answer, filters: Filters) -> str:
    """Keep an answer; one line that says how to look at it again. Raises RecordsUnavailable."""
    history = History(Records(_database(load_settings())), assistant)
    kept = history.keep(Asker(), answer, filters)
    return f"Recorded as {kept.answer_id}. Look it up again: lpip-ask --recheck {kept.answer_id}"


def export(assistant: Assistant, answer: Answer, path: Path) -> str:
    """Write an answer to a file; one line that says so. Raises ExportRefused, AssistantError."""
    content = export_answer(answer, format_of(path), assistant.index)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise AssistantError(
            f"{path}: {error.strerror}. Name a file that can be written."
        ) from error
    return f"Written to {path}."


def recheck(name: str, *, as_json: bool) -> int:
    """Look the quotes of an answer file, or of a recorded answer, up again and print what came.

    Exit status 0 if all stand, 1 if one does not. Raises BadAnswerFile, NothingRecorded.
    """
    settings = load_settings()
    if Path(name).suffix or Path(name).exists():
        answer = read_answer(Path(name))
        assistant = build_assistant(settings, say=_say)
        found = list(recheck_file(answer, assistant.index))
        lines = [{"title": r.cited.title, "page": r.cited.page, **_outcome(r)} for r in found]
    else:
        lines = _recorded(name, settings)
    if as_json:
        _print(json.dumps(lines, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            more = f" ({line['where']})" if line["where"] else ""
            _print(f"{line['state']}: {line['title']}, p. {line['page']}{more}")
    held = sum(line["state"] == Recheck.HOLDS.value for line in lines)
    _say(f"{held} of {len(lines)} quotes still stand on their page.")
    return 0 if held == len(lines) else SOME_CHANGED


def feedback() -> int:
    """Print everybody's feedback as CSV: for whoever looks after the library."""
    _print(feedback_csv(given(_database(load_settings()), None)), end="")
    return 0


def _recorded(answer_id: str, settings: Settings) -> list[dict[str, str | int]]:
    records = Records(_database(settings))
    record = records.answer(Asker(), answer_id)
    if record is None:
        raise NothingRecorded(
            f"{answer_id}: neither a file nor a recorded answer. Record one: lpip-ask --record"
        )
    history = History(records, build_assistant(settings, say=_say))
    (recalled,) = history.recall(Asker(), (record,))
    held = {d.document_id: d.metadata.title for d in history.assistant.index.documents(Filters())}
    states = [check for of_claim in recalled.checks for check in of_claim]
    return [
        {
            "title": held.get(reference.document_id or "", "a publication that is no longer held"),
            "page": reference.page,
            "state": state.value,
            "where": "",
        }
        for reference, state in zip(record.references, states, strict=True)
    ]


def _outcome(found: Rechecked) -> dict[str, str | int]:
    return {"state": found.found.value, "where": found.where}


def _database(settings: Settings) -> Database:
    return Database(settings.home, _say)


def _print(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
