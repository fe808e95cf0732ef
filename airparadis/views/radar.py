"""The radar: streams, their time lines and tweets, bursts as reports."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.auditing import note
from airparadis.auth import role_required
from airparadis.classifier import Label
from airparadis.domain.accounts import Role
from airparadis.domain.audit import Act
from airparadis.errors import StreamError
from airparadis.extensions import db
from airparadis.locale import reader_zone
from airparadis.models import Stream
from airparadis.radar.replay import offset_hours
from airparadis.radar.vocabulary import Sensitivity, Step
from airparadis.runtime import runtime, utc_now
from airparadis.services.radar import reading, streams
from airparadis.services.radar.reading import TweetFilter
from airparadis.views.charts.stream import spark, volume
from airparadis.views.incidents import SNOOZE_HOURS

bp = Blueprint("radar", __name__, url_prefix="/radar")

MAX_SEARCH = 100


class Zoom(StrEnum):
    """How much of a stream's time is shown."""

    HOURS = "6h"
    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"

    @property
    def span(self) -> timedelta:
        """From the first to the last step."""
        return {"6h": _HOUR * 6, "24h": _HOUR * 24, "7d": _HOUR * 168, "30d": _HOUR * 720}[self]

    @property
    def step(self) -> timedelta:
        """The width of a column."""
        return {"6h": _HOUR / 12, "24h": _HOUR / 2, "7d": _HOUR * 4, "30d": _HOUR * 24}[self]


_HOUR = timedelta(hours=1)


@bp.get("")
@role_required(Role.VIEWER)
def overview() -> str:
    """Every stream: is it quiet?"""
    session, now = db.session(), utc_now()
    lines = reading.overview(session, streams.all_streams(session), now)
    return render_template(
        "radar/overview.html",
        lines=lines,
        sparks={each.stream.id: spark(each.hours) for each in lines},
        running=[each for each in lines if each.incident],
        hours=reading.SPARK_HOURS,
    )


@bp.route("/streams/new", methods=["GET", "POST"])
@role_required(Role.ANALYST)
def create() -> ResponseReturnValue:
    """Watch something new."""

    def make() -> Stream:
        name, now = request.form.get("name", ""), utc_now()
        return streams.add(
            db.session(),
            name,
            _terms(),
            now,
            languages=_languages(),
            sensitivity=_sensitivity(),
        )

    return _edited(None, make)


@bp.route("/streams/<int:stream_id>/edit", methods=["GET", "POST"])
@role_required(Role.ANALYST)
def edit(stream_id: int) -> ResponseReturnValue:
    """Look for something else, or more sharply."""
    stream = streams.find(db.session(), stream_id)

    def change() -> Stream:
        streams.change(db.session(), stream, _terms(), _languages(), _sensitivity())
        return stream

    return _edited(stream, change)


def _edited(stream: Stream | None, save: Callable[[], Stream]) -> ResponseReturnValue:
    """The form, or what became of it."""
    fault = None
    if request.method == "POST":
        try:
            saved = save()
            note(Act.STREAM_CHANGED if stream else Act.STREAM_ADDED, saved.name)
            db.session.commit()
            return redirect(url_for(".show", stream_id=saved.id), 303)
        except StreamError as error:
            db.session.rollback()
            fault = str(error)
    levels = list(Sensitivity)
    page = render_template(
        "radar/edit.html", stream=stream, sent=request.form, fault=fault, levels=levels
    )
    return page, 422 if fault else 200


def _terms() -> list[str]:
    return request.form.get("terms", "").splitlines()


def _languages() -> list[str]:
    return request.form.get("languages", "").replace(",", " ").split()


@bp.post("/streams/<int:stream_id>/remove")
@role_required(Role.ADMINISTRATOR)
def remove(stream_id: int) -> ResponseReturnValue:
    """Forget a stream, its counts and its incidents."""
    stream = streams.find(db.session(), stream_id)
    name = stream.name
    streams.remove(db.session(), stream)
    note(Act.STREAM_REMOVED, name)
    db.session.commit()
    return redirect(url_for(".overview"), 303)


