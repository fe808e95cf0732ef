"""Cards of tweets, masked for reports."""

from dataclasses import replace
from datetime import UTC, datetime

from airparadis.web.presentation.highlight import Segment
from airparadis.web.presentation.tweet_cards import TweetCard

CARD = TweetCard(
    *("tweet-1", "@bob lost my bag", None, None, None, False, None, "/vote", "/review"),
    *("/assign", None, None, None, None, datetime(2026, 6, 1, tzinfo=UTC), "light"),
)


def test_handles_are_masked_and_marks_kept() -> None:
    parts = [Segment("@bob "), Segment("lost", -1.0, 2), Segment(" my bag")]
    masked = replace(CARD, parts=parts).masked()
    assert "bob" not in (masked.text or "")
    assert [part.strength for part in masked.parts or ()] == [0, 2, 0]
    assert "".join(part.text for part in masked.parts or ()) == masked.text


def test_a_mark_through_a_handle_is_dropped() -> None:
    parts = [Segment("@"), Segment("bob", -1.0, 2), Segment(" lost my bag")]
    masked = replace(CARD, parts=parts).masked()
    assert masked.parts is None
    assert replace(CARD, text=None).masked().text is None
