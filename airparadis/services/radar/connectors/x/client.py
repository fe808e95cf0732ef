"""Calls of the X API over HTTP."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from airparadis.domain.radar.sources.source_faults import (
    FaultKind,
    SourceFault,
    asked_pause,
    read_fault,
)
from airparadis.domain.radar.sources.x_api import FIELDS, PATH, SearchPage, read_page
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.services.radar.connectors.connector import SourceError

MAX_BODY: Final = 20_000_000
"""Bytes of an answer; a page of a hundred tweets takes half a million."""


@dataclass(frozen=True, slots=True)
class XClient:
    """An account of the API."""

    base_url: str
    bearer_token: str = field(repr=False)
    timeout_seconds: float = 10

    def search(
        self, query: str, now: datetime, *, since: str | None, until: str | None, token: str | None
    ) -> SearchPage:
        """Fetch one page of the recent search.

        Args:
            query: what to look for.
            now: the time.
            since: only tweets newer than this identifier.
            until: only tweets older than this identifier.
            token: the source's name of the page.

        Raises:
            SourceError: there is none; the bearer token is not named.
        """
        chosen = {"query": query, "since_id": since, "until_id": until, "next_token": token}
        params = FIELDS | {name: value for name, value in chosen.items() if value}
        body, pause = self.ask("GET", PATH, now, params=params)
        try:
            page = read_page(body, now)
        except (ValueError, AttributeError, TypeError, KeyError):
            raise _not_documented() from None
        return SearchPage(page.tweets, page.newest_id, page.oldest_id, page.next_token, pause)

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
                content = b"".join(_bounded(response))
                return response.headers, content

        try:
            headers, content = within(self.timeout_seconds * MAX_TIMEOUTS, ask)
        except (requests.RequestException, OSError) as error:
            raise _no_answer(error) from None
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            raise _not_documented() from None
        is_last = headers.get("x-rate-limit-remaining", "").strip() == "0"
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
                headers={"Authorization": f"Bearer {self.bearer_token}"},
                allow_redirects=False,  # a token must not wander to another host
                stream=True,
                **more,
            )
        except (requests.RequestException, OSError) as error:
            raise _no_answer(error) from None
        if response.status_code in {200, 201}:
            return response
        with response:
            body = _json_or_none(response)
        fault = read_fault(response.status_code, response.headers, body, now)
        raise SourceError(fault, self.bearer_token)


def _bounded(response: Any) -> Any:
    size = 0
    for chunk in response.iter_content(65_536):
        size += len(chunk)
        if size > MAX_BODY:
            raise OSError("an answer without end")
        yield chunk


def _json_or_none(response: Any) -> Any:
    import requests

    try:
        return json.loads(b"".join(_bounded(response)))
    except (ValueError, RecursionError, OSError, requests.RequestException):
        return None


def _no_answer(error: Exception) -> SourceError:
    return SourceError(SourceFault(FaultKind.NETWORK, title=type(error).__name__))


def _not_documented() -> SourceError:
    return SourceError(SourceFault(FaultKind.ANSWER, 200, "not the documented answer"))
