"""The summary of a scored file: classes, agreement with its labels, first rows."""

import pytest

from airparadis.files.scoring.result import columns_of
from airparadis.files.scoring.rows import Row
from airparadis.files.scoring.summary import FIRST_ROWS, Summary
from airparadis.files.table import Block, Layout

NEGATIVE, NEUTRAL, POSITIVE = (
    Row(0.1, 0.2, None, None),
    Row(0.4, 0.9, None, None),
    Row(0.8, 0.1, None, None),
)


def summarise(cells: list[list[str | None]], rows: list[Row], *columns: str) -> Summary:
    summary = Summary(Layout("csv", columns, 0))
    summary.add(Block(1, cells), columns_of(rows, "light", 0.66))
    return summary


def test_classes_are_three_and_agreement_counts_them() -> None:
    cells: list[list[str | None]] = [["a", "neg"], ["b", "Neutral"], ["c", "NEGATIVE"], ["d", ""]]
    summary = summarise(cells, [NEGATIVE, NEUTRAL, POSITIVE, POSITIVE], "text", "Sentiment")
    assert summary.sentiments == {"negative": 1, "neutral": 1, "positive": 2}
    assert summary.agreement() == {"column": "Sentiment", "rows": 3, "right": 2}
    assert [row["sentiment"] for row in summary.first[:2]] == ["negative", "neutral"]
    assert summary.first[1]["probability"] == 0.9


def test_without_neutral_labels_neutral_answers_are_left_out() -> None:
    cells: list[list[str | None]] = [["a", "négatif"], ["b", "positif"]]
    summary = summarise(cells, [NEGATIVE, NEUTRAL], "text", "label")
    assert summary.agreement() == {"column": "label", "rows": 1, "right": 1}


@pytest.mark.parametrize("names", [("text", "city"), ("text", "label"), ("label", "text")])
def test_other_columns_are_no_labels(names: tuple[str, str]) -> None:
    cells: list[list[str | None]] = [["a", "Lyon"], ["b", "neg"], ["c", "Oslo"]]
    summary = summarise(cells, [NEGATIVE, NEGATIVE, POSITIVE], *names)
    assert summary.agreement() is None


def test_only_the_first_rows_are_kept() -> None:
    cells: list[list[str | None]] = [["x" * 999]] * 30
    summary = summarise(cells, [POSITIVE] * 30, "text")
    assert len(summary.first) == FIRST_ROWS
    assert len(summary.first[0]["text"]) == 280
