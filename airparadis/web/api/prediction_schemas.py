"""What the JSON API says of predictions and of the model."""

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
    """A stretch of the text and what it added to the log-odds of "positive"."""

    start: int
    end: int
    text: str
    contribution: float


class ExplanationReply(BaseModel):
    """The contributions and the bias sum to the log-odds of "positive", exactly."""

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
    """Calibrated; the two sum to one."""

    negative: float
    positive: float


class PredictionReply(BaseModel):
    """A stored prediction. `label` and `probability` say which way the tweet leans. They are null
    when it could not be scored: `reason` then says why, "empty" for nothing but links and handles,
    "language" for a language that the model does not read.

    `neutral_probability` is the calibrated probability that the tweet expresses no opinion, and
    `neutral` whether that is likelier than not; both are null from a model of two classes.
    `language` is null if it is neither English nor French, or if there are no words."""

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
        """What the API says of a row."""
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
    """A prediction with the words that decided; null if it was not scored, or by an older model."""

    explanation: ExplanationReply | None

    @classmethod
    def explained(
        cls, prediction: Prediction | NewPrediction, explanation: Explanation | None
    ) -> "ExplainedPredictionReply":
        """What the API says of a row and its explanation."""
        reply = ExplanationReply.of(prediction.text, explanation) if explanation else None
        return ExplainedPredictionReply.model_construct(
            **cls._values(prediction), explanation=reply
        )


class BatchReply(BaseModel):
    """Predictions in the order of the texts."""

    predictions: list[PredictionReply | ExplainedPredictionReply]


class PredictReply(RootModel[PredictionReply | BatchReply]):
    """A prediction, or those of a batch."""


class ModelReply(BaseModel):
    """The model that answers."""

    version: str
    family: str
    language: str
    created_at: datetime
    uncertain_below: float
    metrics: dict[str, dict[str, float]]

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        """What the API says of a model."""
        return cls.model_validate(manifest.model_dump(include=set(cls.model_fields)))
