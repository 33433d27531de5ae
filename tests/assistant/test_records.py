"""Answers kept: whose they are, what becomes of them when sources change or go, and the file."""

import json
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.bootstrap import build_assistant
from assistant.export.cells import safe_cell
from assistant.records import (
    Asker,
    Database,
    Feedback,
    History,
    Recheck,
    Records,
    RecordsUnavailable,
)
from assistant.records.feedback import feedback_csv, give, given
from ingest.absence import absence_of
from ingest.backup import backup
from ingest.filters import Filters
from ingest.lock import writing
from ingest.pipeline import add, remove
from ingest.settings import Settings

ME, YOU = Asker("me"), Asker("you")
PILOT = "How many residents of Grimsby did the Harbour Skills Pilot place into work?"
LANTERN = "How many grants did the Lantern Fund give to village halls in Powys?"
HARBOUR = "The Harbour Skills Pilot placed 412 residents of Grimsby into work by spring 2023."
FUND = "The Lantern Fund gave 318 grants to village halls in Powys before it closed in 2022."
TABLE = (
    "| Lantern grants by county | 2021 | 2022 |\n| --- | --- | --- |\n"
    "| Montgomeryshire halls | 7,311 | 8,402 |\n| Radnorshire halls | 6,115 | 9,207 |\n"
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory, models_folder) -> Path:
    """A home with two reports, beside the folder `texts` that they came from."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "texts").mkdir()
    (folder / "texts" / "harbour.txt").write_text(f"Harbour Skills Pilot evaluation\n\n{HARBOUR}\n")
    (folder / "texts" / "lantern.txt").write_text(f"Lantern Fund closing report\n\n{FUND}\n")
    (folder / "home").mkdir(mode=0o700)
    (folder / "home" / "models").symlink_to(models_folder, target_is_directory=True)
    assert add([folder / "texts"], Settings(home=folder / "home")).exit_status == 0
    return folder


@pytest.fixture
def settings(filled, tmp_path) -> Settings:
    """A copy of that home."""
    return Settings(home=shutil.copytree(filled / "home", tmp_path / "home", symlinks=True))


@pytest.fixture
def history(settings) -> History:
    """Records beside that library."""
    return History(Records(Database(settings.home)), build_assistant(settings))


def asked(history, question, asker=ME, conversation_id=None):
    answer = history.assistant.ask(question)
    assert answer.status is Status.ANSWERED, answer
    return answer, history.keep(asker, answer, Filters(), conversation_id)


def recalled(history, kept, asker=ME):
    (found,) = history.recall(asker, (history.records.answer(asker, kept.answer_id),))
    return found


def document_of(history, name):
    (held,) = (d for d in history.assistant.index.documents(Filters()) if name in d.path)
    return held.document_id


def test_an_answer_comes_back_as_it_was_from_references_alone(history, settings):
    answer, kept = asked(history, PILOT)

    found = recalled(history, kept)
    assert found.answer.claims == answer.claims
    assert [h.passage for h in found.answer.hits] == [h.passage for h in answer.hits]
    assert (found.answer.notes, found.answer.status) == (answer.notes, answer.status)
    assert found.answer.provenance == answer.provenance
    assert not found.is_stale
    content = b"".join(p.read_bytes() for p in settings.home.glob("records.db*"))
    assert HARBOUR[:32].encode() not in content
    assert PILOT.encode() in content


def test_conversations_are_listed_searched_renamed_and_deleted(history):
    _, first = asked(history, PILOT)
    asked(history, LANTERN, conversation_id=first.conversation_id)
    _, second = asked(history, LANTERN)
    records = history.records

    assert [c.questions for c in records.conversations(ME)] == [(LANTERN,), (PILOT, LANTERN)]
    assert [c.name for c in records.conversations(ME, "harbour WORK")] == [PILOT]
    records.rename(ME, first.conversation_id, "  Jobs in\nports ")
    assert [c.name for c in records.conversations(ME, "ports")] == ["Jobs in ports"]
    assert records.delete(ME, first.conversation_id)
    assert [c.conversation_id for c in records.conversations(ME)] == [second.conversation_id]
    assert records.conversation(ME, first.conversation_id) == ()
    content = b"".join(p.read_bytes() for p in records.database.path.parent.glob("records.db*"))
    assert PILOT.encode() not in content


def test_nobody_sees_changes_or_finds_what_another_asked(history):
    _, kept = asked(history, PILOT)
    records = history.records

    assert records.conversations(YOU) == ()
    assert records.conversation(YOU, kept.conversation_id) == ()
    assert records.answer(YOU, kept.answer_id) is None
    assert not records.delete(YOU, kept.conversation_id)
    records.rename(YOU, kept.conversation_id, "mine now")
    assert records.conversations(ME)[0].name == PILOT
    assert not give(records.database, YOU, Feedback(kept.answer_id, helpful=False))
    assert history.asked_before(YOU, history.assistant.ask(PILOT), None) == ()
    answer = history.assistant.ask(LANTERN)
    theirs = history.keep(YOU, answer, Filters(), kept.conversation_id)
    assert theirs.conversation_id != kept.conversation_id


def test_who_may_no_longer_read_a_collection_no_longer_sees_its_answers(history):
    answer = history.assistant.ask(PILOT)
    filters = Filters(collections=frozenset({"public", "cabinet"}))
    kept = history.keep(Asker("me", filters.collections), answer, filters)

    assert history.records.answer(ME, kept.answer_id) is None
    assert history.records.conversations(ME) == ()
    assert history.records.answer(Asker("me", filters.collections), kept.answer_id) is not None


def test_a_changed_source_and_a_removed_one_make_an_answer_stale(history, settings, filled):
    _, pilot = asked(history, PILOT)
    _, fund = asked(history, LANTERN)
    report = filled / "texts" / "harbour.txt"
    before = report.read_text()
    try:
        report.write_text(before.replace("412", "421"))
        assert add([report], settings).exit_status == 0
    finally:
        report.write_text(before)
    remove(document_of(history, "lantern"), settings)
    history.assistant.index.refresh()

    changed, removed = recalled(history, pilot), recalled(history, fund)
    assert (changed.changed, changed.removed) == (1, 0)
    assert (removed.changed, removed.removed) == (0, 1)
    assert changed.answer.claims[0].text == removed.answer.claims[0].text == ""
    assert changed.lost(0) is Recheck.CHANGED
    assert removed.lost(0) is Recheck.REMOVED


def test_a_quote_that_only_moved_on_its_page_still_holds(history, settings):
    _, kept = asked(history, PILOT)
    with sqlite3.connect(settings.library_path) as connection:
        connection.execute("UPDATE pages SET text = 'New line.' || char(10) || text")

    found = recalled(history, kept)
    assert not found.is_stale
    assert found.answer.citations[0].quote in HARBOUR


def test_a_file_that_cannot_be_opened_now_is_not_called_damaged(history, settings):
    asked(history, PILOT)
    path = settings.home / "records.db"
    path.rename(settings.home / "elsewhere.db")
    path.mkdir()

    with pytest.raises(RecordsUnavailable):
        history.records.conversations(ME)

    assert path.is_dir()
    assert not (settings.home / "damaged").exists()
    path.rmdir()
    (settings.home / "elsewhere.db").rename(path)
    assert len(history.records.conversations(ME)) == 1


def test_a_removal_takes_its_lines_out_of_what_people_review(history, settings, filled):
    queue = settings.home / "review" / "claims" / "q.jsonl"
    queue.parent.mkdir(parents=True)
    queue.write_text(f'{{"id": "1", "quote": "{FUND}"}}\n{{"id": "2", "quote": "{HARBOUR}"}}\n')

    _, at_removal = remove(document_of(history, "lantern"), settings)

    assert at_removal.found == ()
    assert queue.read_text() == f'{{"id": "2", "quote": "{HARBOUR}"}}\n'


@pytest.mark.parametrize("question", [LANTERN, f"Is this true: {FUND} And what else?"])
def test_after_a_removal_no_word_and_no_name_of_the_document_is_left(
    history, settings, filled, question
):
    _, kept = asked(history, question)
    give(
        history.records.database,
        ME,
        Feedback(kept.answer_id, helpful=False, reasons=("wrong page",), text=f"It says {FUND}"),
    )
    removed = document_of(history, "lantern")

    _, at_removal = remove(removed, settings)

    assert at_removal.found == ()
    assert absence_of(str(filled / "texts" / "lantern.txt"), settings).found == ()
    assert absence_of(removed, settings).found == ()
    record = history.records.answer(ME, kept.answer_id)
    assert record is not None
    assert record.references[0].document_id is None
    (said,) = given(history.records.database, "me")
    assert said.feedback.text == "It says [removed]."
    if question != LANTERN:
        assert record.question == "Is this true: [removed]. And what else?"


def test_the_words_of_a_claim_made_of_cells_go_with_their_table(history, settings, tmp_path):
    table = tmp_path / "counties.md"
    table.write_text(f"# Halls of Radnorshire\n\n{TABLE}")
    assert add([table], settings).exit_status == 0
    history.assistant.index.refresh()
    answer, kept = asked(history, "How many grants did Radnorshire halls get in 2022?")
    stored = history.records.answer(ME, kept.answer_id)
    assert stored is not None
    assert any("9,207" in (claim.text or "") for claim in stored.claims)
    assert recalled(history, kept).answer.claims == answer.claims

    remove(document_of(history, "counties"), settings)

    content = b"".join(p.read_bytes() for p in settings.home.glob("records.db*"))
    assert b"9,207" not in content


def test_what_other_documents_say_too_stays_in_a_question(history, settings, tmp_path):
    shared = (
        "Both reports were written for the Rural Evidence Board of Wales in the winter of 2024."
    )
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Report {name}\n\n{shared} Number {name}.\n")
    assert add([tmp_path / "one.txt", tmp_path / "two.txt"], settings).exit_status == 0
    history.assistant.index.refresh()
    answer = history.assistant.ask(f"Who says this? {shared}")
    kept = history.keep(ME, answer, Filters())

    remove(document_of(history, "one.txt"), settings)

    record = history.records.answer(ME, kept.answer_id)
    assert record is not None
    assert shared in record.question


def test_an_answer_is_recorded_while_a_writer_holds_the_library(history, settings):
    answer = history.assistant.ask(PILOT)
    with writing(settings.home):
        kept = history.keep(ME, answer, Filters())

    assert recalled(history, kept).answer.claims == answer.claims


def test_many_may_record_at_once(history):
    answer = history.assistant.ask(PILOT)
    threads = [
        threading.Thread(target=history.keep, args=(Asker(f"p{n % 4}"), answer, Filters()))
        for n in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    counts = [len(history.records.conversations(Asker(f"p{n}"))) for n in range(4)]
    assert counts == [4, 4, 4, 4]


@pytest.mark.parametrize("damage", [b"not a database at all" * 400, b""])
def test_a_damaged_file_is_set_aside_with_one_line(history, settings, damage):
    asked(history, PILOT)
    path = settings.home / "records.db"
    for part in settings.home.glob("records.db-*"):
        part.unlink()
    path.write_bytes(damage)
    said: list[str] = []

    records = Records(Database(settings.home, said.append))
    kept = History(records, history.assistant).keep(ME, history.assistant.ask(PILOT), Filters())

    assert len(records.conversations(ME)) == 1
    assert kept.answer_id
    assert len(said) == (1 if damage else 0)
    assert [p.read_bytes() for p in settings.home.glob("damaged/*/records.db")] == [damage] * len(
        said
    )


def test_records_of_a_newer_program_are_left_alone_and_named(history, settings):
    asked(history, PILOT)
    with sqlite3.connect(settings.home / "records.db") as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(RecordsUnavailable, match="version 99"):
        history.records.conversations(ME)
    assert not (settings.home / "damaged").exists()


def test_a_backup_holds_the_records(history, settings, tmp_path):
    _, kept = asked(history, PILOT)

    assert backup(settings, tmp_path / "copy").records

    copy = Records(Database(tmp_path / "copy"))
    assert copy.answer(ME, kept.answer_id) == history.records.answer(ME, kept.answer_id)


def test_a_question_asked_before_in_other_words_is_found_and_another_place_is_not(history):
    asked(history, PILOT)
    again = "How many residents were placed into work by the Harbour Skills Pilot in Grimsby?"
    other = PILOT.replace("Grimsby", "Whitby")

    (found,) = history.asked_before(ME, history.assistant.ask(again), None)
    assert found.question == PILOT
    assert history.asked_before(ME, history.assistant.ask(other), None) == ()
    assert history.asked_before(ME, history.assistant.ask(again), found.conversation_id) == ()


def test_feedback_is_replaced_listed_and_written_as_csv_without_formulas(history):
    _, kept = asked(history, PILOT)
    database = history.records.database
    give(database, ME, Feedback(kept.answer_id, helpful=True, claim=0, citation=0))
    give(
        database, ME, Feedback(kept.answer_id, helpful=False, text='=cmd|"x"!A1', reasons=("old",))
    )
    give(database, ME, Feedback(kept.answer_id, helpful=False, claim=0, citation=0))

    found = given(database, "me")
    assert [(g.feedback.claim, g.feedback.helpful) for g in found] == [(None, False), (0, False)]
    written = feedback_csv(found)
    assert "'=cmd" in written
    assert "claim 1, citation 1" in written
    assert given(database, "you") == ()
    assert len(given(database, None)) == 2
    assert safe_cell("Rate fell -2%") == "Rate fell -2%"


def test_filters_come_back_as_they_were(history):
    filters = Filters(nations=("Wales",), since="2020", newest_only=True)
    kept = history.keep(ME, history.assistant.ask(PILOT, filters=Filters()), filters)

    record = history.records.answer(ME, kept.answer_id)
    assert record is not None
    assert record.filters == filters
    assert json.dumps(record.suggestions) == "[]"
