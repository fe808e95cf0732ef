"""The tables of the improvement loop: trainings, model versions, releases, shadow scores."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from airparadis.db.base import Base, value_enum
from airparadis.domain.models.training import JobState
from airparadis.domain.models.verdict import Verdict
from airparadis.domain.predictions.label import Sentiment, is_neutral


class TrainingJob(Base):
    """A requested training; a worker process runs it."""

    __tablename__ = "training_job"
    __table_args__ = (
        # One runs and one waits at most, whatever is started or clicked twice.
        Index(
            "uq_training_job_unfinished",
            "state",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[JobState] = mapped_column(value_enum(JobState))
    requested_by: Mapped[str] = mapped_column(String(254))
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    """Time of the worker's last heartbeat."""
    finished_at: Mapped[datetime | None]
    labels: Mapped[int | None]
    """Reviewed texts that were handed to it."""
    error: Mapped[str | None] = mapped_column(Text)

    version: Mapped["ModelVersion | None"] = relationship(back_populates="job")


class ModelVersion(Base):
    """A model in the store, with its metadata."""

    __tablename__ = "model_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(80), unique=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("training_job.id"), unique=True)
    added_at: Mapped[datetime]
    metrics: Mapped[dict[str, Any]] = mapped_column(JSON)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Fingerprints of data, split and labels, and how many labels."""
    verdict_json: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    shadowed_until: Mapped[int | None]
    """The last prediction that it has scored beside the champion."""

    job: Mapped[TrainingJob | None] = relationship(back_populates="version")

    @property
    def verdict(self) -> Verdict | None:
        """Verdict of the release gate; None if it was never asked."""
        return None if self.verdict_json is None else Verdict.from_json(self.verdict_json)


class ModelRelease(Base):
    """A version that was made the served one. Rows are only added; the last one holds."""

    __tablename__ = "model_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(80))
    manifest_sha256: Mapped[str | None] = mapped_column(String(64))
    """Digest of its manifest, and so of its files; None for a release of an older application."""
    previous_version: Mapped[str | None] = mapped_column(String(80))
    """Version that a roll-back of this release restores; None if there is none."""
    released_at: Mapped[datetime]
    released_by: Mapped[str] = mapped_column(String(254))
    is_rollback: Mapped[bool]
    forced_reason: Mapped[str | None] = mapped_column(Text)
    """Reason given for releasing it in spite of the gate."""


class ShadowScore(Base):
    """A candidate's score of a prediction that the champion has answered."""

    __tablename__ = "shadow_score"

    version_id: Mapped[int] = mapped_column(ForeignKey("model_version.id"), primary_key=True)
    prediction_id: Mapped[int] = mapped_column(ForeignKey("prediction.id"), primary_key=True)
    probability_positive: Mapped[float]
    neutral_probability: Mapped[float | None]
    """Probability of no opinion; None from a candidate of two classes."""

    @property
    def sentiment(self) -> Sentiment:
        """The sentiment to name first: neutral, or else the side that is likelier."""
        if is_neutral(self.neutral_probability):
            return Sentiment.NEUTRAL
        return Sentiment.POSITIVE if self.probability_positive >= 0.5 else Sentiment.NEGATIVE

    @property
    def sentiment_probability(self) -> float:
        """Probability of `sentiment`, as `Prediction` has it."""
        if self.neutral_probability is not None and is_neutral(self.neutral_probability):
            return self.neutral_probability
        return max(self.probability_positive, 1 - self.probability_positive)
