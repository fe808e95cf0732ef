"""JSON API schemas of votes. The descriptions are public documentation."""

import uuid
from datetime import datetime
from typing import Self

from pydantic import BaseModel

from airparadis.db.tables import Feedback
from airparadis.domain.predictions.feedback import CorrectedLabel
from airparadis.services.lists.keyset import NumberedPage
from airparadis.web.api.prediction_schemas import PredictionReply


class FeedbackReply(BaseModel):
    """The current vote."""

    prediction_id: uuid.UUID
    is_correct: bool
    corrected_label: CorrectedLabel | None
    comment: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, feedback: Feedback) -> Self:
        """Make the reply from a vote."""
        return cls(
            prediction_id=feedback.prediction.public_id,
            is_correct=feedback.is_correct,
            corrected_label=feedback.corrected_label,
            comment=feedback.comment,
            created_at=feedback.created_at,
            updated_at=feedback.updated_at,
        )


class WrongPrediction(BaseModel):
    """A prediction reported wrong, with the vote."""

    text: str
    prediction: PredictionReply
    vote: FeedbackReply


class WrongReply(BaseModel):
    """A page of predictions reported wrong, latest first."""

    items: list[WrongPrediction]
    page: int
    pages: int
    total: int

    @classmethod
    def of(cls, page: NumberedPage[Feedback]) -> Self:
        """Make the reply from a page of votes."""
        items = [
            WrongPrediction(
                text=vote.prediction.text,
                prediction=PredictionReply.of(vote.prediction),
                vote=FeedbackReply.of(vote),
            )
            for vote in page.items
        ]
        return cls(items=items, page=page.number, pages=page.last, total=page.total)
