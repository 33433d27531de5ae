"""Numbers of a spreadsheet as people see them: per cent, money, dates, thousands.

A figure must be quoted as it stands on the sheet, "73.1%", and not as it is kept, 0.7312.
Source: ECMA-376 part 1, 18.8.30 (numFmt).
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

# The codes that a file may use by number without spelling them out.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    49: "@",
}  # fmt: skip
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?](?:[#0?,]*[#0?])?(?:\.([#0?]+))?(,*)")
_FIRST_DAY, _FIRST_DAY_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
_DAYS = 2_958_465  # 9999-12-31
_SECONDS = 86_400
# No format gives a meaning to more digits than a number has.
_LARGEST = 1e15


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as text. code: its number format; from_1904: days count from 1904.

    >>> shown(0.7312, "0.0%"), shown(1234567, '"£"#,##0'), shown(45341, "dd/mm/yyyy")
    ('73.1%', '£1,234,567', '19 February 2024')

    A format may have parts for figures below zero and for zero, set apart by semicolons.
    """
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if len(sections) > 1 and not section.strip():
        return ""
    plain = _LITERAL.sub("", section)
    if abs(value) > _LARGEST:
        return general(value)
    if re.search(r"[ymdhs]", plain, re.IGNORECASE) and "general" not in plain.lower():
        return _moment(value, plain.lower(), from_1904=from_1904)
    return _figure(value, section)


def _sections(code: str) -> list[str]:
    """The parts of a code between semicolons outside quotes: positive, negative, zero, text."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)


def _figure(value: float, section: str) -> str:
    # Literal text may hold digits and signs; it is put back around the figure.
    literals: list[str] = []

    def kept(match: re.Match[str]) -> str:
        literals.append(next((part for part in match.groups() if part), ""))
        return "\0"

    bare = _LITERAL.sub(kept, section)
    found = _DIGITS.search(bare)
    if found is None:
        digits = general(value) if "general" in bare.lower() or not bare.strip("\0 ") else ""
        whole = re.sub("general", "", bare, flags=re.IGNORECASE)
        text = digits + whole if digits else whole
    elif "/" in bare or "E" in bare.upper():
        return general(value)
    else:
        digits = _grouped(Decimal(repr(value)) * (100 if "%" in bare else 1), found)
        text = bare[: found.start()] + digits + bare[found.end() :]
    for literal in literals:
        text = text.replace("\0", literal, 1)
    return re.sub(r"[#0?](?=\D*$)(?<=[#?])", "", text).strip()


def _grouped(value: Decimal, digits: re.Match[str]) -> str:
    places = len(digits[1] or "")
    needed = (digits[1] or "").count("0")
    # Halves go up, as people expect and spreadsheets do; binary fractions go by luck.
    exact = value.scaleb(-3 * len(digits[2])).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{exact:,f}" if "," in digits[0].rstrip(",") else f"{exact:f}"
    if not exact and "0" not in digits[0]:
        return ""
    # "#" after the point stands for a digit only where there is one.
    while places > needed and text.endswith("0"):
        text, places = text[:-1], places - 1
    return text.rstrip(".") if places == 0 and "." in text else text


def general(value: float) -> str:
    """A number without a format, without the noise of binary fractions.

    >>> general(0.1 + 0.2), general(2021.0)
    ('0.3', '2021')
    """
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"


def _moment(value: float, code: str, *, from_1904: bool) -> str:
    if not 0 <= value <= _DAYS:
        return general(value)
    seconds = round(value % 1 * _SECONDS)
    day = (_FIRST_DAY_1904 if from_1904 else _FIRST_DAY) + datetime.timedelta(int(value))
    time = f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}"
    if not re.search(r"[yd]|mmm", code):
        return time
    parts = [
        str(day.day) if "d" in code else "",
        _MONTHS[day.month - 1] if "m" in code else "",
        str(day.year) if "y" in code else "",
        time if "h" in code else "",
    ]
    return " ".join(part for part in parts if part)
