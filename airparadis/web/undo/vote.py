"""Undo a vote of this browser."""

from typing import Final

from flask_babel import gettext as _

from airparadis.lib.errors import ChangedSinceError
from airparadis.web.access.visitor import visitor_id, voter
from airparadis.web.recording.voting import take_back_vote
from airparadis.web.undo.undoable import Fields, Undoable, Undone, number


def _undo(fields: Fields) -> Undone:
    visitor = visitor_id()
    if visitor is None:
        raise ChangedSinceError
    take_back_vote(number(fields, "change"), voter(visitor))
    return Undone(_("Your vote is withdrawn."))


UNDOABLE: Final = Undoable("vote", _undo)
