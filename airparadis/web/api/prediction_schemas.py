"""JSON API schemas of predictions and of the model. The descriptions are public documentation."""

import uuid
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, RootModel

from airparadis.db.tables import NewPrediction, Prediction
from airparadis.domain.predictions.label import Label
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.ml.artifact import Manifest
from airparadis.ml.contract import Explanation
from airparadis.text.language import Language


class ExplanationSpan(BaseModel):
    """A part of the text, and its contribution to the log-odds of "positive"."""

    start: int
    end: int
    text: str
    contribution: float


class ExplanationReply(BaseModel):
    """An explanation: contributions and bias add up exactly to the log-odds of "positive"."""

    spans: list[ExplanationSpan]
    bias: float

    @classmethod
    def of(cls, text: str, explanation: Explanation) -> Self:
        """Put the words beside their contributions."""
        spans = [
            ExplanationSpan(
                start=part.start,
                end=part.end,
                text=text[part.start : part.end],
                contribution=part.weight,
            )
            for part in explanation.contributions
        ]
        return cls(spans=spans, bias=explanation.bias)


class Probability(BaseModel):
    """The calibrated probabilities of both labels; they sum to one."""

    negative: float
    positive: float


class PredictionReply(BaseModel):
    """A stored prediction. `label` is the more likely of "negative" and "positive". `label` and
    `probability` are null if the tweet could not be scored; `reason` is then "empty" (nothing but
    links and handles) or "language" (a language that the model does not read).

    `neutral_probability` is the calibrated probability that the tweet expresses no opinion, and
    `neutral` is true if it is above one half; both are null from a model of two classes. `language`
    is null if it is neither English nor French, or if there are no words."""

    id: uuid.UUID
    label: Label | None
    reason: Unscorable | None
    probability: Probability | None
    neutral_probability: float | None
    neutral: bool | None
    language: Language | None
    uncertain: bool
    model_version: str
    created_at: datetime

    @classmethod
    def of(cls, prediction: Prediction | NewPrediction) -> "PredictionReply":
        """Make the reply from a prediction."""
        return PredictionReply.model_construct(**cls._values(prediction))

    @staticmethod
    def _values(prediction: Prediction | NewPrediction) -> dict[str, Any]:
        positive = prediction.probability_positive
        return {
            "id": prediction.public_id,
            "label": prediction.label,
            "reason": prediction.reason,
            "probability": None
            if positive is None
            else Probability.model_construct(negative=1 - positive, positive=positive),
            "neutral_probability": prediction.neutral_probability,
            "neutral": prediction.neutral,
            "language": prediction.language,
            "uncertain": prediction.uncertain,
            "model_version": prediction.model_version,
            "created_at": prediction.created_at,
        }


class ExplainedPredictionReply(PredictionReply):
    """A prediction and its explanation, which is null for unscored tweets and older models."""

    explanation: ExplanationReply | None

    @classmethod
    def explained(
        cls, prediction: Prediction | NewPrediction, explanation: Explanation | None
    ) -> "ExplainedPredictionReply":
        """Make the reply from a prediction and its explanation."""
        reply = ExplanationReply.of(prediction.text, explanation) if explanation else None
        return ExplainedPredictionReply.model_construct(
            **cls._values(prediction), explanation=reply
        )


class BatchReply(BaseModel):
    """Predictions in the order of the texts."""

    predictions: list[PredictionReply | ExplainedPredictionReply]


class PredictReply(RootModel[PredictionReply | BatchReply]):
    """A prediction, or the predictions of a batch."""


class ModelReply(BaseModel):
    """The model in service."""

    version: str
    family: str
    language: str
    created_at: datetime
    uncertain_below: float
    metrics: dict[str, dict[str, float]]

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        """Make the reply from the model's manifest."""
        return cls.model_validate(manifest.model_dump(include=set(cls.model_fields)))
