"""Fetch a feed, unless it is as it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault, read_fault
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.destinations import leads_nowhere
from airparadis.services.radar.connectors.connector import SourceError
from airparadis.services.radar.connectors.http import USER_AGENT, bounded, no_answer

MAX_FEED: Final = 5_000_000
"""Bytes of a feed, unpacked."""

MAX_REDIRECTS: Final = 5
MAX_MARK: Final = 500
"""Characters of a mark by which a server recognises a version; a longer one is not sent back."""

TIMEOUT_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's content, None if it has not changed, and the marks of this version."""

    content: bytes | None
    etag: str = ""
    modified: str = ""


def fetch_feed(
    url: str, etag: str, modified: str, now: datetime, timeout: float = TIMEOUT_SECONDS
) -> Fetched:
    """Ask for a feed, with the marks of the version that is known.

    Raises:
        SourceError: there is none; the address is not named.
    """
    import requests

    headers = {"User-Agent": USER_AGENT, "Accept": "application/atom+xml, application/rss+xml, */*"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}

    def ask() -> Fetched:
        place = url
        with requests.Session() as session:
            for _ in range(1 + MAX_REDIRECTS):
                if leads_nowhere(place):  # wherever a feed's server sends us
                    raise OSError("an address that is not asked")
                with session.get(
                    place, headers=headers, timeout=timeout, stream=True, allow_redirects=False
                ) as response:
                    if not response.is_redirect:
                        return _read(response, etag, modified, now)
                    place = urljoin(place, response.headers["Location"])
        raise requests.TooManyRedirects

    try:
        return within(timeout * MAX_TIMEOUTS, ask)
    except requests.TooManyRedirects:
        raise SourceError(SourceFault(FaultKind.ANSWER, title="too many redirects")) from None
    except (requests.RequestException, OSError) as error:
        raise no_answer(error) from None


def _read(response: Any, etag: str, modified: str, now: datetime) -> Fetched:
    if response.status_code == 304:
        return Fetched(None, etag, modified)
    if response.status_code != 200:
        raise SourceError(read_fault(response.status_code, response.headers, None, now))
    content = b"".join(bounded(response, MAX_FEED))
    marks = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    return Fetched(content, *(mark if len(mark) <= MAX_MARK else "" for mark in marks))
