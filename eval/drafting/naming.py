"""From a statement to a question about its date, its actor or its list. Pure; see `rules`."""

import re
from collections.abc import Callable, Collection, Iterator

from eval.drafting import rules
from eval.drafting.phrases import clause, is_plural, is_subject, within
from eval.drafting.question import DATE, LIST, WHO, Question, made
from eval.drafting.shapes import DONE, PASTS, SUBJECT, WHEN
from eval.drafting.verbs import FINITE, PAST, THIRD

_ACTORS = (
    "lead fund publish launch commission chair direct manage own host write issue announce run "
    "establish introduce propose appoint organise create develop award"
).split()
_WHO_ACT = "|".join(
    sorted({form for table in (PAST, THIRD) for form, base in table.items() if base in _ACTORS})
)
_WHO_PAST = "|".join(sorted({form for form, base in PAST.items() if base in _ACTORS}))
_ALONE = frozenset("begin start end open close finish launch".split())
"""Verbs that need no object."""
_NO_OBJECT = frozenset("by as to for".split())
_SAYING = frozenset("describe note name estimate expect report consider see find".split())
"""Nobody asks when something was said."""
_TRAILING = frozenset("earlier later early late".split())
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def questions_from(text: str, lower: Collection[str]) -> Iterator[Question]:
    """Every question that a rule drafts from a sentence. lower: see `phrases.within`."""
    for rule in _RULES:
        found = rule(text, lower)
        if found is not None:
            yield found


def _date_of_passive(text: str, lower: Collection[str]) -> Question | None:
    """ "The launch was held on 27 February 2024." -> "When was the launch held?" """
    found = re.match(
        rf"{SUBJECT} (?P<be>was|were) (?P<verb>{DONE})(?P<more>(?: [^,;:]+?)??) (?:on|in) {WHEN}"
        r"(?P<rest>.*)",
        text,
    )
    if found is None or not is_subject(found["subject"]) or not _ends(found["rest"]):
        return None
    if (
        PAST.get(found["verb"]) in _SAYING
        or _YEAR.search(found["more"])
        or re.search(r"\band\b", found["more"])
    ):
        return None
    asked = f"When {found['be']} {within(found['subject'], lower)} {found['verb']}{found['more']}?"
    return made(DATE, asked, (found["when"],), "when")


def _date_of_act(text: str, lower: Collection[str]) -> Question | None:
    """ "HM Treasury published it on 11 June 2025." -> "When did HM Treasury publish it?" """
    found = re.match(
        rf"{SUBJECT} (?P<verb>{PASTS})(?P<object>(?: [^,;:]+?)??) (?:on|in) {WHEN}(?P<rest>.*)",
        text,
    )
    if found is None or not _ends(found["rest"]):
        return None
    return _did(found, lower)


def _date_before(text: str, lower: Collection[str]) -> Question | None:
    """ "In June 2025, HM Treasury published it." -> "When did HM Treasury publish it?" """
    found = re.match(
        rf"(?:On|In) {WHEN},? {SUBJECT} (?P<verb>{PASTS})(?P<object> [^,;:]+?)(?:\.$|,|;|:)", text
    )
    return _did(found, lower) if found else None


def _did(found: re.Match[str], lower: Collection[str]) -> Question | None:
    thing = found["object"]
    words = thing.split()
    if thing and (clause(thing) is None or clause(thing) != thing.strip() or _YEAR.search(thing)):
        return None
    if any(word in FINITE or word == "that" for word in words):
        return None
    if words and (words[0] in _NO_OBJECT or words[-1] in _TRAILING):
        return None
    if (not words and PAST[found["verb"]] not in _ALONE) or not is_subject(found["subject"]):
        return None
    subject = within(found["subject"], lower)
    if PAST[found["verb"]] in _SAYING:
        return None
    asked = f"When did {subject} {PAST[found['verb']]}{thing}?"
    return made(DATE, asked, (found["when"],), "when")


def _date_to_come(text: str, lower: Collection[str]) -> Question | None:
    """ "The duty will take effect in April 2018." -> "When will the duty take effect?" """
    found = re.match(
        rf"{SUBJECT} (?P<will>will|would|is to|are to) (?P<verb>[a-z]+ [^,;:]+?) (?:on|in|from|by) "
        rf"{WHEN}(?P<rest>.*)",
        text,
    )
    if found is None or not is_subject(found["subject"]) or not _ends(found["rest"]):
        return None
    verb = clause(found["verb"])
    if verb is None or verb != found["verb"] or _YEAR.search(verb) or re.search(r"\band\b", verb):
        return None
    will, _, to = found["will"].partition(" ")
    asked = f"When {will} {within(found['subject'], lower)} {f'{to} ' if to else ''}{verb}?"
    return made(DATE, asked, (found["when"],), "when")


