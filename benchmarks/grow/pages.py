"""The pages that are asked for, and how long each takes."""

import statistics
import time
from collections.abc import Sequence

import psutil
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import StreamTweet
from airparadis.services.monitoring import reported_errors
from airparadis.services.monitoring.reported_errors import Filter, Order
from airparadis.web.urls.cursor import write_key
from benchmarks.grow.columns import VERSIONS

REPEATS = 7
SEARCHED = "delayed"
RARE = "website never"
"""Words that few tweets have: a search for them goes as far as it may."""


def addresses(session: Session) -> dict[str, str]:
    """The address of each page by what it is called; deep pages begin in the middle of a list."""
    spans = ("hour", "day", "week", "month")
    found = {f"dashboard, last {span}": f"/admin?span={span}" for span in spans}
    found |= {
        "dashboard, since the beginning": "/admin",
        "… of one model version": f"/admin?version={VERSIONS[0]}",
        "… oldest first": "/admin?order=oldest",
        "… surest first": "/admin?order=surest",
        "… negative, by the form, surest": "/admin?label=negative&source=form&order=surest",
        "… searched": f"/admin?search={SEARCHED}",
        "… searched for what is rare": f"/admin?search={RARE}",
    }
    for order in (Order.LATEST, Order.SUREST):
        key = _middle(session, order)
        if key:
            found[f"… {order}, in the middle of the list"] = f"/admin?order={order}&after={key}"
    found |= {
        "figures as JSON, since the beginning": "/api/v1/stats",
        "wrong predictions as JSON, page 1": "/api/v1/feedback/wrong",
        "… last page": f"/api/v1/feedback/wrong?page={_last(session)}",
        "review queue": "/admin/review",
        "review history": "/admin/review/history",
        "batches": "/admin/batches",
        "radar": "/radar",
        "a stream": "/radar/streams/1",
        "… of the last 180 days": "/radar/streams/1?hours=4320",
        "its tweets": "/radar/streams/1/tweets",
        "… in the middle of the list": f"/radar/streams/1/tweets?after={_tweet(session)}",
        "… negative": "/radar/streams/1/tweets?label=negative",
        "… searched": f"/radar/streams/1/tweets?search={SEARCHED}",
        "… searched for what is rare": f"/radar/streams/1/tweets?search={RARE}",
        "… most reached": "/radar/streams/1/tweets?order=reach",
        "… most repeated": "/radar/streams/1/tweets?order=copies",
    }
    return found


def _middle(session: Session, order: Order) -> str:
    """Where the second half of the wrong predictions begins, as an address has it."""
    chosen = Filter(order=order)
    total = reported_errors.page(session, chosen, size=1).total
    if total < 2:
        return ""
    found = reported_errors.numbered(session, chosen, total // 2, 1).items[0]
    key = (found.voted_at, found.id)
    text = write_key((found.confidence, *key) if order is Order.SUREST else key)
    return text.replace("+", "%2B")


def _last(session: Session) -> int:
    return reported_errors.numbered(session, Filter()).last


def _tweet(session: Session) -> str:
    """The middle of a stream's tweets."""
    query = select(StreamTweet.created_at, StreamTweet.tweet_id).where(StreamTweet.stream_id == 1)
    count = len(session.execute(query).all())
    middle = session.execute(query.order_by(StreamTweet.created_at).offset(count // 2)).first()
    return write_key((middle[0], middle[1])).replace("+", "%2B") if middle else ""


def median(client: FlaskClient, path: str) -> float:
    """Milliseconds of a page in process, once it has been asked for."""
    _ask(client, path)
    return statistics.median(_ask(client, path) for _ in range(REPEATS))


def processor(client: FlaskClient, path: str, backends: Sequence[int]) -> float:
    """Mean milliseconds of processor time of a page, with those of the database's processes.

    What a page would take on a machine of its own, told on one that others use: waiting, for the
    disk too, is not in it.
    """
    _ask(client, path)
    before = _used(backends)
    for _ in range(REPEATS):
        _ask(client, path)
    return (_used(backends) - before) / REPEATS * 1000


def _used(backends: Sequence[int]) -> float:
    """Seconds of processor time."""
    of_others = (psutil.Process(each).cpu_times() for each in backends)
    return float(time.process_time() + sum(each.user + each.system for each in of_others))


def _ask(client: FlaskClient, path: str) -> float:
    started = time.perf_counter()
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return (time.perf_counter() - started) * 1000
