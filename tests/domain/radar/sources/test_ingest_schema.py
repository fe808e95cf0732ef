"""The schema of incoming tweets."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.sources.ingest_schema import (
    IncomingError,
    IncomingTweet,
    check_sender,
    read_tweet,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
GOOD: dict[str, Any] = {"id": "7", "text": "late again", "created_at": "2026-06-01T11:00:00+02:00"}


def test_a_tweet_needs_an_id_a_text_and_a_time() -> None:
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert read_tweet(GOOD, NOW) == IncomingTweet("api", "7", "late again", at)


def test_optional_fields_are_read() -> None:
    more = GOOD | {"source": "x", "author": "lea", "reach": 12, "language": "FR", "id": 9}
    read = read_tweet(more, NOW)
    assert (read.source, read.source_id, read.author) == ("x", "9", "lea")
    assert (read.reach, read.language) == (12, "fr")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": None}, "id is missing"),
        ({"id": " "}, "id is missing"),
        ({"id": "9" * 65}, "id is not a text of at most 64 characters"),
        ({"id": True}, "id is not a text"),
        ({"text": 5}, "text is missing"),
        ({"text": "  "}, "text is empty"),
        ({"text": "x" * 1001}, "text is longer than 1000 characters"),
        ({"text": "a\0b"}, "text contains NUL"),
        ({"created_at": "yesterday"}, "created_at is not a time"),
        ({"created_at": "2026-06-01T11:00:00"}, "created_at is not a time in ISO 8601 with a zone"),
        ({"created_at": "2026-06-01T12:11:00Z"}, "created_at is before the first tweet or in the"),
        ({"created_at": "1999-06-01T12:11:00Z"}, "created_at is before the first tweet or in the"),
        ({"created_at": 5}, "created_at is not a time"),
        ({"reach": -1}, "reach is not a whole number from 0 on"),
        ({"reach": "many"}, "reach is not a whole number"),
        ({"reach": 2**40}, "reach is not a whole number"),
        ({"language": "a language"}, "language is not a text of at most 8"),
    ],
)
def test_an_invalid_row_is_refused_with_the_name_of_its_field(
    change: dict[str, Any], words: str
) -> None:
    with pytest.raises(IncomingError, match=words):
        read_tweet(GOOD | change, NOW)


values = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())


@given(st.dictionaries(st.sampled_from([*GOOD, "source", "author", "reach", "language"]), values))
def test_any_object_is_read_or_refused(row: dict[str, Any]) -> None:
    try:
        read = read_tweet(GOOD | row, NOW)
    except IncomingError:
        return
    assert read.source_id
    assert read.text
    assert read.created_at <= NOW + timedelta(minutes=10)


@pytest.mark.parametrize("source", ["x", "X", " x ", "twitter", "Mastodon", "bluesky"])
def test_a_sender_cannot_claim_the_source_of_a_connector(source: str) -> None:
    sent = read_tweet({**GOOD, "source": source}, NOW)
    with pytest.raises(IncomingError, match="the name of a connector"):
        check_sender(sent)
    own = read_tweet({**GOOD, "source": "export of x"}, NOW)
    assert check_sender(own) is own
