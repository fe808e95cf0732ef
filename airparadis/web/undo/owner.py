"""Undo a change of an incident's owner."""

from typing import Final

from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import handover
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.undo.undoable import Fields, Undoable, Undone, number


def _undo(fields: Fields) -> Undone:
    incident_id, event_id = number(fields, "incident"), number(fields, "event")
    actor = current_user.email
    incident = handover.assign_back(db.session(), incident_id, event_id, actor, utc_now())
    note(Act.INCIDENT_ASSIGNED, incident_id, owner=incident.owner, undone=True)
    owner = incident.owner
    return Undone(_("The owner is %(who)s again.", who=owner) if owner else _("Owner removed."))


UNDOABLE: Final = Undoable("owner", _undo, Permission.HANDLE_INCIDENTS)
