"""Faults of a source: what it answered, and for how long it is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

MAX_PAUSE: Final = timedelta(hours=1)
CAP_PAUSE: Final = timedelta(days=1)
"""A cap lasts until the month ends; a source does not say when that is."""

MAX_DETAIL: Final = 300


_PAUSES: Final = (
    ("retry-after", False),
    ("x-rate-limit-reset", True),
    ("x-ratelimit-reset", True),
)
"""Headers, and whether a number in them is a time."""


class FaultKind(StrEnum):
    """The kind of a fault, which decides the pause."""

    NETWORK = "network"
    """No connection, or no answer in time."""
    SERVER = "server"
    ANSWER = "answer"
    """Undocumented answer."""
    RATE = "rate"
    CAP = "cap"
    """A quota of days or a month is used up."""
    ACCESS = "access"
    """Refused credentials, or a plan without this endpoint."""
    REQUEST = "request"
    """A query that the source refuses: a fault of one stream, not of the source."""
    INTERNAL = "internal"
    """A bug of ours."""

    @property
    def is_of_the_source(self) -> bool:
        """Whether other streams would fail, too."""
        return self is not FaultKind.REQUEST


_MINUTE = timedelta(minutes=1)
_FIRST_PAUSE: Final = {
    FaultKind.RATE: 15 * _MINUTE,
    FaultKind.ACCESS: 15 * _MINUTE,
    FaultKind.REQUEST: 15 * _MINUTE,
}
_MAX_PAUSE: Final = {FaultKind.NETWORK: 15 * _MINUTE, FaultKind.SERVER: 15 * _MINUTE}


@dataclass(frozen=True, slots=True)
class SourceFault:
    """A failed call, as the source gave it."""

    kind: FaultKind
    status: int | None = None
    title: str = ""
    detail: str = ""
    asked_pause: timedelta | None = None
    """The pause that the source asks for."""

    @property
    def message(self) -> str:
        """The fault in one line: status, title, detail."""
        head = " ".join(filter(None, [f"HTTP {self.status}" if self.status else "", self.title]))
        return ": ".join(dict.fromkeys(filter(None, [head, self.detail]))) or self.kind.value

    def pause(self, failures: int) -> timedelta:
        """Return the pause after failures in a row, at most an hour unless a cap is reached.

        The pause that the source asks for is respected; else the pause doubles with each failure.
        """
        if self.kind is FaultKind.CAP:
            return CAP_PAUSE
        if self.asked_pause is not None:
            return min(max(self.asked_pause, timedelta(seconds=1)), MAX_PAUSE)
        first = _FIRST_PAUSE.get(self.kind, _MINUTE)
        doubled: timedelta = first * 2 ** min(max(failures - 1, 0), 10)
        return min(doubled, _MAX_PAUSE.get(self.kind, MAX_PAUSE))


def read_fault(status: int, headers: Mapping[str, str], body: object, now: datetime) -> SourceFault:
    """Read an HTTP answer that is not a success.

    Args:
        status: its status.
        headers: its headers; names in any case.
        body: its parsed JSON, problem details (RFC 9457) or X's errors; None if it is not JSON.
        now: the time.
    """
    title, detail = _problem(body)
    text = f"{title} {detail}".lower()
    kind = _kind(status, is_cap=("cap" in text and "exceed" in text) or "monthly" in text)
    named = title or (HTTPStatus(status).phrase if status in set(HTTPStatus) else "")
    return SourceFault(kind, status, named, detail, asked_pause(headers, now))


def asked_pause(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return the pause that `Retry-After` or the reset of a rate limit asks for, at most an hour.

    X gives the reset in seconds since 1970, Mastodon as a time in ISO 8601. Values that make no
    sense (milliseconds, the year 2200) are clamped, too; the past is None.
    """
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    for name, is_moment in _PAUSES:
        seconds = _seconds(lower.get(name, ""), now, is_moment=is_moment)
        if seconds is not None and seconds > 0:
            return timedelta(seconds=min(seconds, MAX_PAUSE.total_seconds()))
    return None


def _seconds(value: str, now: datetime, *, is_moment: bool) -> float | None:
    if value.isascii() and value.isdecimal():
        number = float(value[:20])
        return number - now.timestamp() if is_moment else number
    try:
        moment = datetime.fromisoformat(value) if is_moment else parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - now).total_seconds()


def _kind(status: int, *, is_cap: bool) -> FaultKind:
    if status == 402 or (status in {403, 429} and is_cap):
        return FaultKind.CAP
    if status == 429:
        return FaultKind.RATE
    if status in {401, 403, 404}:
        return FaultKind.ACCESS
    return FaultKind.REQUEST if 400 <= status < 500 else FaultKind.SERVER


def _problem(body: object) -> tuple[str, str]:
    """Return title and detail of an error's body, each bounded and on one line."""
    if not isinstance(body, Mapping):
        return "", ""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    first = first if isinstance(first, Mapping) else {}
    title = body.get("title") or first.get("title") or body.get("error")
    detail = first.get("message") or first.get("detail") or body.get("detail")
    return _line(title), _line(detail)


def _line(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[
        :MAX_DETAIL
    ]
