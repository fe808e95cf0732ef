"""The tweets of a stream in pages: forth and back, whatever the order and filter."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream
from airparadis.domain.predictions.label import Sentiment
from airparadis.services.lists.keyset import Cursor
from airparadis.services.radar import listing
from airparadis.services.radar.tweet_filter import Order, TweetFilter
from tests.support.streams import NOON, feed, stream, tweet


@pytest.fixture
def watched(session: Session) -> Stream:
    """Thirty tweets, some of the same moment, the text of some repeated."""
    made = stream(session)
    words = ("I hate air france", "air france is good", "late again, air france")
    feed(
        session,
        [
            tweet(n, f"{words[n % 3]} {'x' * (n // 4)}", n // 4, reach=n * 7 % 5 or None)
            for n in range(30)
        ],
    )
    return made


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    "chosen", [{}, {"label": Sentiment.POSITIVE}, {"search": "late"}, {"search": "nowhere"}]
)
@pytest.mark.parametrize("most", [7, 1_000])
def test_pages_forth_and_back_are_the_whole_list(
    session: Session,
    watched: Stream,
    monkeypatch: pytest.MonkeyPatch,
    order: Order,
    chosen: dict[str, object],
    most: int,
) -> None:
    monkeypatch.setattr(listing, "MAX_SCANNED", most if order is Order.LATEST else 1_000)
    wanted = TweetFilter(order=order, **chosen)  # type: ignore[arg-type]
    whole = listing.page(session, watched, wanted, size=1_000)
    expected = [item.tweet.id for item in whole.items]
    if most == 1_000:
        assert whole.total == len(expected)
        assert (whole.before, whole.after, whole.is_more) == (None, None, False)
    pages = [listing.page(session, watched, wanted, size=4)]
    while pages[-1].after:
        pages.append(listing.page(session, watched, wanted, Cursor(pages[-1].after), size=4))
    forth = [item.tweet.id for page in pages for item in page.items]
    back = [pages[-1]]
    while back[-1].before:
        back.append(listing.page(session, watched, wanted, Cursor(back[-1].before, True), size=4))
    assert [item.tweet.id for page in reversed(back) for item in page.items] == forth
    monkeypatch.setattr(listing, "MAX_SCANNED", 1_000)
    everything = listing.page(session, watched, wanted, size=1_000)
    assert forth == [item.tweet.id for item in everything.items]


def test_other_orders_look_at_the_latest_tweets_of_the_span(
    session: Session, watched: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MAX_SCANNED", 6)
    for order in (Order.REACH, Order.COPIES):
        found = listing.page(session, watched, TweetFilter(order=order))
        assert (found.scanned, found.is_more) == (6, True)
        assert {item.tweet.id for item in found.items} <= set(range(25, 31))
        assert sum(item.copies for item in found.items) == 6
        shorter = TweetFilter(order=order, until=NOON + timedelta(minutes=1))
        assert listing.page(session, watched, shorter).scanned == 4


def test_copies_are_folded_with_the_reach_of_all(session: Session) -> None:
    made = stream(session)
    feed(session, [tweet(n, "air france is late", n, reach=n) for n in range(3)])
    [found] = listing.page(session, made, TweetFilter(order=Order.COPIES)).items
    assert (found.copies, found.reach) == (3, 3)
