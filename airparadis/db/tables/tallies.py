"""Tables of precomputed counts, so that pages need not count again."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from airparadis.db.base import Base

ANY = ""
"""Placeholder for a model version: reports on predictions of all of them."""

UNSCORED = -1
"""Placeholder for a bin of confidence: votes on predictions that were not scored."""

Cells = dict[str, dict[str, tuple[int, float]]]
"""Count and sum by `domain.histogram.Measure` and bin."""


class PredictionSum(Base):
    """A version's predictions from its first up to the end of an hour (`services.rollup`).

    Those of any stretch of full hours are the difference of two rows, however long it is. An hour
    without a prediction has no row.
    """

    __tablename__ = "prediction_sum"
    __table_args__ = ({"sqlite_with_rowid": False},)

    model_version: Mapped[str] = mapped_column(String(80), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    cells: Mapped[Cells] = mapped_column(JSON)


class ReportPeak(Base):
    """The most distinct predictions reported wrong within a window that ends in an hour."""

    __tablename__ = "report_peak"
    __table_args__ = ({"sqlite_with_rowid": False},)

    window_seconds: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    model_version: Mapped[str] = mapped_column(String(80), primary_key=True)
    """`ANY` for reports of any version: that row is there for every hour that was looked at."""
    peak: Mapped[int]


class VoteSums:
    """Votes on some predictions, added up."""

    votes: Mapped[int]
    wrong_votes: Mapped[int]
    voted: Mapped[int]
    """Distinct predictions voted on."""
    wrong: Mapped[int]
    """Distinct predictions that somebody reported wrong."""
    confidence: Mapped[float]
    """Sum over the distinct predictions."""


class VoteTally(VoteSums, Base):
    """Votes on the predictions of a full hour, changed with every vote (`services.vote_tally`)."""

    __tablename__ = "vote_tally"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    """Hour of the predictions, whenever they were voted on."""
    model_version: Mapped[str] = mapped_column(String(80), primary_key=True)
    bin: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Bin of confidence (`domain.histogram.CONFIDENCE_EDGES`); -1 if it was not scored."""


class VoteDay(VoteSums, Base):
    """The same of a full day, UTC, so that a year is not read by the hour."""

    __tablename__ = "vote_day"

    day: Mapped[datetime] = mapped_column(primary_key=True)
    model_version: Mapped[str] = mapped_column(String(80), primary_key=True)
    bin: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
