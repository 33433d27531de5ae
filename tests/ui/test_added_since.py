"""What a saved search says is new: publications that it finds and that came in since."""

from datetime import UTC, datetime, timedelta

from assistant.bootstrap import build_assistant
from ingest.filters import Filters
from ingest.pipeline import add
from ui.found import Narrowing
from ui.searching import Sought, added_since

SOUGHT = Sought("harbour pilot", Narrowing(Filters(), ()))


def test_a_search_counts_what_was_added_after_it_was_looked_at(settings, tmp_path):
    older = tmp_path / "ships.txt"
    older.write_text("Ships of Barry\n\nA harbour pilot of Barry has two ships.\n")
    add([older], settings)
    assistant = build_assistant(settings)
    now = datetime.now(UTC)
    looked = now.isoformat(timespec="seconds")
    before = (now - timedelta(minutes=1)).isoformat(timespec="seconds")

    assert added_since(assistant, SOUGHT, before) == 1
    assert added_since(assistant, SOUGHT, looked) == 0

    newer = tmp_path / "boats.txt"
    newer.write_text("Boats of Barmouth\n\nA harbour pilot of Barmouth has nine boats.\n")
    add([newer], settings)
    assistant.index.refresh()

    assert added_since(assistant, SOUGHT, before) == 2
