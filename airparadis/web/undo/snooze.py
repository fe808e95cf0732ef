"""Undo the snooze of an incident."""

from typing import Final

from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import actions
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.undo.undoable import Fields, Undoable, Undone, number


def _undo(fields: Fields) -> Undone:
    incident_id = number(fields, "incident")
    actions.unsnooze(db.session(), incident_id, current_user.email, utc_now())
    note(Act.INCIDENT_UNSNOOZED, incident_id)
    return Undone(_("The incident is no longer snoozed."))


UNDOABLE: Final = Undoable("snooze", _undo, Permission.HANDLE_INCIDENTS)
