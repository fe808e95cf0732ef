"""The time line of a stream, at any zoom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import render_template, request, url_for

from airparadis.db.tables import Stream
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.radar.enums import Step
from airparadis.lib.clock import utc_now
from airparadis.services.radar import reading, streams
from airparadis.services.radar.connectors.registry import CONNECTOR_LABELS
from airparadis.web.access.access import permission_required
from airparadis.web.charts.plot import Link
from airparadis.web.charts.stream import volume
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import HOUR, bp, moment
from airparadis.web.presentation.locale import reader_zone
from airparadis.web.runtime import runtime
from airparadis.web.urls import query_number

DAY: Final = timedelta(days=1)
SPANS: Final = (6 * HOUR, DAY, 7 * DAY, 30 * DAY, 180 * DAY)
STEPS: Final = (HOUR / 12, HOUR / 4, HOUR / 2, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY, 7 * DAY)
MAX_COLUMNS: Final = 72
MAX_SPAN: Final = MAX_COLUMNS * STEPS[-1]
CLOSER: Final = 6
"""A column is looked at together with so many others at most."""


@dataclass(frozen=True, slots=True)
class View:
    """The part of a stream's time that is shown."""

    since: datetime
    until: datetime
    is_latest: bool
    """Whether it moves on with the clock."""

    @property
    def span(self) -> timedelta:
        """Whole hours."""
        return self.until - self.since

    @property
    def step(self) -> timedelta:
        """The width of a column: so many at most that they can be told apart."""
        return next(step for step in STEPS if self.span <= MAX_COLUMNS * step)


@bp.get("/streams/<int:stream_id>")
@permission_required(Permission.VIEW)
def show(stream_id: int) -> str:
    """The time line of a stream, its bursts and the way to its tweets."""
    session = db.session()
    stream = streams.find(session, stream_id)
    view, zone = _view(stream), reader_zone()
    found = reading.bursts(session, stream)
    clock = runtime().config.timezone
    seen = reading.timeline(session, stream, view.since, view.until, view.step, clock)
    return render_template(
        "radar/stream.html",
        stream=stream,
        view=view,
        spans=SPANS,
        chart=volume(seen, found, _closer(stream, view), report_url),
        bursts=found,
        running=[burst for burst in found if burst.incident.resolved_at is None],
        sources=reading.sources(session, CONNECTOR_LABELS, stream),
        address=lambda since, until: _address(stream, since, until),
        local=lambda at: f"{at.astimezone(zone):%Y-%m-%dT%H:%M}",
    )


def report_url(incident_id: int) -> str:
    """The page of a burst."""
    return url_for("radar.report", incident_id=incident_id)


def _view(stream: Stream) -> View:
    """Return the span of the URL in whole hours, else the last week of what there is."""
    since, until = moment(request.args.get("since")), moment(request.args.get("until"))
    latest = _latest(stream)
    end = Step.HOUR.start(until + HOUR - timedelta.resolution) if until else latest
    begin = Step.HOUR.start(since) if since else end - _chosen_span()
    begin = max(min(begin, end - HOUR), end - MAX_SPAN)
    return View(begin, end, until is None)


def _chosen_span() -> timedelta:
    return query_number("hours", 7 * 24, 1, MAX_SPAN // HOUR) * HOUR


def _latest(stream: Stream) -> datetime:
    """Now, or the end of what a finished collection holds."""
    now = Step.HOUR.start(utc_now()) + HOUR
    last = reading.latest_count(db.session(), stream) or now
    return min(now, last + DAY)


def _address(stream: Stream, since: datetime, until: datetime) -> str:
    return url_for(
        "radar.show", stream_id=stream.id, since=since.isoformat(), until=until.isoformat()
    )


def _closer(stream: Stream, view: View) -> list[Link]:
    """A way into each column: it and some hours on both sides, but less than is shown now."""
    count = -(-view.span // view.step)
    if view.span <= HOUR:
        return []
    width = max(min(view.step * CLOSER, view.span / 4), HOUR)
    links = []
    for place in range(count):
        middle = view.since + (place + 0.5) * view.step
        since = Step.HOUR.start(middle - width / 2)
        address = _address(stream, since, since + width)
        links.append(Link(100 * place / count, 100 / count, address))
    return links
