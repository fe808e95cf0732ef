"""Excerpts of tweets for lists."""

EXCERPT_LENGTH = 140


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
