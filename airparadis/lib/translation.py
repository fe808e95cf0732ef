"""Marking of texts for translation where no framework is known."""


def _mark(text: str) -> str:
    """Return the text itself; `pybabel` extracts it, and `gettext` translates it when shown."""
    return text


N_ = _mark
"""The conventional name (gettext manual, "Special cases")."""