def _who_acts(text: str, lower: Collection[str]) -> Question | None:
    """ "The University of Birmingham leads the LPIP Hub." -> "Who leads the LPIP Hub?" """
    found = re.match(rf"(?P<who>[^,;:]+?) (?P<verb>{_WHO_ACT}) (?P<rest>.+)", text)
    if found is None or not _is_name(found["who"], lower):
        return None
    rest = clause(found["rest"])
    if rest is None or len(rest.split()) < 3 or re.search(r"\b(?:its|their|his|her|that)\b", rest):
        return None
    if not re.match(r"(?:the|an?|two|[A-Z£0-9])", rest) or not re.search(r"[A-Z]", rest):
        return None
    return _who(found["who"], found["verb"], rest)


def _who_by(text: str, lower: Collection[str]) -> Question | None:
    """ "The pilot was led by Ulster University." -> "Who led the pilot?" """
    found = re.match(
        rf"{SUBJECT} (?:was|were|is|are) (?:(?P<verb>{_WHO_PAST})|an? [^;:]{{3,80}}? (?P<led>led))"
        r" by (?P<who>[^,;:()]+?)(?P<rest>(?:,| in | on | and |\.).*)",
        text,
    )
    if found is None or not is_subject(found["subject"]) or not _is_name(found["who"], lower):
        return None
    if re.match(r" and |, [A-Z]", found["rest"]):
        return None
    return _who(found["who"], found["verb"] or "led", within(found["subject"], lower))


def _who(name: str, verb: str, rest: str) -> Question | None:
    return made(WHO, f"Who {verb} {rest}?", (re.sub(r"^[Tt]he ", "", name),), f"who {verb}")


def _lists(text: str, lower: Collection[str]) -> Question | None:
    """ "Themes of the call include skills, care and housing." -> "What do themes … include?" """
    found = re.match(
        rf"{SUBJECT} (?P<verb>includes?|included|covers?|covered) (?P<items>[^;:()]+)\.$", text
    )
    if found is None or not is_subject(found["subject"]):
        return None
    items = [
        re.sub(r"^(?:and |the )+", "", one.strip())
        for one in re.split(r",| and ", re.sub(r", according to.*", "", found["items"]))
    ]
    if not 3 <= len(items) <= 7 or not all(1 <= len(one.split()) <= 5 for one in items):
        return None
    verb = found["verb"]
    plural = is_plural(found["subject"].split()[0]) or is_plural(found["subject"].split()[-1])
    do = "did" if verb.endswith("ed") else ("do" if plural or not verb.endswith("s") else "does")
    base = "include" if verb.startswith("include") else "cover"
    asked = f"What {do} {within(found['subject'], lower)} {base}?"
    return made(LIST, asked, tuple(items), f"what {do}")


_RULES: tuple[Callable[[str, Collection[str]], Question | None], ...] = (
    rules.figure_first, rules.figure_after_verb, rules.figure_after_auxiliary, rules.worth,
    rules.level, _date_of_passive, _date_of_act, _date_before, _date_to_come, _who_acts, _who_by,
    _lists,
)  # fmt: skip


def _ends(rest: str) -> bool:
    """Whether the sentence is over, or only somebody's word for it follows."""
    return bool(
        re.match(
            r"\.$|$|, (?:according to|as part|with|the|and was)\b|, [^,]+ reported\b"
            r"| (?:and (?:is|was|has|involves|covers|ran|includes)|as|after|before|with|when)\b",
            rest,
        )
    )


def _is_name(who: str, lower: Collection[str]) -> bool:
    words = re.sub(r"^[Tt]he ", "", who).split()
    small = [word for word in words if word.islower() and word not in ("of", "and", "for", "the")]
    return (
        0 < len(words) <= 8
        and not small
        and words[0][0].isupper()
        and (len(words) > 1 or words[0].lower() not in lower)
        and not any(char.isdigit() for char in who)
        and words[0] not in ("In", "On", "By", "At", "For", "From", "Since")
    )