@bp.get("/streams/<int:stream_id>")
@role_required(Role.VIEWER)
def show(stream_id: int) -> str:
    """The time line of a stream, its bursts and the way to its tweets."""
    session = db.session()
    stream = streams.find(session, stream_id)
    zoom, until = _zoom(), _until(stream)
    offset = offset_hours(until.astimezone(reader_zone()).utcoffset())
    found = reading.bursts(session, stream)
    seen = reading.timeline(session, stream, until - zoom.span, until, zoom.step, offset)
    return render_template(
        "radar/stream.html",
        stream=stream,
        zoom=zoom,
        zooms=list(Zoom),
        until=until,
        earlier=until - zoom.span,
        later=until + zoom.span,
        is_latest=request.args.get("until") is None,
        chart=volume(seen, found),
        bursts=found,
    )


@bp.get("/streams/<int:stream_id>/tweets")
@role_required(Role.VIEWER)
def tweets(stream_id: int) -> str:
    """The tweets of a stream, filtered, in pages."""
    stream, args = streams.find(db.session(), stream_id), request.args
    label = args.get("label", "")
    wanted = TweetFilter(
        _moment(args.get("since")),
        _moment(args.get("until")),
        Label(label) if label in set(Label) else None,
        args.get("search", "").replace("\0", "").strip()[:MAX_SEARCH],
        args.get("order") == "reach",
    )
    number = min(max(args.get("page", 1, type=int), 1), 1_000_000)
    listed = reading.tweets(db.session(), stream, wanted, number)
    if number > listed.last:
        abort(404)
    kept = {name: value for name, value in args.items() if name != "page" and value}
    return render_template(
        "radar/tweets.html", stream=stream, wanted=wanted, listed=listed, kept=kept
    )


@bp.get("/bursts/<int:incident_id>")
@role_required(Role.VIEWER)
def report(incident_id: int) -> str:
    """A burst as a report: what, how much, who says what, what to expect. Made to be printed."""
    session = db.session()
    burst = reading.find_burst(session, incident_id)
    incident = burst.incident
    until = min(Step.HOUR.start(incident.last_report_at) + 6 * _HOUR, utc_now() + _HOUR)
    since = max(incident.first_report_at - 24 * _HOUR, until - Zoom.WEEK.span)
    offset = offset_hours(until.astimezone(reader_zone()).utcoffset())
    seen = reading.timeline(session, burst.stream, since, until, _HOUR, offset)
    past = [each for each in reading.bursts(session, burst.stream) if each is not burst]
    return render_template(
        "radar/burst.html",
        burst=burst,
        incident=incident,
        chart=volume(seen, [burst]),
        past=past,
        snooze_hours=SNOOZE_HOURS,
        config=runtime().config,
    )


def _sensitivity() -> Sensitivity:
    chosen = request.form.get("sensitivity", "")
    return Sensitivity(chosen) if chosen in set(Sensitivity) else Sensitivity.BALANCED


def _zoom() -> Zoom:
    chosen = request.args.get("zoom", "")
    return Zoom(chosen) if chosen in set(Zoom) else Zoom.WEEK


def _until(stream: Stream) -> datetime:
    """What the address says; else now, or the end of what a finished collection holds."""
    chosen = _moment(request.args.get("until"))
    now = Step.HOUR.start(utc_now()) + _HOUR
    latest = reading.latest_count(db.session(), stream) or now
    return Step.HOUR.start(chosen) if chosen else min(now, latest + Zoom.DAY.span)


def _moment(text: str | None) -> datetime | None:
    """A time in ISO 8601; without a zone it is the reader's."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if moment is None or not 2000 <= moment.year <= 2100:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=reader_zone())
