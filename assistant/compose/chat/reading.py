"""A model's reading of a question, taken over only as far as it can be checked against it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.compose.chat.parse import object_in
from assistant.question import Plan, plan_question
from assistant.question.words import content_words
from corpus.taxonomy import Taxonomy
from ingest.instructions import instructs

_LONGEST = 300
_MOST = 4
_NEW_WORDS = 2
_KEPT = 0.5
_FIGURE = re.compile(r"\d[\d,.]*")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+|\b[A-Z]{2,}\b")


class GivenReading(BaseModel):
    """What a model says a question asks."""

    model_config = ConfigDict(extra="ignore")

    standalone: str = ""
    parts: list[str] = []
    queries: list[str] = []


def read_question(plan: Plan, earlier: Sequence[str], reply: str, taxonomy: Taxonomy) -> Plan:
    """The plan with what the model's reply adds to it; the rules' plan if nothing can be used.

    A follow-up made to stand alone is read again by the rules. Parts and other wordings become
    further queries: the parts that decide how an answer ends stay those of the rules, so that
    nothing the model makes up is answered in the question's place.
    """
    found = object_in(reply)
    if found is None:
        return plan
    try:
        given = GivenReading.model_validate(found)
    except ValidationError:
        return plan
    conversation = " ".join([plan.question, plan.standalone, plan.context, *earlier[-4:]])
    better = _stood_alone(plan, given.standalone, conversation, taxonomy) if earlier else plan
    wordings = [" ".join(w.split()) for w in (*given.parts, *given.queries)]
    queries = [w for w in wordings if _fits(w, conversation) and w != better.standalone]
    return replace(better, queries=tuple(dict.fromkeys(queries))[:_MOST])


def _stood_alone(plan: Plan, wording: str, conversation: str, taxonomy: Taxonomy) -> Plan:
    """The plan of the wording, if it says in the conversation's words what the question asks."""
    wording = " ".join(wording.split())
    asked, said = set(content_words(plan.question)), set(content_words(wording))
    theirs = set(content_words(conversation))
    kept = len(said & asked) >= _KEPT * len(asked)
    if not _fits(wording, conversation) or not kept or len(said - theirs) > _NEW_WORDS:
        return plan
    better = plan_question(wording, (), taxonomy)
    return plan if better.declined else replace(better, question=plan.question)


def _fits(wording: str, conversation: str) -> bool:
    """True if a wording is about what the conversation is about, and no order."""
    if not wording.strip() or len(wording) > _LONGEST or instructs(wording):
        return False
    own, theirs = content_words(wording), set(content_words(conversation))
    if not own or not set(own) & theirs:
        return False
    said = conversation.casefold()
    named = [*_FIGURE.findall(wording), *_NAME.findall(wording)]
    return all(name.casefold() in said for name in named)
