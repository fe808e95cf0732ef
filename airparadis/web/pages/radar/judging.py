"""Thumbs on the radar's tweets, and their way to the review queue."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.db.tables import Prediction
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH, Ballot, CorrectedLabel
from airparadis.lib.clock import utc_now
from airparadis.services.radar.promote import promote
from airparadis.web.access.access import permission_required
from airparadis.web.access.visitor import new_visitor_id, remember_visitor, visitor_id, voter
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp
from airparadis.web.presentation.flashes import flash_vote
from airparadis.web.recording.assigning import assign_from_form
from airparadis.web.recording.voting import cast_vote
from airparadis.web.runtime import runtime
from airparadis.web.urls import local_url


@bp.post("/tweets/<int:tweet_id>/vote")
@permission_required(Permission.VIEW)
def vote(tweet_id: int) -> ResponseReturnValue:
    """Record this browser's vote; it counts in the error window and the queue like any other."""
    prediction = _promoted(tweet_id)
    corrected = request.form.get("corrected_label", "")
    is_correct = request.form.get("is_correct") == "true"
    label = CorrectedLabel(corrected) if corrected in set(CorrectedLabel) else None
    comment = request.form.get("comment", "").replace("\0", "").strip()[:MAX_COMMENT_LENGTH]
    visitor = visitor_id() or new_visitor_id()
    ballot = Ballot(is_correct, label, comment or None)
    place = _back(prediction)
    flash_vote(cast_vote(prediction.public_id, voter(visitor), ballot), place)
    response = make_response(redirect(place, 303))
    remember_visitor(response, visitor)
    return response


@bp.post("/tweets/<int:tweet_id>/review")
@permission_required(Permission.REVIEW)
def review_tweet(tweet_id: int) -> ResponseReturnValue:
    """Open a tweet in the review queue; one that was not scored on its own page."""
    prediction = _promoted(tweet_id)
    if prediction.label is None:
        return redirect(url_for("prediction.show", public_id=prediction.public_id), 303)
    return redirect(url_for("review.queue", prediction=prediction.public_id), 303)


@bp.post("/tweets/<int:tweet_id>/assignee")
@permission_required(Permission.REVIEW)
def assign_tweet(tweet_id: int) -> ResponseReturnValue:
    """Make a reviewer responsible for a tweet, or nobody."""
    prediction = _promoted(tweet_id)
    return assign_from_form(prediction.public_id, _back(prediction))


def _promoted(tweet_id: int) -> Prediction:
    slot = runtime().model
    below = 0.5 if slot.fault else slot.classifier.manifest.uncertain_below
    prediction = promote(db.session(), tweet_id, below, utc_now())
    db.session.commit()
    return prediction


def _back(prediction: Prediction) -> str:
    default = url_for("prediction.show", public_id=prediction.public_id)
    return local_url(request.form.get("next", ""), default=default)
