"""Votes by script."""

from flask import Response
from flask_openapi3 import Tag

from airparadis.domain.predictions.feedback import Ballot
from airparadis.web.access.access import bearer_key
from airparadis.web.api.blueprint import bp
from airparadis.web.api.feedback_schemas import FeedbackReply
from airparadis.web.api.requests import FeedbackRequest
from airparadis.web.api.wire import reply
from airparadis.web.recording.voting import cast_vote

TAG = Tag(name="Feedback", description="Votes on whether a prediction was right.")


@bp.post(
    "/feedback",
    tags=[TAG],
    summary="Vote on a prediction",
    responses={200: FeedbackReply},
)
def vote(body: FeedbackRequest) -> Response:
    """Store one vote per prediction and key (or per prediction, without a key). Voting again
    replaces the earlier vote."""
    key = bearer_key()
    ballot = Ballot(body.is_correct, body.corrected_label, body.comment or None)
    cast = cast_vote(body.prediction_id, f"key:{key.id}" if key else "api", ballot)
    return reply(FeedbackReply.of(cast))
