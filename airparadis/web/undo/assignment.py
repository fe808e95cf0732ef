"""Undo the assignment of a tweet."""

import uuid
from typing import Final

from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AssignmentError, ChangedSinceError
from airparadis.services.review import assignments
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.undo.undoable import Fields, Undoable, Undone


def _undo(fields: Fields) -> Undone:
    session, before = db.session(), fields.get("before") or None
    try:
        public_id = uuid.UUID(fields.get("prediction", ""))
    except ValueError:
        raise ChangedSinceError from None
    if assignments.of_predictions(session, [public_id]).get(public_id) != (
        fields.get("assignee") or None
    ):
        raise ChangedSinceError
    try:
        assignments.assign(session, public_id, before, current_user.email, utc_now())
    except AssignmentError:
        raise ChangedSinceError from None
    note(Act.TWEET_ASSIGNED, public_id, assignee=before, undone=True)
    if before:
        return Undone(_("The tweet is assigned to %(who)s again.", who=before))
    return Undone(_("The tweet is assigned to nobody again."))


UNDOABLE: Final = Undoable("assignment", _undo, Permission.REVIEW)
