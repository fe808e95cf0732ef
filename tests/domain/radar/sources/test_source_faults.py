"""Faults of sources: kinds, reasons, pauses."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.sources.source_faults import (
    CAP_PAUSE,
    MAX_PAUSE,
    FaultKind,
    SourceFault,
    asked_pause,
    read_fault,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def reset(at: datetime, scale: int = 1) -> dict[str, str]:
    return {"X-Rate-Limit-Reset": str(int(at.timestamp()) * scale)}


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Retry-After": "120"}, 2),
        ({"retry-after": format_datetime(NOW + timedelta(minutes=3), usegmt=True)}, 3),
        (reset(NOW + timedelta(minutes=7)), 7),
        ({"Retry-After": "0"} | reset(NOW + timedelta(minutes=7)), 7),
        (reset(NOW + timedelta(minutes=7), 1000), 60),
        (reset(datetime(2200, 1, 1, tzinfo=UTC)), 60),
        ({"Retry-After": "9" * 400}, 60),
    ],
)
def test_the_pause_that_a_source_asks_for_is_kept_to(
    headers: dict[str, str], minutes: float
) -> None:
    assert asked_pause(headers, NOW) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Retry-After": ""}, {"Retry-After": "soon"}, {"Retry-After": "-5"}, reset(NOW)],
)
def test_no_sensible_pause_is_none(headers: dict[str, str]) -> None:
    assert asked_pause(headers, NOW) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_anything_or_lasts_longer_than_an_hour(after: str, reset: str) -> None:
    pause = asked_pause({"Retry-After": after, "x-rate-limit-reset": reset}, NOW)
    assert pause is None or timedelta() < pause <= MAX_PAUSE


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (503, None, FaultKind.SERVER, "HTTP 503 Service Unavailable"),
        (599, None, FaultKind.SERVER, "HTTP 599"),
        (429, {"title": "Too Many Requests"}, FaultKind.RATE, "HTTP 429 Too Many Requests"),
        (429, {"title": "UsageCapExceeded"}, FaultKind.CAP, "HTTP 429 UsageCapExceeded"),
        (402, {"title": "CreditsDepleted"}, FaultKind.CAP, "HTTP 402 CreditsDepleted"),
        (
            403,
            {"title": "Client Forbidden", "detail": "Enrol\nyour app"},
            FaultKind.ACCESS,
            "HTTP 403 Client Forbidden: Enrol your app",
        ),
        (
            400,
            {"errors": [{"message": "bad query"}]},
            FaultKind.REQUEST,
            "HTTP 400 Bad Request: bad query",
        ),
        (400, {"errors": "odd", "title": 3}, FaultKind.REQUEST, "HTTP 400 Bad Request"),
        (301, ["odd"], FaultKind.SERVER, "HTTP 301 Moved Permanently"),
    ],
)
def test_an_answer_is_recorded_as_the_source_gave_it(
    status: int, body: object, kind: FaultKind, message: str
) -> None:
    fault = read_fault(status, {}, body, NOW)
    assert (fault.kind, fault.message) == (kind, message)


@pytest.mark.parametrize("kind", list(FaultKind))
def test_pauses_grow_to_an_hour_at_most(kind: FaultKind) -> None:
    pauses = [SourceFault(kind).pause(failures) for failures in range(1, 30)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= timedelta(minutes=1)
    assert pauses[-1] == CAP_PAUSE or pauses[-1] <= MAX_PAUSE
