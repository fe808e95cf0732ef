"""Scoring rows: each as its tweet alone, or with the reason why not."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from airparadis.domain.batches.batch import RowFault
from airparadis.files.scoring.parts import Parts
from airparadis.files.scoring.result import Counts, columns_of
from airparadis.files.scoring.rows import score_rows
from tests.support.fakes import FakeClassifier, ThreeClassFake


def test_what_databases_refuse_is_no_text() -> None:
    rows = score_rows(FakeClassifier(), ["a\0b", "\ud800", "good"])
    assert [row.fault for row in rows] == [RowFault.NOT_TEXT, RowFault.NOT_TEXT, None]


def test_a_row_that_cannot_be_read_with_certainty_is_not_scored() -> None:
    rows = score_rows(FakeClassifier(), ["good", "good", None], frozenset({1}))
    assert [row.fault for row in rows] == [None, RowFault.MALFORMED, RowFault.EMPTY]


def test_neutral_and_the_language_stand_beside_the_leaning(tmp_path: Path) -> None:
    texts = ["delayed, boards at noon", "delayed again", "Mon vol est encore annulé", "@airparadis"]
    rows = score_rows(ThreeClassFake(), texts)
    columns = columns_of(rows, "v", 0.7)
    assert columns.label[:2] == ["negative", "negative"]
    assert columns.neutral == [True, False, False, None]
    assert columns.language == ["en", "en", "fr", None]
    counts = Counts()
    counts.add(texts, columns)
    assert counts.neutral == 1
    Parts(tmp_path).write(0, rows)
    assert Parts(tmp_path).read(0) == rows


def test_scores_that_an_older_version_left_are_made_again(tmp_path: Path) -> None:
    np.save(tmp_path / "000000.npy", np.zeros(3, [("positive", "<f8"), ("reason", "u1")]))
    assert not Parts(tmp_path).has(0, 3)


@settings(max_examples=50)
@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=10))
def test_a_batch_scores_as_its_tweets_alone(tweets: list[str | None]) -> None:
    classifier = FakeClassifier()
    rows = score_rows(classifier, tweets)
    assert rows == [score_rows(classifier, [tweet])[0] for tweet in tweets]
    columns = columns_of(rows, "v", 0.7)
    for label, reason in zip(columns.label, columns.reason, strict=True):
        assert (label is None) != (reason is None)
