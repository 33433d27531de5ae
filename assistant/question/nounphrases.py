"""The noun phrases of a question: what a word that points back can stand for."""

import re
from collections.abc import Sequence

from assistant.question.words import STOP

_TOKEN = re.compile(r"[\w’'£%.,-]*[\w%]|[;,?]")
_NUMBERS = frozenset(
    """
    two three four five six seven eight nine ten twelve many
""".split()
)
# Words of questions that are mostly verbs or say how, and so no noun to come back to.
_VERBISH = frozenset(
    """
    need needs fund funds funded involve involves receive cover covers cost costs run runs runs
    raise raises lead leads provide provides pay pays spend spends spent work works help helps
    compare differ describe described summarise explain list name change changed influence
    influenced find found report reported plan planned support supports include includes good
    bad improve identify identified score decide decides accept accepted choose respond
    responded award awarded money funding much figure difference differences strong weak
    reliable large big long create creates recommend recommends publish publishes launch
    propose proposes suggest suggests conclude argue argues claim claims begin begins start
    starts end ends chair chairs reduce raise build deliver delivers promise promises set
    allocate offer offers expect expects apply applies live lives last lasts affect affects
    happen happens mean means
""".split()
)
_ENDED = re.compile(r"[a-z]{3,}ed$")
_JOINING = ("in", "and", "for", "to", "&")
_AUXILIARY = frozenset("did do does can could will would should".split())
# After a name these go on with it; another word there is the verb of "What did Hull gain ...?".
_GOES_ON = frozenset(
    """
    agreement areas authorities authority bid board centre commission council councils deal
    employers evaluation firms framework fund group hub initiative labs lead office panel
    partnership partnerships people pilot plan priorities programme project report residents
    review scheme schemes speakers strategy team theme universities workers zone zones
""".split()
)


def noun_phrases(question: str) -> list[str]:
    """Runs of meaning-carrying words of a question, in reading order.

    >>> noun_phrases("What scale of retrofit does the Pride in Place programme need?")
    ['scale of retrofit', 'Pride in Place programme']
    >>> noun_phrases("What did the Pathways to Work Commission recommend?")
    ['Pathways to Work Commission']
    """
    tokens = _TOKEN.findall(re.sub(r"[()]", " ; ", question))
    found: list[str] = []
    run: list[str] = []
    verb_awaited = False
    for position, token in enumerate(tokens):
        verb = verb_awaited and bool(run) and run[-1][0].isupper() and _is_verb_after_a_name(token)
        means = _means(token, first=position == 0) and not verb
        if means or (run and not verb and _joins(token, run[-1], tokens[position + 1 :])):
            run.append(token)
        else:
            _close(run, found)
        verb_awaited = token.lower() in _AUXILIARY or (verb_awaited and not verb)
    _close(run, found)
    return found


def is_plural(phrase: str) -> bool:
    """Whether its noun ends as plurals do: "schemes", not "the evidence on schemes"."""
    head = re.split(r" (?:of|on) ", phrase)[0]
    last = head.split()[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def is_verbish(word: str) -> bool:
    """Whether a lower-case word of a question is mostly a verb, or says how."""
    return word in _VERBISH or _ENDED.match(word) is not None


def _is_verb_after_a_name(token: str) -> bool:
    return token.islower() and token not in STOP and token not in _GOES_ON


def _means(token: str, *, first: bool = False) -> bool:
    lower = token.lower()
    if token in ";,?" or "n't" in lower:
        return False
    if token[0].isupper() and not first and lower not in ("i", "the", "a", "an"):
        # A name, whatever its words mean elsewhere: "Work", "Place".
        return True
    return not (lower in STOP or is_verbish(lower) or lower in _NUMBERS)


def _joins(token: str, before: str, after: Sequence[str]) -> bool:
    """Whether a small word holds a phrase together: "Pride in Place", "scale of retrofit"."""
    if not after or not _means(after[0]):
        return False
    named = before[0].isupper() and after[0][0].isupper()
    evidence = token == "on" and before.lower() == "evidence"
    return token == "of" or evidence or (named and token in _JOINING)


def _close(run: list[str], found: list[str]) -> None:
    if run and not all(word.replace(",", "").isdigit() for word in run):
        phrase = re.sub(r"[’']s$", "", " ".join(run))
        if phrase not in found:
            found.append(phrase)
    run.clear()
