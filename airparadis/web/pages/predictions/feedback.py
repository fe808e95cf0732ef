"""Thumbs up and down."""

import uuid

from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.domain.predictions.feedback import Ballot, CorrectedLabel
from airparadis.services.predictions.predict import find
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.access.visitor import new_visitor_id, remember_visitor, visitor_id, voter
from airparadis.web.extensions import db
from airparadis.web.forms.predictions import FeedbackForm
from airparadis.web.pages.predictions.prediction import render_result
from airparadis.web.presentation.flashes import flash_vote
from airparadis.web.recording.voting import cast_vote
from airparadis.web.urls import local_url

bp = Blueprint("feedback", __name__)


@bp.post("/predictions/<uuid:public_id>/feedback")
@limited(FORMS)
def vote(public_id: uuid.UUID) -> ResponseReturnValue:
    """Record this browser's vote and show the result page again."""
    form = FeedbackForm()
    if not form.validate_on_submit():
        return render_result(find(db.session(), public_id), form), 422
    visitor = visitor_id() or new_visitor_id()
    own_page = url_for("prediction.show", public_id=public_id, _anchor="vote")
    place = local_url(request.form.get("next", ""), default=own_page)
    flash_vote(cast_vote(public_id, voter(visitor), _ballot(form)), place)
    response = make_response(redirect(place, 303))
    remember_visitor(response, visitor)
    return response


def _ballot(form: FeedbackForm) -> Ballot:
    label = form.corrected_label.data
    return Ballot(
        is_correct=form.is_correct.data == "true",
        corrected_label=CorrectedLabel(label) if label else None,
        comment=(form.comment.data or "").strip() or None,
    )
