"""The tweets of a stream, filtered, in pages."""

from datetime import datetime

from flask import render_template, request

from airparadis.db.tables import Burst
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.predictions.label import Sentiment
from airparadis.services.lists.keyset import Cursor
from airparadis.services.radar import listing, reading, streams
from airparadis.services.radar.tweet_filter import Order, TweetFilter
from airparadis.web.access.access import permission_required
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp, moment
from airparadis.web.presentation.locale import reader_zone
from airparadis.web.presentation.tweet_cards import tweet_cards
from airparadis.web.urls import query_number, read_cursor, write_key

MAX_SEARCH = 100
KEPT = ("since", "until", "label", "search", "order", "burst")


@bp.get("/streams/<int:stream_id>/tweets")
@permission_required(Permission.VIEW)
def tweets(stream_id: int) -> str:
    """The tweets of a stream: of a span or a burst, a label, some words."""
    session = db.session()
    stream = streams.find(session, stream_id)
    bursts = reading.bursts(session, stream)
    burst = _burst(bursts)
    wanted = _wanted(burst)
    zone = reader_zone()
    page = listing.page(session, stream, wanted, _cursor(wanted.order))
    return render_template(
        "radar/tweets.html",
        stream=stream,
        filter=wanted,
        burst=burst,
        bursts=bursts,
        page=page,
        cards=tweet_cards([line.tweet for line in page.items]),
        write_key=write_key,
        query={name: request.args[name] for name in KEPT if request.args.get(name)},
        local=lambda at: f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" if at else "",
    )


def _wanted(burst: Burst | None) -> TweetFilter:
    args = request.args
    label, order = args.get("label", ""), args.get("order", "")
    incident = burst.incident if burst else None
    return TweetFilter(
        moment(args.get("since")) or (incident.first_report_at if incident else None),
        moment(args.get("until")) or (incident.resolved_at if incident else None),
        Sentiment(label) if label in set(Sentiment) else None,
        args.get("search", "").replace("\0", "").strip()[:MAX_SEARCH],
        Order(order) if order in set(Order) else Order.LATEST,
    )


def _burst(bursts: list[Burst]) -> Burst | None:
    chosen = query_number("burst", 0)
    return next((burst for burst in bursts if burst.incident_id == chosen), None)


def _cursor(order: Order) -> Cursor | None:
    kinds = (datetime if order is Order.LATEST else int, int)
    return read_cursor(request.args.get("after", ""), request.args.get("before", ""), kinds)
