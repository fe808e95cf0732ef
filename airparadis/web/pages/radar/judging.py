"""Thumbs on the radar's tweets, and their way to the review queue."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.db.tables import Prediction
from airparadis.domain.accounts.roles import Permission
from airparadis.lib.clock import utc_now
from airparadis.services.radar.promote import promote
from airparadis.web.access.access import permission_required
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp
from airparadis.web.recording.assigning import assign_from_form
from airparadis.web.recording.card_votes import vote_from_form
from airparadis.web.runtime import runtime
from airparadis.web.urls import local_url


@bp.post("/tweets/<int:tweet_id>/vote")
@permission_required(Permission.VIEW)
def vote(tweet_id: int) -> ResponseReturnValue:
    """Record this browser's vote; it counts in the error window and the queue like any other."""
    prediction = _promoted(tweet_id)
    return vote_from_form(prediction.public_id, _back(prediction))


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
