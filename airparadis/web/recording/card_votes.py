"""Voting from a tweet's card, on whatever becomes a prediction by it."""

import uuid

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue

from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH, Ballot, CorrectedLabel
from airparadis.web.access.visitor import new_visitor_id, remember_visitor, visitor_id, voter
from airparadis.web.presentation.flashes import flash_vote
from airparadis.web.recording.voting import cast_vote


def vote_from_form(public_id: uuid.UUID, place: str) -> ResponseReturnValue:
    """Record this browser's vote as the card's form says it, and go back.

    Raises:
        PredictionNotFoundError: there is no such prediction.
    """
    corrected = request.form.get("corrected_label", "")
    label = CorrectedLabel(corrected) if corrected in set(CorrectedLabel) else None
    comment = request.form.get("comment", "").replace("\0", "").strip()[:MAX_COMMENT_LENGTH]
    is_correct = request.form.get("is_correct") == "true"
    visitor = visitor_id() or new_visitor_id()
    ballot = Ballot(is_correct, label, comment or None)
    flash_vote(cast_vote(public_id, voter(visitor), ballot), place)
    response = make_response(redirect(place, 303))
    remember_visitor(response, visitor)
    return response
