"""The registry of what can be undone."""

from collections.abc import Mapping
from typing import Final

from airparadis.web.undo import (
    acknowledgement,
    assignment,
    label,
    owner,
    snooze,
    vote,
)
from airparadis.web.undo.undoable import Undoable

UNDOABLES: Final[Mapping[str, Undoable]] = {
    undoable.name: undoable
    for undoable in (
        acknowledgement.UNDOABLE,
        assignment.UNDOABLE,
        label.UNDOABLE,
        owner.UNDOABLE,
        snooze.UNDOABLE,
        vote.UNDOABLE,
    )
}
