"""Owners and notes of an incident."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import HandoverError
from airparadis.services.incidents import handover, incidents
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.labels.incidents import handover_fault
from airparadis.web.pages.incidents.incidents import back_to, bp, render_incident
from airparadis.web.pages.radar.bursts import render_burst
from airparadis.web.presentation.flashes import flash_undo


@bp.post("/<int:incident_id>/owner")
@permission_required(Permission.HANDLE_INCIDENTS)
def assign(incident_id: int) -> ResponseReturnValue:
    """Make an account the owner, or nobody."""
    owner = request.form.get("owner", "").strip() or None
    try:
        incident = handover.assign(db.session(), incident_id, owner, current_user.email, utc_now())
    except HandoverError as error:
        return _refuse(incident_id, owner_fault=handover_fault(error))
    note(Act.INCIDENT_ASSIGNED, incident_id, owner=owner)
    db.session.commit()
    text = _("The incident is assigned to %(who)s.", who=owner) if owner else _("Owner removed.")
    place = back_to(incident_id)
    flash_undo(text, "owner", place, incident=incident_id, event=incident.events[-1].id)
    return redirect(place, 303)


@bp.post("/<int:incident_id>/notes")
@permission_required(Permission.HANDLE_INCIDENTS)
def add_note(incident_id: int) -> ResponseReturnValue:
    """Add a note; a refused one comes back with what was typed."""
    typed = request.form.get("note", "")
    try:
        handover.add_note(db.session(), incident_id, typed, current_user.email, utc_now())
    except HandoverError as error:
        return _refuse(incident_id, note_fault=handover_fault(error), note_typed=typed)
    note(Act.INCIDENT_NOTED, incident_id)
    db.session.commit()
    return redirect(back_to(incident_id) + "#timeline-title", 303)


def _refuse(incident_id: int, **faults: str) -> ResponseReturnValue:
    db.session.rollback()
    incident = incidents.find(db.session(), incident_id)
    render = render_burst if incident.burst else render_incident
    return render(incident, **faults), 422
