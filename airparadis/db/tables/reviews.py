"""The tables of review: who called which text what, and whom a tweet is assigned to."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Optional

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from airparadis.db.base import Base, value_enum
from airparadis.domain.review.queue import Decision

if TYPE_CHECKING:
    from airparadis.db.tables.accounts import User
    from airparadis.db.tables.predictions import Prediction


class Origin(StrEnum):
    """The origin of a label."""

    QUEUE = "queue"
    IMPORT = "import"


class ReviewLabel(Base):
    """One reviewer's decision on one text. Rows are only added: what was undone says when."""

    __tablename__ = "review_label"
    __table_args__ = (
        Index(
            "uq_review_label_standing",
            "text_key",
            "reviewer",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(None, "reviewer", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prediction_id: Mapped[int | None] = mapped_column(ForeignKey("prediction.id"), index=True)
    """The prediction that was shown; None for a text that was imported."""
    text: Mapped[str] = mapped_column(Text)
    text_key: Mapped[str] = mapped_column(String(32))
    """`domain.likeness.text_key`: one label of a reviewer stands for every repeat of a text."""
    reviewer: Mapped[str] = mapped_column(String(254))
    decision: Mapped[Decision] = mapped_column(value_enum(Decision))
    opinion: Mapped[int]
    """1 for the first reviewer of the text, 2 for the second, …"""
    origin: Mapped[Origin] = mapped_column(value_enum(Origin))
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    prediction: Mapped[Optional["Prediction"]] = relationship()


class Assignment(Base):
    """A tweet that one reviewer is to look at; a label on its text ends it until it is undone."""

    __tablename__ = "assignment"

    prediction_id: Mapped[int] = mapped_column(
        ForeignKey("prediction.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    text_key: Mapped[str] = mapped_column(String(32))
    """Key of the tweet's text: a label on a repeat of it ends the assignment, too."""
    assigned_by: Mapped[str] = mapped_column(String(254))
    assigned_at: Mapped[datetime]

    account: Mapped["User"] = relationship()
    prediction: Mapped["Prediction"] = relationship()
