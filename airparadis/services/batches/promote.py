"""A batch's first scored rows as predictions, on which people can vote and which they review."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import BatchJob, Prediction, Source
from airparadis.domain.predictions.label import leaning
from airparadis.lib.errors import PredictionNotFoundError
from airparadis.text.language import Language

NAMESPACE: Final = uuid.UUID("0c3d4f0e-7f0a-4d0b-8f43-52f2b5b7b6aa")
"""Namespace of the identifiers made from a row's: a row becomes one prediction at most."""

FirstRows = Sequence[Mapping[str, Any]]
"""The first rows as `files.scoring.summary` writes them."""


def rows_as_predictions(job: BatchJob, rows: FirstRows) -> Mapping[int, Prediction]:
    """Return what the scored rows would be as predictions, by row from 1; none is stored."""
    return {
        number: _prediction(job, number, row)
        for number, row in enumerate(rows, 1)
        if row.get("tweet")
    }


def promote_row(
    session: Session, job: BatchJob, rows: FirstRows, number: int, now: datetime
) -> Prediction:
    """Store what the model said of a row as a prediction, once; the caller commits.

    Raises:
        PredictionNotFoundError: there is no such row, it was not scored, or the files are deleted.
    """
    made = rows_as_predictions(job, rows).get(number)
    if made is None:
        raise PredictionNotFoundError(f"row {number}")
    begin_write(session)
    same = select(Prediction).where(Prediction.public_id == made.public_id)
    known = session.scalar(same)
    if known is not None:
        return known
    made.id, made.created_at = None, now  # type: ignore[assignment] # the database numbers it
    session.add(made)
    session.flush()
    return made


def _prediction(job: BatchJob, number: int, row: Mapping[str, Any]) -> Prediction:
    positive, language = float(row["positive"]), row["language"]
    return Prediction(
        id=number,
        public_id=uuid.uuid5(NAMESPACE, f"{job.id} {job.requested_at.isoformat()} {number}"),
        text=row["tweet"],
        label=leaning(positive),
        probability_positive=positive,
        uncertain=bool(row["uncertain"]),
        neutral_probability=row["neutral"],
        language=Language(language) if language else None,
        model_version=job.model_version or "",
        source=Source.BATCH,
        latency_ms=0.0,
        created_at=job.finished_at or job.requested_at,
    )
