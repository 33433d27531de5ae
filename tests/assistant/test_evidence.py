"""Which sentences of the passages found are compared with the question by meaning."""

from assistant.answer import Hit
from assistant.evidence import Sought, sentences_of, worth_comparing
from assistant.question import Kind, Part
from ingest.document import Metadata, Passage

PART = Part("How many jobs did the retrofit scheme create?", "jobs retrofit scheme", Kind.FIGURE)
SOUGHT = Sought(PART, {"job": 2.0, "retrofit": 3.0, "scheme": 1.0}, {"p": 0})
TEXT = (
    "The river is monitored by sensors at seven sites along its banks. "
    "The retrofit scheme created 412 jobs in three years of work. "
    "Volunteers met in the village hall on most of the Mondays. "
    "A later chapter describes the methods that were used in detail."
)
SENTENCES = sentences_of(
    [Hit(Passage("p", "d", 1, 1, 0, len(TEXT), TEXT), Metadata("A report"), "/a.txt", 0.5)]
)


def test_the_sentence_with_the_words_and_the_figure_is_compared_first():
    (at,) = worth_comparing(SOUGHT, SENTENCES, 1)

    assert "412 jobs" in SENTENCES[at].text


def test_all_are_compared_where_they_are_few():
    assert sorted(worth_comparing(SOUGHT, SENTENCES, 9)) == [0, 1, 2, 3]


def test_the_likeliest_comes_first_among_several():
    kept = worth_comparing(SOUGHT, SENTENCES, 3)

    assert "412 jobs" in SENTENCES[kept[0]].text
    assert len(kept) == 3


def test_a_line_of_a_list_of_files_is_no_evidence():
    listed = f"The scheme's report.pdf has 19 pages and the checksum {'0f3a' * 16} as of May."
    text = f"{TEXT} {listed}"
    hit = Hit(Passage("p", "d", 1, 1, 0, len(text), text), Metadata("A list"), "/a.txt", 0.5)

    assert [s.text for s in sentences_of([hit])] == [s.text for s in SENTENCES]
