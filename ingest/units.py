"""Lines that say what the figures of a table are counted in: "£ thousand", "Per cent"."""

import re

_LONGEST = 60
_IN_BRACKETS = re.compile(r"[(\[](.*)[)\]]", re.DOTALL)
_LEAD_IN = re.compile(
    r"(?:units?(?: of measure(?:ment)?)?\s*[:=–-]|(?:all )?(?:figures|numbers|values|amounts|data)"
    r"(?: are)?(?: given| shown| expressed)? (?:in|as)|measured in|expressed (?:in|as))\s*",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[£$€]\s?(?:['’]?0{3}s?|1,000s|(?:k|mn?|bn|tn|thousands?|millions?|billions?)\b)?(?!\d)"
)
_THOUSANDS = re.compile(r"(?<![\d,])(?:['’]?0{3}s?|1,000s)(?!\w)")
_BASE = re.compile(r"\(?(?:19|20)\d\d(?:[/–-]\d\d)?\s?=\s?100(?:\.0)?\)?")
_PRICES = re.compile(r"\b(?:in )?(?:19|20)\d\d(?:[/–-]\d\d)? prices\b")
_PER_SO_MANY = re.compile(r"\bper [\d, ]*\d\b")
_UNITS = frozenset(
    "gbp eur usd pound pounds sterling euro euros dollar dollars pence k m mn bn tn % percent "
    "percentage percentages percentage-points thousand thousands million millions billion billions "
    "hundreds number numbers count counts ratio headcount fte ftes persons "
    "hectare hectares ha acres tonne tonnes kilotonnes kt mt tco2e kg litres kwh mwh gwh twh kw mw "
    "gw toe ktoe km miles metres km2 km² m2 m² minutes hours days weeks months years".split()
)
# May stand beside a unit. By themselves they head chapters: "People", "Index", "Prices".
_BESIDE = frozenset(
    "in of the and or per at a all each square cubic head capita person household hour day week "
    "month year annum population residents resident inhabitants points current constant prices "
    "basic chained volume measure measures seasonally not adjusted unadjusted full-time equivalent "
    "equivalents net gross rate rates households dwellings jobs employees workers homes businesses "
    "co2 carbon dioxide index people".split()
)
# "Percentage of households", "Number of full-time jobs": what is counted stands behind.
_COUNTED = re.compile(
    r"(?:per ?cent|percentages?|%|numbers?|thousands?|millions?) of (?:all )?[a-z-]+(?: [a-z-]+)?",
    re.IGNORECASE,
)
_PARTS_A_CAPTION = frozenset("by in for from since between and across with".split())


def is_units_line(text: str) -> bool:
    """Whether a line says nothing but the units of figures.

    >>> [is_units_line(text) for text in ("£ thousand", "(Index, 2015 = 100)", "Jobs by region")]
    [True, True, False]
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return False
    said = _LEAD_IN.sub("", without_brackets(text), count=1)
    if _COUNTED.fullmatch(said):
        return not _PARTS_A_CAPTION & set(said.lower().split())
    said = _PER_SO_MANY.sub(" ratio ", _PRICES.sub("", _BASE.sub(" ratio ", said.lower())))
    said, sums = _MONEY.subn(" ", said.replace("per cent", "percent"))
    said, thousands = _THOUSANDS.subn(" ", said)
    words = re.split(r"[\s,;:/()\[\]]+", said.replace("%", " % ").strip(" .:;,"))
    words = [word for word in words if word]
    return all(word in _UNITS or word in _BESIDE for word in words) and bool(
        sums or thousands or _UNITS.intersection(words)
    )


def without_brackets(text: str) -> str:
    """A line without the brackets around all of it.

    >>> without_brackets("(£ thousand)")
    '£ thousand'
    """
    found = _IN_BRACKETS.fullmatch(text.strip())
    return found[1].strip() if found else text.strip()


def with_units(caption: str, units: str) -> str:
    """What stands above a table as one line; either may be empty.

    >>> with_units("Table 3, Jobs by region", "Thousands")
    'Table 3, Jobs by region (Thousands)'
    """
    units = without_brackets(units)
    return f"{caption} ({units})" if caption and units else caption or units
