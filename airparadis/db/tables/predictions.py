"""The tables of predictions and of the votes on them."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from airparadis.db.base import Base, value_enum
from airparadis.domain.predictions.feedback import CorrectedLabel
from airparadis.domain.predictions.label import Label, Sentiment, is_neutral
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.text.language import Language


class Source(StrEnum):
    """The channel by which a tweet was submitted."""

    FORM = "form"
    API = "api"
    RADAR = "radar"
    """A tweet of a stream that somebody voted on or sent to review."""
    BATCH = "batch"
    """The same of a row of a file."""


class Prediction(Base):
    """One tweet and what the model said of it. Written before it is answered."""

    __tablename__ = "prediction"
    __table_args__ = (
        CheckConstraint("(label IS NULL) <> (reason IS NULL)", name="label_or_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)
    text: Mapped[str] = mapped_column(Text)
    label: Mapped[Label | None] = mapped_column(value_enum(Label))
    reason: Mapped[Unscorable | None] = mapped_column(value_enum(Unscorable))
    probability_positive: Mapped[float | None]
    uncertain: Mapped[bool]
    neutral_probability: Mapped[float | None]
    """None from a model of two classes, too."""
    language: Mapped[Language | None] = mapped_column(value_enum(Language))
    model_version: Mapped[str] = mapped_column(String(80))
    source: Mapped[Source] = mapped_column(value_enum(Source))
    latency_ms: Mapped[float]
    created_at: Mapped[datetime] = mapped_column(index=True)

    feedback: Mapped[list["Feedback"]] = relationship(back_populates="prediction")

    @property
    def probability_negative(self) -> float | None:
        """Complement of `probability_positive`."""
        return None if self.probability_positive is None else 1 - self.probability_positive

    @property
    def confidence(self) -> float | None:
        """Probability of the label that was given, in [.5, 1]."""
        if self.probability_positive is None:
            return None
        return max(self.probability_positive, 1 - self.probability_positive)

    @property
    def neutral(self) -> bool | None:
        """Whether the tweet more likely expresses no opinion; None if the model cannot tell."""
        return is_neutral(self.neutral_probability)

    @property
    def sentiment(self) -> Sentiment | None:
        """The sentiment to name first: neutral, or else the label."""
        if self.label is None:
            return None
        return Sentiment.NEUTRAL if self.neutral else Sentiment(self.label)

    @property
    def sentiment_probability(self) -> float | None:
        """Probability of `sentiment`: that of neutral, or else the confidence in the label."""
        return self.neutral_probability if self.neutral else self.confidence


class NewPrediction(NamedTuple):
    """A row of `Prediction` before it is stored, without its number."""

    public_id: uuid.UUID
    text: str
    label: Label | None
    reason: Unscorable | None
    probability_positive: float | None
    uncertain: bool
    neutral_probability: float | None
    language: Language | None
    model_version: str
    source: Source
    latency_ms: float
    created_at: datetime

    @property
    def neutral(self) -> bool | None:
        """Whether the tweet more likely expresses no opinion; None if the model cannot tell."""
        return is_neutral(self.neutral_probability)


class Feedback(Base):
    """One voter's current opinion of one prediction."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("prediction_id", "voter"),
        # Votes of a stretch of time are counted from the index alone, too.
        Index(
            "ix_feedback_predicted_at",
            *("predicted_at", "prediction_id", "is_correct", "confidence", "model_version"),
        ),
        # All that a list is filtered and sorted by: no row is read of a vote that is not
        # shown (SQLite looks at `is_correct` again, though the index has but one of its values).
        Index(
            "ix_feedback_wrong_latest",
            *("voted_at", "id", "prediction_id", "predicted_at", "model_version"),
            *("predicted_label", "source", "confidence", "is_correct"),
            sqlite_where=text("is_correct IS 0"),
            postgresql_where=text("is_correct IS false"),
        ),
        Index(
            "ix_feedback_wrong_surest",
            *("confidence", "voted_at", "id", "predicted_at", "model_version"),
            *("predicted_label", "source", "is_correct"),
            sqlite_where=text("is_correct IS 0"),
            postgresql_where=text("is_correct IS false"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prediction_id: Mapped[int] = mapped_column(ForeignKey("prediction.id"))
    voter: Mapped[str] = mapped_column(String(80))
    is_correct: Mapped[bool]
    corrected_label: Mapped[CorrectedLabel | None] = mapped_column(value_enum(CorrectedLabel))
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    voted_at: Mapped[datetime]
    """Time when `is_correct` took its present value; a comment added later does not move it."""
    updated_at: Mapped[datetime]

    # Copied from the prediction, which never changes.
    predicted_at: Mapped[datetime]
    model_version: Mapped[str] = mapped_column(String(80))
    predicted_label: Mapped[Label | None] = mapped_column(value_enum(Label))
    source: Mapped[Source] = mapped_column(value_enum(Source))
    confidence: Mapped[float]
    """0 for a prediction that was not scored."""

    prediction: Mapped[Prediction] = relationship(back_populates="feedback")
    changes: Mapped[list["FeedbackChange"]] = relationship(
        back_populates="feedback", order_by="FeedbackChange.id"
    )


class FeedbackChange(Base):
    """A revision of a vote. Rows are only ever added: the one before holds the previous value."""

    __tablename__ = "feedback_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    is_correct: Mapped[bool]
    corrected_label: Mapped[CorrectedLabel | None] = mapped_column(value_enum(CorrectedLabel))
    comment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]

    feedback: Mapped[Feedback] = relationship(back_populates="changes")
