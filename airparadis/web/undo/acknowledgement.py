"""Undo the acknowledgement of an incident."""

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
    actions.unacknowledge(db.session(), incident_id, current_user.email, utc_now())
    note(Act.INCIDENT_UNACKNOWLEDGED, incident_id)
    return Undone(_("The incident is open again."))


UNDOABLE: Final = Undoable("acknowledgement", _undo, Permission.HANDLE_INCIDENTS)
