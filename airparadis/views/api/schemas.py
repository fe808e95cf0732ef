"""What the JSON API takes and gives. The descriptions here are its public documentation."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator
from pydantic.functional_validators import AfterValidator

from airparadis.artifact import Manifest
from airparadis.classifier import Explanation, Label
from airparadis.domain.feedback import MAX_COMMENT_LENGTH, CorrectedLabel
from airparadis.domain.monitoring import Interval, Latency, Span, Stats
from airparadis.domain.tweet import (
    MAX_LENGTH,
    InvalidTweetError,
    TweetFault,
    Unscorable,
    is_storable,
    parse_tweet,
)
from airparadis.models import Feedback, Prediction
from airparadis.services.wrong import Page

MAX_BATCH = 1_000

_FAULTS = {
    TweetFault.MISSING: "is empty",
    TweetFault.TOO_LONG: f"is longer than {MAX_LENGTH} characters",
    TweetFault.NOT_TEXT: "contains NUL or half a surrogate pair",
}


def _tweet(text: str) -> str:
    try:
        return parse_tweet(text)
    except InvalidTweetError as error:
        raise ValueError(_FAULTS[error.fault]) from None


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError(_FAULTS[TweetFault.NOT_TEXT])
    return text


TweetText = Annotated[str, StringConstraints(min_length=1, strict=True), AfterValidator(_tweet)]

Comment = Annotated[
    str,
    StringConstraints(strip_whitespace=True, strict=True, max_length=MAX_COMMENT_LENGTH),
    AfterValidator(_storable),
]


class Request(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class PredictRequest(Request):
    """One tweet or a batch: exactly one of `text` and `texts`."""

    text: TweetText | None = Field(
        None, description=f"A tweet of 1 to {MAX_LENGTH} characters after trimming."
    )
    texts: list[TweetText] | None = Field(
        None, min_length=1, max_length=MAX_BATCH, description=f"Up to {MAX_BATCH} tweets."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError("give exactly one of text and texts")
        return self

    @property
    def tweets(self) -> list[str]:
        """The texts to score."""
        return self.texts or [self.text or ""]


class PredictQuery(Request):
    """Options of a prediction."""

    explain: bool = Field(False, description="Add the words that decided.")


class PredictionPath(BaseModel):
    """Names a prediction."""

    prediction_id: uuid.UUID = Field(description="The `id` of a prediction.")


class FeedbackRequest(Request):
    """A vote on a prediction. A repeated vote replaces the earlier one."""

    prediction_id: uuid.UUID
    is_correct: StrictBool
    corrected_label: CorrectedLabel | None = None
    comment: Comment | None = None


class StatsQuery(Request):
    """How far back to look, and at which model version."""

    span: Span = Span.ALL
    version: str | None = Field(
        None, max_length=80, description="The `model_version` of the predictions; all if left out."
    )


class WrongQuery(StatsQuery):
    """A page of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(20, ge=1, le=100)


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
    """A stored prediction. `label` and `probability` are null when the tweet could not be scored:
    `reason` then says why, "empty" for nothing but links and handles, "language" for a language
    that the model does not read."""

    id: uuid.UUID
    label: Label | None
    reason: Unscorable | None
    probability: Probability | None
    uncertain: bool
    model_version: str
    created_at: datetime

    @classmethod
    def of(cls, prediction: Prediction) -> "PredictionReply":
        """What the API says of a row."""
        return PredictionReply.model_construct(**cls._values(prediction))

    @staticmethod
    def _values(prediction: Prediction) -> dict[str, Any]:
        positive = prediction.probability_positive
        return {
            "id": prediction.public_id,
            "label": prediction.label,
            "reason": prediction.reason,
            "probability": None
            if positive is None
            else Probability.model_construct(negative=1 - positive, positive=positive),
            "uncertain": prediction.uncertain,
            "model_version": prediction.model_version,
            "created_at": prediction.created_at,
        }


class ExplainedPredictionReply(PredictionReply):
    """A prediction with the words that decided; null if it was not scored, or by an older model."""

    explanation: ExplanationReply | None

    @classmethod
    def explained(
        cls, prediction: Prediction, explanation: Explanation | None
    ) -> "ExplainedPredictionReply":
        """What the API says of a row and its explanation."""
        reply = ExplanationReply.of(prediction.text, explanation) if explanation else None
        return ExplainedPredictionReply.model_construct(
            **cls._values(prediction), explanation=reply
        )


