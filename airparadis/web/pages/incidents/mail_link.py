"""The page behind the signed link of a mail. GET changes nothing: mail scanners open links."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.domain.audit import Act
from airparadis.domain.incidents.incident import SNOOZE_HOURS
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import IncidentNotFoundError, LinkError
from airparadis.notify.mail_links import ACTOR, VALID_DAYS, read_token
from airparadis.services.incidents import actions, incidents
from airparadis.web.access.auditing import note
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.access.security import keep_private
from airparadis.web.extensions import db
from airparadis.web.pages.incidents.incidents import read_span
from airparadis.web.runtime import runtime

bp = Blueprint("mail_link", __name__, url_prefix="/incidents")


@bp.get("/<token>")
@limited(FORMS)
def show(token: str) -> ResponseReturnValue:
    """The incident's state, without its tweets, and the buttons."""
    try:
        incident = incidents.find(db.session(), _incident_id(token))
    except (LinkError, IncidentNotFoundError) as error:
        return _refuse(error)
    page = render_template(
        "incidents/mail_link.html", incident=incident, token=token, snooze_hours=SNOOZE_HOURS
    )
    return keep_private(make_response(page))


@bp.post("/<token>")
@limited(FORMS)
def act(token: str) -> ResponseReturnValue:
    """Acknowledge or snooze, then show the state."""
    try:
        incident_id = _incident_id(token)
        if "hours" in request.form:
            actions.snooze(db.session(), incident_id, ACTOR, read_span(), utc_now())
            note(Act.INCIDENT_SNOOZED, incident_id, actor=ACTOR, span=str(read_span()))
        else:
            actions.acknowledge(db.session(), incident_id, ACTOR, utc_now())
            note(Act.INCIDENT_ACKNOWLEDGED, incident_id, actor=ACTOR)
    except (LinkError, IncidentNotFoundError) as error:
        return _refuse(error)
    db.session.commit()
    return redirect(url_for(".show", token=token), 303)


def _incident_id(token: str) -> int:
    return read_token(runtime().config.signing_key(), token)


def _refuse(error: LinkError | IncidentNotFoundError) -> Response:
    is_expired = isinstance(error, LinkError) and error.is_expired
    page = render_template("incidents/bad_link.html", is_expired=is_expired, days=VALID_DAYS)
    return keep_private(make_response(page, 410 if is_expired else 404))
