"""Editions of one work do not repeat each other in the list of hits; answers warn."""

from assistant.answer import Citation, Claim, Hit
from assistant.appraise import appraise
from assistant.copies import without_repeats
from assistant.question import plan_question
from corpus.taxonomy import load_taxonomy
from ingest.document import Metadata, Passage
from ingest.standing import Issue, Standing

LINE = "The council will train forty thousand people in retrofit skills by the year 2030"


def hit(document_id: str, text: str = LINE) -> Hit:
    passage = Passage(f"{document_id}-{len(text)}", document_id, 1, 1, 0, len(text), text)
    return Hit(passage, Metadata(document_id), "/x", similarity=0.5)


def work(*document_ids: str) -> dict[str, Standing]:
    """Standings of editions, oldest first."""
    issues = tuple(
        Issue(key, f"Plan {key}", "2013-04", "current", "text/plain", False, number)
        for number, key in enumerate(document_ids, start=1)
    )
    return {
        issue.document_id: Standing(issue.document_id, issue.number, issues, "") for issue in issues
    }


def found(hits: tuple[Hit, ...]) -> list[str]:
    return [each.passage.document_id for each in hits]


def test_the_newest_edition_takes_the_place_of_the_same_words_in_an_older():
    hits = without_repeats([hit("old"), hit("other"), hit("new")], work("old", "new"))

    assert found(hits) == ["new", "other"]


def test_words_only_in_the_older_edition_stay():
    hits = without_repeats(
        [hit("old", "What it left out is said here alone"), hit("new")], work("old", "new")
    )

    assert found(hits) == ["old", "new"]


def test_a_changed_figure_keeps_both_passages():
    changed = LINE.replace("2030", "2035")
    hits = without_repeats([hit("old"), hit("new", changed)], work("old", "new"))

    assert found(hits) == ["old", "new"]


def test_the_same_words_of_different_works_stay():
    hits = [hit("a"), hit("b")]

    assert found(without_repeats(hits, {})) == ["a", "b"]


def notes(metadata: Metadata, standings: dict[str, Standing]) -> list[str]:
    plan = plan_question("How many people will be trained?", (), load_taxonomy())
    citation = Citation("p", "old", metadata, "/x", 1, None, LINE, 0, len(LINE))
    made = appraise(plan, [Claim(LINE, (citation,))], (), standings)
    return [note.text for note in made if note.kind == "edition"]


def test_an_answer_from_an_older_edition_says_that_a_newer_one_is_held():
    assert notes(Metadata("The plan"), work("old", "new")) == [
        "A newer edition of “The plan” is held: “Plan new” (April 2013)."
    ]


def test_an_answer_from_a_withdrawn_publication_quotes_the_words_that_say_so():
    origin = "first pages: “This guidance was withdrawn on 3 May 2019”"
    withdrawn = Metadata("The plan", status="withdrawn", origins=(("status", origin),))

    assert notes(withdrawn, {}) == [
        "“The plan” is marked withdrawn: “This guidance was withdrawn on 3 May 2019”."
    ]
