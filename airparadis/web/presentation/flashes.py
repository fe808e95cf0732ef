"""Messages of what was done, with the way to take it back."""

from flask import flash
from flask_babel import gettext as _

from airparadis.db.tables import Feedback

UNDO = "undo"
"""The category of messages that offer to undo: a mapping of `text`, `name` and `fields`."""


def flash_undo(text: str, name: str, place: str, **fields: object) -> None:
    """Say what was done on the next page, with a button to undo it.

    Args:
        text: what was done.
        name: that of the action in `web.undo.registry`.
        place: the page to come back to.
        fields: what the action needs to find it again.
    """
    named = {key: "" if value is None else str(value) for key, value in fields.items()}
    message = {"text": text, "name": name, "fields": {"next": place, **named}}
    flash(message, UNDO)  # type: ignore[arg-type]


def flash_vote(vote: Feedback, place: str) -> None:
    """Say how a vote was recorded, with the way to take it back."""
    text = _("Recorded as right.") if vote.is_correct else _("Recorded as wrong.")
    flash_undo(text, "vote", place, change=vote.changes[-1].id)
