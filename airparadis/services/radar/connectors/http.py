"""Calls of APIs that answer in JSON over HTTP: bounded, timed, faults as their sources put them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from airparadis.domain.radar.sources.source_faults import (
    FaultKind,
    SourceFault,
    asked_pause,
    read_fault,
)
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.json_text import parse_json
from airparadis.services.radar.connectors.connector import SourceError

MAX_BODY: Final = 20_000_000
"""Bytes of an answer; a page of a hundred tweets takes half a million."""

USER_AGENT: Final = "AirParadis/1"
_REMAINING: Final = ("x-rate-limit-remaining", "x-ratelimit-remaining")


@dataclass(frozen=True, slots=True)
class JsonClient:
    """An API, and the account by which it is asked, if any."""

    base_url: str
    bearer_token: str = field(default="", repr=False)
    timeout_seconds: float = 10

    def ask(
        self, method: str, path: str, now: datetime, **more: Any
    ) -> tuple[Any, timedelta | None]:
        """Return the JSON of an answer, and a pause if no more requests are allowed.

        Raises:
            SourceError: it is no success, or no JSON.
        """
        import requests

        def ask() -> tuple[Any, bytes]:
            with self.open(method, path, now, timeout=self.timeout_seconds, **more) as response:
                content = b"".join(bounded(response))
                return response.headers, content

        try:
            headers, content = within(self.timeout_seconds * MAX_TIMEOUTS, ask)
        except (requests.RequestException, OSError) as error:
            raise no_answer(error) from None
        try:
            body = parse_json(content)
        except ValueError:
            raise not_documented() from None
        is_last = any(headers.get(name, "").strip() == "0" for name in _REMAINING)
        return body, asked_pause(headers, now) if is_last else None

    def open(self, method: str, path: str, now: datetime, **more: Any) -> Any:
        """Return the answer of a request before its body is read.

        Raises:
            SourceError: it is no success.
        """
        import requests

        try:
            response = requests.request(  # noqa: S113 (it is among `more`)
                method,
                self.base_url.rstrip("/") + path,
                headers=self._headers(),
                allow_redirects=False,  # a token must not wander to another host
                stream=True,
                **more,
            )
        except (requests.RequestException, OSError) as error:
            raise no_answer(error) from None
        if response.status_code in {200, 201}:
            return response
        with response:
            body = _json_or_none(response)
        fault = read_fault(response.status_code, response.headers, body, now)
        raise SourceError(fault, self.bearer_token)

    def _headers(self) -> dict[str, str]:
        headers = {"User-Agent": USER_AGENT}
        if self.bearer_token:
            headers["Authorization"] = f"Bearer {self.bearer_token}"
        return headers


def bounded(response: Any, limit: int = MAX_BODY) -> Iterator[bytes]:
    """Yield the body of an answer, decompressed; OSError if it has more than `limit` bytes."""
    size = 0
    for chunk in response.iter_content(65_536):
        size += len(chunk)
        if size > limit:
            raise OSError("an answer without end")
        yield chunk


def _json_or_none(response: Any) -> Any:
    import requests

    try:
        return parse_json(b"".join(bounded(response)))
    except (ValueError, OSError, requests.RequestException):
        return None


def no_answer(error: Exception) -> SourceError:
    """Return the error for a request without an answer."""
    return SourceError(SourceFault(FaultKind.NETWORK, title=type(error).__name__))


def not_documented() -> SourceError:
    """Return the error for a success that cannot be read."""
    return SourceError(SourceFault(FaultKind.ANSWER, 200, "not the documented answer"))
