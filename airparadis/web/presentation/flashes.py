"""Messages of what was done, with the way to take it back."""

from flask import flash

UNDO = "undo"
"""The category of messages that offer to undo: a mapping of `text`, `url` and `fields`."""


def flash_undo(text: str, url: str, **fields: str) -> None:
    """Say what was done on the next page, with a button that posts `fields` to undo it."""
    flash({"text": text, "url": url, "fields": fields}, UNDO)  # type: ignore[arg-type]
