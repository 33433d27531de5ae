"""Which stretches of the passages found may be sentences of an answer."""

from assistant.answer import Hit
from assistant.evidence import sentences_of
from ingest.document import Metadata, Passage

SAID = "The retrofit scheme created 412 jobs in three years of work."


def test_a_line_of_a_list_of_files_is_no_evidence():
    listed = f"The scheme's report.pdf has 19 pages and the checksum {'0f3a' * 16} as of May."
    text = f"{SAID} {listed}"
    hit = Hit(Passage("p", "d", 1, 1, 0, len(text), text), Metadata("A list"), "/a.txt", 0.5)

    assert [s.text for s in sentences_of([hit])] == [SAID]
