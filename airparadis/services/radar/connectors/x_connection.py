"""The filtered stream over HTTP: one connection, read by a thread of its own."""

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from airparadis.domain.radar.x_stream import (
    PATH,
    READ_TIMEOUT,
    RULES_PATH,
    STREAM_FIELDS,
    Fault,
    Rule,
    plan_rules,
    read_rules,
    stream_of,
)
from airparadis.services.radar.connectors.x_listening import ListenError

AHEAD: Final = 20_000
"""Lines that may wait; X closes a stream that is read too slowly."""


@dataclass(frozen=True, slots=True)
class XStream:
    """The real API."""

    base_url: str
    bearer_token: str
    timeout_seconds: float = 10

    def sync(self, queries: Mapping[int, str]) -> frozenset[int]:
        """Make the rules ours.

        Raises:
            ListenError: X does not say what rules there are; the token is not named.
        """
        present = self._rules()
        plan = plan_rules(present, queries)
        if plan.delete:  # first: an account has few rules
            self._ask("POST", RULES_PATH, json={"delete": {"ids": plan.delete}})
        if plan.add:
            self._ask("POST", RULES_PATH, json={"add": plan.add})
            present = self._rules()  # X may have refused some
        found = (stream_of(each.tag) for each in present)
        return frozenset(number for number in found if number is not None and number in queries)

    def open(self) -> "Connection":
        """The stream itself.

        Raises:
            ListenError: there is none; the token is not named.
        """
        timeout = (self.timeout_seconds, READ_TIMEOUT.total_seconds())
        return Connection(
            self._ask("GET", PATH, params=STREAM_FIELDS, stream=True, timeout=timeout)
        )

    def _rules(self) -> list[Rule]:
        try:
            return read_rules(self._ask("GET", RULES_PATH).json())
        except (AttributeError, KeyError, TypeError, ValueError):
            raise ListenError(Fault.HTTP, "an answer that is none") from None

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        import requests

        try:
            response = requests.request(  # noqa: S113 (it is among `more`)
                method,
                self.base_url.rstrip("/") + path,
                headers={"Authorization": f"Bearer {self.bearer_token}"},
                allow_redirects=False,  # a token must not wander to another host
                **({"timeout": self.timeout_seconds} | more),
            )
        except (requests.RequestException, OSError) as error:
            raise ListenError(Fault.NETWORK, type(error).__name__) from None
        if response.status_code in {200, 201}:
            return response
        response.close()
        message = f"HTTP {response.status_code}"
        if response.status_code != 429:
            raise ListenError(Fault.HTTP, message)
        reset = response.headers.get("x-rate-limit-reset", "")
        until = datetime.fromtimestamp(int(reset), UTC) if reset.isdecimal() else None
        raise ListenError(Fault.RATE, message, until)


class Connection:
    """An open stream. A thread reads it, so that storing tweets never makes X wait."""

    def __init__(self, response: Any) -> None:
        self._response = response
        self._lines = queue.Queue[bytes | None](AHEAD)
        self._thread = threading.Thread(target=self._read, daemon=True, name="x-stream")
        self._thread.start()

    def waiting(self, seconds: float) -> Iterator[bytes]:
        """Lines that came, after `seconds` at most.

        Raises:
            ListenError: the stream has ended, and all of it was given.
        """
        try:
            line, given = self._lines.get(timeout=seconds), 0
            while line is not None:
                yield line
                given += 1
                line = self._lines.get_nowait()
            self._lines.put(None)  # for whoever asks again
            if not given:
                raise ListenError(Fault.LOST, "the stream ended")
        except queue.Empty:
            return

    def close(self) -> None:
        """End it, and the thread with it."""
        self._response.close()
        with suppress(queue.Empty):
            while True:  # so that the thread does not wait for room
                self._lines.get_nowait()
        self._thread.join(timeout=1)

    def _read(self) -> None:
        try:
            for line in self._response.iter_lines(chunk_size=None):
                if line:  # an empty one only says that it lives
                    self._lines.put(line)
        except Exception:  # noqa: S110 (whatever it was, it is over)
            pass
        finally:
            self._response.close()
            self._lines.put(None)
