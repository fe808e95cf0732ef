"""Labelled tweets as files: CSV and JSON lines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum

from sqlalchemy.orm import Session

from airparadis.db.tables import ReviewLabel
from airparadis.domain.batches.csv_injection import escape_cell
from airparadis.domain.review.queue import is_test_text
from airparadis.services.review import labels

BYTE_ORDER_MARK = "\ufeff"
"""Mark without which Excel takes UTF-8 for the machine's old encoding."""

COLUMNS = (
    *("text", "label", "reviewer", "opinion", "labelled_at", "part", "origin"),
    *("prediction_id", "model_label", "probability_positive", "model_version"),
)


class Format(StrEnum):
    """The format in which a file is written."""

    CSV = "csv"
    JSONL = "jsonl"


def export(session: Session, form: Format) -> Iterator[str]:
    """Every decision not undone, line by line."""
    rows = (row for rows in labels.standing(session).values() for row in rows)
    if form is Format.JSONL:
        for row in rows:
            yield json.dumps(_record(row), ensure_ascii=False) + "\n"
        return
    yield BYTE_ORDER_MARK + _csv_line(COLUMNS)
    for row in rows:
        yield _csv_line(_cell(value) for value in _record(row).values())


def _record(row: ReviewLabel) -> dict[str, object]:
    prediction = row.prediction
    values = (
        row.text,
        row.decision.value,
        row.reviewer,
        row.opinion,
        row.created_at.isoformat(),
        "test" if is_test_text(row.text_key) else "train",
        row.origin.value,
        str(prediction.public_id) if prediction else None,
        prediction.label.value if prediction and prediction.label else None,
        prediction.probability_positive if prediction else None,
        prediction.model_version if prediction else None,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _cell(value: object) -> str:
    return "" if value is None else escape_cell(str(value))


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
