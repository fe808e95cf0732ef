"""The pages of the application, used as an analyst and an administrator use them."""

import re
from collections.abc import Mapping
from typing import Any

import requests

EMAIL, PASSWORD = "rehearsal@example.org", "made up for a rehearsal"
TIMEOUT_SECONDS = 120
_QUEUED = re.compile(r'action="/admin/review/([0-9a-f-]{36})"')
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """A session that is logged in."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self.submit("/login", {"email": EMAIL, "password": PASSWORD}, page="/login")

    def read(self, path: str) -> str:
        """Return a page."""
        response = self._session.get(f"{self._url}{path}", timeout=TIMEOUT_SECONDS)
        response.raise_for_status()
        return response.text

    def submit(self, path: str, fields: Mapping[str, str], *, page: str, **sent: Any) -> None:
        """Send a form of `page`; `sent` may hold its files."""
        token = _TOKEN.search(self.read(page))
        if token is None:
            raise RuntimeError(f"no form on {page}")
        data = {**fields, "csrf_token": token[1]}
        url = f"{self._url}{path}"
        self._session.post(url, data, timeout=TIMEOUT_SECONDS, **sent).raise_for_status()

    def review(self, labels: Mapping[str, str], count: int) -> int:
        """Label so many tweets in the order of the queue, by prediction."""
        for _ in range(count):
            queued = _QUEUED.search(self.read("/admin/review"))
            if queued is None or queued[1] not in labels:
                raise RuntimeError("the queue shows nothing that was sent")
            decision = {"decision": labels[queued[1]]}
            self.submit(f"/admin/review/{queued[1]}", decision, page="/admin/review")
        return count
