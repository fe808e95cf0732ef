"""Any file is read or refused in one way."""

import gzip
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.files.opening import open_here
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.errors import StreamError

NOW = datetime(2026, 6, 1, tzinfo=UTC)
GOOD = b"id,text,created_at\n1,so late,2026-05-01T10:00:00Z\n"
ZIPPED = gzip.compress(GOOD, mtime=0)
CONTENTS = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=100).map(lambda tail: GOOD + tail),
    st.binary(max_size=100).map(lambda tail: b'{"id": "1", "text": "so late"}\n' + tail),
    st.tuples(st.integers(0, len(ZIPPED)), st.binary(max_size=40)).map(
        lambda cut: ZIPPED[: cut[0]] + cut[1]
    ),
)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "csv.gz", "jsonl.gz"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=CONTENTS)
@example(content=ZIPPED[:15] + b"\xff" * 20)
def test_any_file_gives_tweets_or_one_error(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"any.{suffix}"
    path.write_bytes(content)
    read: list[IncomingTweet] = []
    with suppress(StreamError):
        read.extend(TweetFile(path, open_here).tweets(NOW))
    assert all(isinstance(tweet, IncomingTweet) for tweet in read)
