"""A burst as a report: a page, and a file to send or to print."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final

from flask import Response, make_response, render_template
from markupsafe import Markup

from airparadis.db.tables import Burst, Incident
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.incidents.incident import SNOOZE_HOURS
from airparadis.domain.radar.enums import Step
from airparadis.lib.clock import utc_now
from airparadis.lib.project import ROOT
from airparadis.services.accounts import accounts
from airparadis.services.radar import reading
from airparadis.web.access.access import permission_required
from airparadis.web.charts.stream import volume
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import HOUR, bp
from airparadis.web.presentation.tweet_cards import TweetCard, tweet_cards
from airparadis.web.runtime import runtime

MAX_SPAN: Final = timedelta(days=7)
STYLES: Final = ("vendor/modern-normalize/modern-normalize.css", "css/app.css", "css/radar.css")


@bp.get("/bursts/<int:incident_id>")
@permission_required(Permission.VIEW)
def report(incident_id: int) -> str:
    """A burst as a report: what, how much, who says what, what to expect. Made to be printed."""
    return render_burst(reading.find_burst(db.session(), incident_id).incident)


def render_burst(incident: Incident, **faults: str) -> str:
    """Render the page of an incident of a stream, with what was refused, if anything."""
    burst = reading.find_burst(db.session(), incident.id)
    return render_template(
        "radar/burst.html",
        **_report_context(burst),
        cards=_masked_cards(burst),
        owners=accounts.addresses_with(db.session(), Permission.HANDLE_INCIDENTS),
        snooze_hours=SNOOZE_HOURS,
        config=runtime().config,
        **faults,
    )


@bp.get("/bursts/<int:incident_id>/report.html")
@permission_required(Permission.EXPORT_REPORTS)
def report_file(incident_id: int) -> Response:
    """The same as one file that needs nothing beside it; handles in it are masked."""
    burst = reading.find_burst(db.session(), incident_id)
    now, config = utc_now(), runtime().config
    page = render_template(
        "radar/burst_file.html",
        **_report_context(burst),
        css=styles(),
        base_url=config.base_url,
        now=now,
    )
    response = make_response(page)
    name = f"air-paradis-burst-{incident_id}-{now:%Y-%m-%d}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _masked_cards(burst: Burst) -> Mapping[int, TweetCard]:
    cards = tweet_cards(reading.tweets_of_report(db.session(), burst))
    return {number: card.masked() for number, card in cards.items()}


def _report_context(burst: Burst) -> dict[str, Any]:
    incident = burst.incident
    until = min(Step.HOUR.start(incident.last_report_at) + 6 * HOUR, utc_now() + HOUR)
    since = max(incident.first_report_at - 24 * HOUR, until - MAX_SPAN)
    session = db.session()
    seen = reading.timeline(session, burst.stream, since, until, HOUR, runtime().config.timezone)
    past = [other for other in reading.bursts(session, burst.stream) if other is not burst]
    size = incident.report_count
    peak = int(seen.tweets.argmax())
    return {
        "burst": burst,
        "peak": {"tweets": int(seen.tweets[peak]), "at": seen.start_of(peak)},
        "incident": incident,
        "chart": volume(seen, [burst]),
        "past": past,
        "smaller": sum(other.incident.report_count < size for other in past),
    }


@cache
def styles() -> Markup:
    """Return the file's style sheets. They are ours, so they need no escaping."""
    found = ((ROOT / "static" / name).read_text("utf-8") for name in STYLES)
    return Markup("\n".join(found))  # noqa: S704