class BatchReply(BaseModel):
    """Predictions in the order of the texts."""

    predictions: list[PredictionReply | ExplainedPredictionReply]


class FeedbackReply(BaseModel):
    """The vote as it stands."""

    prediction_id: uuid.UUID
    is_correct: bool
    corrected_label: CorrectedLabel | None
    comment: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, feedback: Feedback) -> Self:
        """What the API says of a row."""
        return cls(
            prediction_id=feedback.prediction.public_id,
            is_correct=feedback.is_correct,
            corrected_label=feedback.corrected_label,
            comment=feedback.comment,
            created_at=feedback.created_at,
            updated_at=feedback.updated_at,
        )


class IntervalReply(BaseModel):
    """Between what a share really lies, with 95 % confidence."""

    low: float
    high: float

    @classmethod
    def of(cls, interval: Interval) -> Self:
        """What the API says of an interval."""
        return cls(low=interval.low, high=interval.high)


class LatencyReply(BaseModel):
    """Milliseconds that 50, 95 and 99 of 100 tweets took at most to be scored, read from a
    histogram and right to within a quarter."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, latency: Latency) -> Self:
        """What the API says of the latencies."""
        return cls(p50=latency.p50, p95=latency.p95, p99=latency.p99)


class UnscoredReply(BaseModel):
    """Predictions without a label, by reason."""

    empty: int
    language: int


class StatsReply(BaseModel):
    """Counts of the predictions made in a span, and of the votes on them."""

    span: Span
    version: str | None
    predictions: int
    unscored: int
    unscored_by_reason: UnscoredReply
    negative_share: float | None = Field(description="Negative among scored.")
    votes: int
    voted_predictions: int
    votes_outstanding: int = Field(description="Predictions that nobody has voted on.")
    reported_errors: int = Field(description="Distinct predictions reported wrong.")
    error_rate: float | None = Field(description="Reported wrong among voted predictions.")
    error_rate_interval: IntervalReply | None = Field(description="Wilson's score interval, 95 %.")
    expected_accuracy: float | None = Field(
        description="Mean confidence: how often a calibrated model expects to be right."
    )
    latency_ms: LatencyReply | None

    @classmethod
    def of(cls, span: Span, version: str | None, stats: Stats) -> Self:
        """What the API says of the figures."""
        interval = stats.error_interval
        return cls(
            span=span,
            version=version,
            predictions=stats.predictions,
            unscored=stats.unscored,
            unscored_by_reason=UnscoredReply(
                empty=stats.unscored_empty, language=stats.unscored_language
            ),
            negative_share=stats.negative_share,
            votes=stats.votes,
            voted_predictions=stats.voted_predictions,
            votes_outstanding=stats.votes_outstanding,
            reported_errors=stats.reported_errors,
            error_rate=stats.error_rate,
            error_rate_interval=IntervalReply.of(interval) if interval else None,
            expected_accuracy=stats.expected_accuracy,
            latency_ms=LatencyReply.of(stats.latency) if stats.latency else None,
        )


class WrongPrediction(BaseModel):
    """A prediction with the vote that called it wrong."""

    text: str
    prediction: PredictionReply
    vote: FeedbackReply


class WrongReply(BaseModel):
    """A page of wrong predictions, latest first."""

    items: list[WrongPrediction]
    page: int
    pages: int
    total: int

    @classmethod
    def of(cls, page: Page[Feedback]) -> Self:
        """What the API says of a page of votes."""
        items = [
            WrongPrediction(
                text=vote.prediction.text,
                prediction=PredictionReply.of(vote.prediction),
                vote=FeedbackReply.of(vote),
            )
            for vote in page.items
        ]
        return cls(items=items, page=page.number, pages=page.last, total=page.total)


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


class ErrorDetail(BaseModel):
    """What is wrong, for programs (`code`) and for people; `fields` by the name of the field."""

    code: str
    message: str
    fields: dict[str, str] | None = None


class ErrorReply(BaseModel):
    """The one shape of every error."""

    error: ErrorDetail
