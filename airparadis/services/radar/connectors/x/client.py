"""Calls of the X API over HTTP."""

from dataclasses import dataclass
from datetime import datetime

from airparadis.domain.radar.sources.x_api import FIELDS, PATH, SearchPage, read_page
from airparadis.services.radar.connectors.http import JsonClient, not_documented


@dataclass(frozen=True, slots=True)
class XClient(JsonClient):
    """An account of the API."""

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
            raise not_documented() from None
        return SearchPage(page.tweets, page.newest_id, page.oldest_id, page.next_token, pause)
