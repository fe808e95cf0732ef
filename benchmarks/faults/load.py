"""Clients that score and vote, each request on a connection of its own."""

import http.client
import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.faults.ledger import Ledger
from benchmarks.faults.site import Site, wait_for

CLIENTS = 8
VOTE_EVERY = 4
_RUN = itertools.count(1)


class Load:
    """Some thousand requests under way; a fault is made in their middle."""

    def __init__(self, site: Site, requests: int, vote_site: Site | None = None) -> None:
        """`vote_site`: another machine of the same database, to vote on."""
        self.site = site
        self.vote_site = vote_site or site
        self.requests = requests
        self.ledger = Ledger()
        self.done = 0
        self._run = next(_RUN)

    def run(self) -> None:
        """Send everything; ends when the last answer is there, or sure not to come."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            for _ in pool.map(self._one, range(self.requests)):
                self.done += 1

    def wait_until(self, share: float) -> None:
        """Until so much has been sent."""
        wait_for(lambda: self.done >= share * self.requests, "the load")

    def _one(self, number: int) -> None:
        text = f"run {self._run} number {number}: my bag is lost and I hate this airline"
        made = self._send(self.site, "/api/v1/predict", {"text": text})
        if made is None:
            return
        self.ledger.note_prediction(made["id"], text)
        if number % VOTE_EVERY == 0:
            vote = {"prediction_id": made["id"], "is_correct": False}
            if self._send(self.vote_site, "/api/v1/feedback", vote) is not None:
                self.ledger.note_vote(made["id"])

    def _send(self, site: Site, path: str, body: dict[str, object]) -> dict[str, str] | None:
        try:
            status, answer = site.call(path, body)
        except (OSError, http.client.HTTPException, ValueError):
            self.ledger.note_failure(None)
            return None
        if status != 200:
            self.ledger.note_failure(status)
            return None
        return answer


@contextmanager
def under_load(site: Site, requests: int) -> Iterator[Load]:
    """Send requests in the background; all are answered, or not, when the block ends."""
    load = Load(site, requests)
    thread = threading.Thread(target=load.run)
    thread.start()
    try:
        yield load
    finally:
        thread.join()
