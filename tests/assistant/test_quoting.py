"""Which of the sentences read are said, and in which words."""

from assistant.answer import Hit
from assistant.compose.quoting import choose
from assistant.evidence import Scored, Sentence, sentences_of
from assistant.question import Kind, Part, Plan
from assistant.reading import PartEvidence
from ingest.document import Metadata, Passage

TEXT = (
    "Female offending costs the country some £1.7 billion in a year of ours. "
    "This excludes wider social costs, such as those of children taken into care."
)
(SHORT, LONG) = sentences_of(
    [Hit(Passage("p", "d", 1, 1, 0, len(TEXT), TEXT), Metadata("A report"), "/a.txt", 0.5)]
)
COST = Part("What does it cost?", "cost of offending", Kind.FIGURE)
LEFT_OUT = Part("what does that leave out?", "what the cost leaves out", Kind.OTHER)
PLAN = Plan("What does it cost, and what does that leave out?", "", (COST, LEFT_OUT))


def _read(part: Part, *sentences: Sentence) -> PartEvidence:
    scored = [Scored(s, 0.5, 0.5, 0.5, 1.0, 1.0, 0.5, 2.0 - at) for at, s in enumerate(sentences)]
    return PartEvidence(part, tuple(scored), 0.9)


def test_a_longer_stretch_for_the_second_part_takes_in_the_sentence_of_the_first():
    assert LONG.text.startswith(SHORT.text)

    chosen = choose(PLAN, [_read(COST, SHORT), _read(LEFT_OUT, LONG)], 5)

    assert [choice.scored.sentence for choice in chosen] == [LONG]


def test_one_part_alone_says_the_shorter_one():
    chosen = choose(PLAN, [_read(COST, SHORT, LONG)], 5)

    assert [choice.scored.sentence for choice in chosen] == [SHORT]
