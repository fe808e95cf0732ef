"""Gaps in what was fetched of a stream: stored until they are closed or given up."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

MAX_GAPS: Final = 20
"""Maximum of a stream; beyond it the oldest two are merged, and the time between fetched again."""

MAX_LOST: Final = 5
_SNOWFLAKE_EPOCH: Final = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Gap:
    """Tweets that are still to be fetched, latest first: newer than `since`, older than `until`."""

    since: str | None
    """An identifier; None: as far back as the source goes."""
    until: str
    query: str = ""
    """The query for which `token` holds."""
    token: str | None = None
    """The source's name of the next page."""
    top: str | None = None
    """The `until` of the request that gave the token."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a stored gap."""
        return cls(**value)

    def to_json(self) -> dict[str, Any]:
        """Return the gap as it is stored."""
        return asdict(self)

    def without_token(self) -> Self:
        """Return the gap with only its identifiers to go on from."""
        return replace(self, token=None, top=None)


@dataclass(frozen=True, slots=True)
class LostGap:
    """A gap that was given up."""

    since: datetime | None
    until: datetime
    tweets: int | None
    """An estimate, by the rate of the stream afterwards."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a stored one."""
        since = value["since"]
        return cls(
            datetime.fromisoformat(since) if since else None,
            datetime.fromisoformat(value["until"]),
            value["tweets"],
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat(),
            "tweets": self.tweets,
        }


def moment_of(identifier: str | None) -> datetime | None:
    """Return the time in an identifier of X; None of one from before they held it."""
    if not identifier or not identifier.isdecimal() or len(identifier) > 19:
        return None
    milliseconds = int(identifier) >> 22
    return _SNOWFLAKE_EPOCH + timedelta(milliseconds=milliseconds) if milliseconds else None


def limit_gaps(gaps: Sequence[Gap]) -> list[Gap]:
    """Return gaps, the newest first, as at most `MAX_GAPS`."""
    ordered = sorted(gaps, key=lambda gap: int(gap.until), reverse=True)
    while len(ordered) > MAX_GAPS:
        oldest, older = ordered.pop(), ordered.pop()
        ordered.append(replace(older.without_token(), since=oldest.since))
    return ordered
