"""What could be asked next: from headings and names beside the passages cited, never invented.

A question is offered only if the assistant, asked it, answers, and the very passage that it was
made from is among the first that it finds.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from assistant.answer import Answer, Hit, Status
from assistant.compose.quoting import QuotingComposer
from assistant.pipeline import Assistant
from assistant.question.words import content_words
from ingest.document import Kind, Passage
from ingest.filters import Filters
from ingest.readable import readable

_OFFERED = 3
_TRIED = 4
_READ, _MARGIN = 4, 0.05
# The passage must be found among as many as are read for an answer first.
_FOUND_IN = 3
_HEADING = re.compile(r"^(?:(?:\d+[.)]?)+\s+|(?:chapter|section|annex|part|box) \S+:?\s*)", re.I)
# Two capitalised words or more inside a sentence; "of", "and", "for", "the" may stand between.
_NAME = re.compile(
    r"(?<=[a-z,;] )(?:[A-Z][\w’'-]+ (?:(?:of|and|for|the) ){0,2})+[A-Z][\w-]+(?!['’])"
)
_GENERAL = frozenset(
    "about abbreviations acknowledgements aims annex annexes appendices appendix background "
    "bibliography conclusion conclusions contact contents disclaimer endnotes executive summary "
    "foreword glossary introduction messages methodology notes overview preface references "
    "key next responses section source sources summary steps table themes timetable".split()
)
_LONGEST_HEADING = 60
# A passage that is not cited must be about the same thing.
_NEAR = 0.5


def questions_from(assistant: Assistant, answer: Answer, filters: Filters) -> tuple[str, ...]:
    """At most three questions that the library can answer, beside the one that was asked.

    After an answer they come from what it cites, after an abstention from the nearest evidence.
    """
    if answer.status not in (Status.ANSWERED, Status.PARTIAL, Status.ABSTAINED):
        return ()
    # Reading fewer passages finds less, so what it surely answers the whole assistant answers too.
    higher = min(1.0, assistant.settings.threshold + _MARGIN)
    fewer = assistant.settings.model_copy(update={"read": _READ, "threshold": higher})
    quick = replace(assistant, settings=fewer, composer=QuotingComposer())
    offered: list[str] = []
    candidates = chain(_headings(assistant, answer), _names(answer))
    for question, passages in islice(candidates, _TRIED):
        tried = quick.ask(question, filters=filters)
        found = {hit.passage.passage_id for hit in tried.hits[:_FOUND_IN]}
        if tried.status is Status.ANSWERED and found & passages:
            offered.append(question)
    return tuple(offered[:_OFFERED])


def _headings(assistant: Assistant, answer: Answer) -> Iterator[tuple[str, frozenset[str]]]:
    """A question and the ids of the passages that stand under its heading, each heading once."""
    asked = frozenset(content_words(answer.standalone_question))
    cited = {c.passage_id for c in answer.citations}
    said: set[str] = set()
    for hit in _cited_first(answer, cited):
        beside = assistant.index.neighbours(hit.passage.passage_id, before=4, after=6)
        for passage in beside:
            heading = _heading(passage)
            words = frozenset(content_words(heading))
            known = words <= asked or heading.casefold() in said
            if not heading or known or passage.passage_id in cited:
                continue
            said.add(heading.casefold())
            under = frozenset(p.passage_id for p in beside if _heading(p) == heading)
            yield f"What does {_named(hit)} say about {_inside(heading)}?", under


def _names(answer: Answer) -> Iterator[tuple[str, frozenset[str]]]:
    """A question about each name beside what is cited that neither question nor claims say."""
    said = " ".join([answer.standalone_question, *(claim.text for claim in answer.claims)])
    known = frozenset(content_words(said))
    cited = {citation.document_id for citation in answer.citations}
    for hit in answer.hits:
        if hit.passage.document_id not in cited and hit.similarity < _NEAR:
            continue
        for name in _NAME.findall(readable(hit.passage.text)):
            words = frozenset(content_words(name))
            # Two capitalised words may be a person, or the beginning of another name.
            long_enough = len(words) > 2 or " of " in name
            if long_enough and len(name) <= _LONGEST_HEADING and len(words - known) > 1:
                known |= words
                yield (
                    f"What does the evidence say about {name}?",
                    frozenset({hit.passage.passage_id}),
                )


def _cited_first(answer: Answer, cited: set[str]) -> list[Hit]:
    """The hits of documents that the answer cites, or else that are near, a document once."""
    documents = {c.document_id for c in answer.citations}
    mine = [
        hit
        for hit in answer.hits
        if hit.passage.document_id in documents or (not documents and hit.similarity >= _NEAR)
    ]
    mine.sort(key=lambda hit: hit.passage.passage_id not in cited)
    first: dict[str, Hit] = {}
    for hit in mine:
        first.setdefault(hit.passage.document_id, hit)
    return list(first.values())


def _heading(passage: Passage) -> str:
    """The heading a passage stands under, or "" if it says nothing of what it is about."""
    if passage.kind is Kind.HEADING or len(passage.heading_path) < 2:
        return ""
    heading = " ".join(_HEADING.sub("", passage.heading_path[-1]).split()).rstrip(".:")
    telling = [word for word in content_words(heading) if word.isalpha() and word not in _GENERAL]
    return heading if telling and len(heading) <= _LONGEST_HEADING else ""


def _inside(heading: str) -> str:
    """A heading within a sentence: its first letter small, unless it begins with a name."""
    first, _, rest = heading.partition(" ")
    if heading.isupper() and len(first) > 1:
        return heading.lower() if rest else heading
    return heading if not first.istitle() or rest.istitle() else heading[0].lower() + heading[1:]


def _named(hit: Hit) -> str:
    title = " ".join(hit.metadata.title.split())
    short = title if len(title) <= 80 else title.split(":")[0][:80].rsplit(" ", 1)[0]
    return f"“{short}”"
