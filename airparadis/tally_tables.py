"""The tables of what is counted once and kept, so that pages need not count it again."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from airparadis.database import Base


class VoteTally(Base):
    """Votes on the predictions of a full hour, changed with every vote (`services.vote_tally`)."""

    __tablename__ = "vote_tally"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    """In which the predictions were made, whenever they were voted on."""
    model_version: Mapped[str] = mapped_column(String(80), primary_key=True)
    bin: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the confidence (`domain.histogram.CONFIDENCE_EDGES`); -1 for what was not scored."""
    votes: Mapped[int]
    wrong_votes: Mapped[int]
    voted: Mapped[int]
    """Distinct predictions voted on."""
    wrong: Mapped[int]
    """Distinct predictions that somebody reported wrong."""
    confidence: Mapped[float]
    """Sum over the distinct predictions."""
