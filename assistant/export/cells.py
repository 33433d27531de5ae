"""Values for a CSV file that a spreadsheet will open."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """The value as a spreadsheet shows it: never as a formula, and without control characters.

    Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection

    >>> safe_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    plain = "".join(c for c in value if c >= " " or c in "\n\t")
    return f"'{plain}" if plain.lstrip().startswith(_STARTS_A_FORMULA) else plain
