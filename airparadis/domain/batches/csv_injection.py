"""Protection of CSV cells against formula injection in spreadsheets."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape_cell(text: str) -> str:
    """Prefix an apostrophe to a text that a spreadsheet would run as a formula.

    Anybody can write a tweet; opened in a spreadsheet, `=HYPERLINK(…)` would run (OWASP, "CSV
    Injection").
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unescape_cell(text: str) -> str:
    """Return the text that `escape_cell` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
