"""Incidents: the list, a page for each, and what can be done about one."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.tables import Incident
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.incidents.incident import SNOOZE_HOURS, Cause, IncidentState
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.services.incidents import actions, handover, incidents, listing, open_incidents
from airparadis.services.incidents.alert_rule import current_policy
from airparadis.services.incidents.incident_filter import IncidentFilter
from airparadis.services.radar import streams
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.presentation.flashes import flash_undo
from airparadis.web.presentation.locale import read_day
from airparadis.web.presentation.tweet_cards import prediction_cards
from airparadis.web.runtime import runtime
from airparadis.web.urls import local_url, page_number, query_number

bp = Blueprint("incidents", __name__, url_prefix="/admin/incidents")

MAX_TWEETS = 50
FILTERS = ("state", "cause", "stream", "owner", "since", "until")


@bp.get("")
@permission_required(Permission.VIEW)
def history() -> str:
    """The incidents that match the filter, latest first."""
    number, config, session = page_number(), runtime().config, db.session()
    listed = listing.history(session, number, wanted=_read_filter())
    if number > listed.last:
        abort(404)
    return render_template(
        "incidents/list.html",
        page=listed,
        found=open_incidents.read(session),
        states=list(IncidentState),
        streams=streams.all_streams(session),
        query={name: request.args[name] for name in FILTERS if request.args.get(name)},
        rule=current_policy(session, config.alert_policy).rule,
        config=config,
    )


def _read_filter() -> IncidentFilter:
    args = request.args
    state, cause = args.get("state", ""), args.get("cause", "")
    since, until = read_day(args.get("since", "")), read_day(args.get("until", ""))
    return IncidentFilter(
        state=IncidentState(state) if state in set(IncidentState) else None,
        is_unresolved=state == "unresolved",
        cause=Cause(cause) if cause in set(Cause) else None,
        stream_id=query_number("stream", 0) or None,
        owner=_read_owner(args.get("owner", "")),
        since=since,
        until=until + timedelta(days=1) if until else None,
    )


def _read_owner(chosen: str) -> str | None:
    """Return the reader's address, "" for no owner, or None for any."""
    return {"me": current_user.email, "nobody": ""}.get(chosen)


@bp.get("/<int:incident_id>")
@permission_required(Permission.VIEW)
def show(incident_id: int) -> ResponseReturnValue:
    """Show state, timeline, messages and tweets of an incident. A burst has a page of its own."""
    incident = incidents.find(db.session(), incident_id)
    if incident.burst:
        return redirect(url_for("radar.report", incident_id=incident_id))
    return render_incident(incident)


def render_incident(incident: Incident, **faults: str) -> str:
    """Render the page of an incident of prediction errors, with what was refused, if anything."""
    session = db.session()
    predictions = listing.reported_predictions(session, incident, MAX_TWEETS)
    return render_template(
        "incidents/show.html",
        incident=incident,
        predictions=predictions,
        cards=prediction_cards(predictions),
        owners=accounts.addresses_with(session, Permission.HANDLE_INCIDENTS),
        snooze_hours=SNOOZE_HOURS,
        config=runtime().config,
        **faults,
    )


@bp.post("/<int:incident_id>/acknowledge")
@permission_required(Permission.HANDLE_INCIDENTS)
def acknowledge(incident_id: int) -> ResponseReturnValue:
    """Acknowledge an incident, which ends repeats; it becomes the user's unless it has an owner."""
    session = db.session()
    incident = actions.acknowledge(session, incident_id, current_user.email, utc_now())
    handover.take(session, incident, current_user.email)
    note(Act.INCIDENT_ACKNOWLEDGED, incident_id)
    db.session.commit()
    place = back_to(incident_id)
    text = _("Acknowledged: you are on it.")
    flash_undo(text, "acknowledgement", place, incident=incident_id)
    return redirect(place, 303)


@bp.post("/<int:incident_id>/snooze")
@permission_required(Permission.HANDLE_INCIDENTS)
def snooze(incident_id: int) -> ResponseReturnValue:
    """Mute an incident for a while."""
    span = read_span()
    actions.snooze(db.session(), incident_id, current_user.email, span, utc_now())
    note(Act.INCIDENT_SNOOZED, incident_id, span=str(span))
    db.session.commit()
    place = back_to(incident_id)
    flash_undo(_("Snoozed: nothing is sent for now."), "snooze", place, incident=incident_id)
    return redirect(place, 303)


def back_to(incident_id: int) -> str:
    """The list in which the button was, else the incident's own page."""
    default = url_for("incidents.show", incident_id=incident_id)
    return local_url(request.form.get("next", ""), default=default)


def read_span() -> timedelta:
    """The span that the pressed button sends; 400 for one that no button has."""
    hours = request.form.get("hours", type=int)
    if hours not in SNOOZE_HOURS:
        abort(400)
    return timedelta(hours=hours)
