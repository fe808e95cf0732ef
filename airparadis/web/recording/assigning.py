"""Assigning a tweet from its card, wherever the card is."""

import uuid

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AssignmentError
from airparadis.services.review import assignments
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.labels.review import assignment_fault
from airparadis.web.presentation.flashes import flash_undo


def assign_from_form(public_id: uuid.UUID, place: str) -> ResponseReturnValue:
    """Assign a tweet to the account that the form names, or to nobody, and go back.

    Raises:
        PredictionNotFoundError: there is no such tweet.
    """
    assignee = request.form.get("assignee", "").strip() or None
    actor, session = current_user.email, db.session()
    try:
        before = assignments.assign(session, public_id, assignee, actor, utc_now())
    except AssignmentError as error:
        session.rollback()
        flash(assignment_fault(error), "alert")
        return redirect(place, 303)
    note(Act.TWEET_ASSIGNED, public_id, assignee=assignee)
    session.commit()
    text = _("The tweet is assigned to %(who)s.", who=assignee)
    flash_undo(
        text if assignee else _("The tweet is assigned to nobody."),
        "assignment",
        place,
        prediction=public_id,
        assignee=assignee,
        before=before,
    )
    return redirect(place, 303)
