"""The pages measured, and the time of each."""

import statistics
import time
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import StreamTweet
from airparadis.services.monitoring import reported_errors
from airparadis.services.monitoring.reported_errors import Filter, Order
from airparadis.web.urls import write_key
from benchmarks.grow.rows import VERSIONS

REPEATS = 7
COMMON = "delayed"
RARE = "website never"
"""Words that few tweets have: a search for them goes as far as it may."""


def addresses(session: Session) -> dict[str, str]:
    """Address of each page by its name in the table; deep pages begin in the middle of a list."""
    dashboard = {f"last {span}": f"span={span}" for span in ("hour", "day", "week", "month")} | {
        "all time": "",
        "one model version": f"version={VERSIONS[0]}",
        "oldest first": "order=oldest",
        "most confident first": "order=surest",
        "negative, by the form": "label=negative&source=form&order=surest",
        "search": f"search={COMMON}",
        "search, rare words": f"search={RARE}",
        "latest, middle of the list": f"order=latest&after={_middle(session, Order.LATEST)}",
        "most confident, middle": f"order=surest&after={_middle(session, Order.SUREST)}",
    }
    tweets = {
        "all": "",
        "middle of the list": f"after={_middle_tweet(session)}",
        "negative": "label=negative",
        "search": f"search={COMMON}",
        "search, rare words": f"search={RARE}",
        "highest reach": "order=reach",
        "most copies": "order=copies",
    }
    last = reported_errors.numbered_page(session, Filter()).last
    return {
        **{f"dashboard, {name}": f"/admin?{query}" for name, query in dashboard.items()},
        "figures as JSON": "/api/v1/stats",
        "wrong predictions as JSON, page 1": "/api/v1/feedback/wrong",
        "wrong predictions as JSON, last page": f"/api/v1/feedback/wrong?page={last}",
        "review queue": "/admin/review",
        "review history": "/admin/review/history",
        "batches": "/admin/batches",
        "radar": "/radar",
        "a stream": "/radar/streams/1",
        "a stream, last 180 days": "/radar/streams/1?hours=4320",
        **{f"its tweets, {name}": f"/radar/streams/1/tweets?{q}" for name, q in tweets.items()},
    }


def _middle(session: Session, order: Order) -> str:
    """Cursor of the median reported error."""
    chosen = Filter(order=order)
    total = reported_errors.page(session, chosen, size=1).total
    if total < 2:
        return ""
    vote = reported_errors.numbered_page(session, chosen, total // 2, 1).items[0]
    key = (vote.voted_at, vote.id)
    text = write_key((vote.confidence, *key) if order is Order.SUREST else key)
    return text.replace("+", "%2B")


def _middle_tweet(session: Session) -> str:
    """Cursor of the median tweet of a stream."""
    in_stream = StreamTweet.stream_id == 1
    count = session.scalar(select(func.count()).select_from(StreamTweet).where(in_stream)) or 0
    query = select(StreamTweet.created_at, StreamTweet.tweet_id).where(in_stream)
    middle = session.execute(query.order_by(StreamTweet.created_at).offset(count // 2)).first()
    return write_key(tuple(middle)).replace("+", "%2B") if middle else ""


def median_ms(client: FlaskClient, path: str, clock: Callable[[], float]) -> float:
    """Median milliseconds of a page in process, after one answer that is not counted."""
    _get(client, path, clock)
    return statistics.median(_get(client, path, clock) for _ in range(REPEATS))


def _get(client: FlaskClient, path: str, clock: Callable[[], float]) -> float:
    started = clock()
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return (clock() - started) * 1000


def export(client: FlaskClient, path: str) -> dict[str, float]:
    """Milliseconds to the first row of a file, and rows a second."""
    started = time.perf_counter()
    response = client.get(path, buffered=False)
    rows, first = 0, 0.0
    for rows, _ in enumerate(response.iter_encoded()):  # the names of the columns come first
        if rows == 1:
            first = (time.perf_counter() - started) * 1000
    seconds = time.perf_counter() - started
    response.close()
    return {"export of all: first row, ms": first, "export of all: rows/s": rows / seconds}
