"""Sentences about a burst: for subjects, headlines and lists."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import format_decimal, format_timedelta, lazy_gettext, ngettext
from flask_babel import gettext as _

from airparadis.db.tables import Burst
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.radar.enums import Sensitivity, Signal
from airparadis.domain.radar.texts.complaint_topics import Complaint

_SIGNALS: Mapping[Signal, Any] = {
    Signal.NEGATIVE: lazy_gettext("More negative tweets than usual"),
    Signal.VOLUME: lazy_gettext("More tweets than usual"),
    Signal.SHARE: lazy_gettext("A larger share of negative tweets than usual"),
    Signal.DRIFT: lazy_gettext("More negative tweets than usual for hours on end"),
}

_SENSITIVITIES: Mapping[Sensitivity, Any] = {
    Sensitivity.SENSITIVE: lazy_gettext("Sensitive"),
    Sensitivity.BALANCED: lazy_gettext("Balanced"),
    Sensitivity.STRICT: lazy_gettext("Strict"),
}

_REASONS: Mapping[Complaint, Any] = {
    Complaint.CANCELLED: lazy_gettext("Cancelled flights"),
    Complaint.LATE: lazy_gettext("Delays and waiting"),
    Complaint.LUGGAGE: lazy_gettext("Baggage"),
    Complaint.BOOKING: lazy_gettext("Booking"),
    Complaint.CREW: lazy_gettext("Crew"),
    Complaint.QUEUE: lazy_gettext("Queues"),
    Complaint.FLIGHT: lazy_gettext("On board"),
    Complaint.ACCIDENT: lazy_gettext("Accident"),
    Complaint.SERVICE: lazy_gettext("Customer service"),
}

MIN_USUAL = 1.0
"""Tweets in a window from which "how many times the usual" makes sense."""

MIN_TIMES = 2

_SUBJECTS: Mapping[Notice, Any] = {
    Notice.OPENED: "%(burst)s",
    Notice.REMINDER: lazy_gettext("Still going on: %(burst)s"),
    Notice.REOPENED: lazy_gettext("Back again: %(burst)s"),
    Notice.WORSENED: lazy_gettext("Much worse: %(burst)s"),
    Notice.RESOLVED: lazy_gettext("Over: %(burst)s"),
    Notice.PASSED: lazy_gettext("Over in quiet hours: %(burst)s"),
}


def burst_subject(notice: Notice, burst: Burst) -> str:
    """Say what happened in one line, with what most tweets have in common."""
    subject = str(_SUBJECTS[notice]) % {"burst": burst_headline(burst)}
    terms = burst.story.get("terms", ())
    if not terms or notice in {Notice.RESOLVED, Notice.PASSED}:
        return subject
    return str(_("%(burst)s: “%(term)s”", burst=subject, term=terms[0]["term"]))


def burst_headline(burst: Burst) -> str:
    """The stream, and how much more there is than usual."""
    if burst.usual_tweets >= MIN_USUAL and burst.tweets >= MIN_TIMES * burst.usual_tweets:
        return _many_times(burst)
    tweets: str = ngettext(
        "%(stream)s: %(count)s tweet in %(span)s, usually %(usual)s",
        "%(stream)s: %(count)s tweets in %(span)s, usually %(usual)s",
        burst.tweets,
        stream=burst.stream.name,
        count=format_decimal(burst.tweets),
        span=span_words(timedelta(seconds=burst.window_seconds)),
        usual=usual_count(burst.usual_tweets),
    )
    return tweets


def _many_times(burst: Burst) -> str:
    headline: str = ngettext(
        "%(stream)s: %(count)s tweet in %(span)s, about %(times)s times the usual",
        "%(stream)s: %(count)s tweets in %(span)s, about %(times)s times the usual",
        burst.tweets,
        stream=burst.stream.name,
        count=format_decimal(burst.tweets),
        span=span_words(timedelta(seconds=burst.window_seconds)),
        times=format_decimal(round(burst.tweets / burst.usual_tweets)),
    )
    return headline


def span_words(span: timedelta) -> str:
    """A window as words: "15 minutes", "1 hour", "24 hours", "7 days"."""
    if span >= timedelta(days=2):
        return str(format_timedelta(span, granularity="day", threshold=31))
    granularity = "hour" if span >= timedelta(hours=1) else "minute"
    return str(format_timedelta(span, granularity=granularity, threshold=25))


def usual_count(value: float) -> str:
    """An expected count, no finer than it is known."""
    if value < 0.1:
        return str(_("hardly any"))
    return str(format_decimal(value, "#,##0.#" if value < 10 else "#,##0"))


def signal_name(signal: Signal) -> str:
    """Return a sentence on what is unusual."""
    return str(_SIGNALS[signal])


def sensitivity_name(sensitivity: Sensitivity) -> str:
    """The word for a sensitivity."""
    return str(_SENSITIVITIES[sensitivity])


def blame_name(reason: str) -> str:
    """Return the short name of a complaint."""
    return str(_REASONS[Complaint(reason)])


FILTERS: Mapping[str, Callable[..., object]] = {
    "blame_name": blame_name,
    "burst_headline": burst_headline,
    "sensitivity_name": sensitivity_name,
    "signal_name": signal_name,
    "span_words": span_words,
    "usual_count": usual_count,
}
