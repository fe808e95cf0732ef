"""Cells of a file that spreadsheets open."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    A tweet is anybody's text; opened in a spreadsheet, `=HYPERLINK(…)` would run. A leading
    apostrophe makes it text (OWASP, "CSV Injection").
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unsafe_cell(text: str) -> str:
    """The text that `safe_cell` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
