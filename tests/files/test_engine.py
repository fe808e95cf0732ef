"""Scoring rows: each as its tweet alone, or with the reason why not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from airparadis.domain.batches.batch import RowFault
from airparadis.files.engine import columns_of, score_rows
from tests.support.fakes import FakeClassifier


def test_what_databases_refuse_is_no_text() -> None:
    rows = score_rows(FakeClassifier(), ["a\0b", "\ud800", "good"])
    assert [reason for _, reason in rows] == [RowFault.NOT_TEXT, RowFault.NOT_TEXT, None]


def test_a_row_that_cannot_be_read_with_certainty_is_not_scored() -> None:
    rows = score_rows(FakeClassifier(), ["good", "good", None], frozenset({1}))
    assert [reason for _, reason in rows] == [None, RowFault.MALFORMED, RowFault.EMPTY]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=10))
def test_a_batch_scores_as_its_tweets_alone(tweets: list[str | None]) -> None:
    classifier = FakeClassifier()
    rows = score_rows(classifier, tweets)
    assert rows == [score_rows(classifier, [tweet])[0] for tweet in tweets]
    columns = columns_of(rows, "v", 0.7)
    for label, reason in zip(columns.label, columns.reason, strict=True):
        assert (label is None) != (reason is None)
