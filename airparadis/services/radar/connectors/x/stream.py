"""The filtered stream over HTTP: its rules, and one connection read by a thread of its own."""

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.domain.radar.sources.x_stream import (
    PATH,
    READ_TIMEOUT,
    RULES_PATH,
    STREAM_FIELDS,
    Rule,
    plan_rules,
    read_refusals,
    read_rules,
    stream_of,
)
from airparadis.services.radar.connectors.connector import SourceError
from airparadis.services.radar.connectors.x.client import XClient

MAX_WAITING: Final = 20_000
"""Lines that may wait; X closes a stream that is read too slowly."""


NO_ROOM: Final = "no room for its rule"


@dataclass(frozen=True, slots=True)
class Rules:
    """The result of syncing the rules: the streams that have one, and why others have none."""

    ruled: frozenset[int]
    refused: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XStream:
    """The filtered stream of an account."""

    client: XClient

    def sync(self, queries: Mapping[int, str], now: datetime) -> Rules:
        """Make the rules ours; a rule that X refuses leaves the others alone.

        Raises:
            SourceError: X does not say what rules there are.
        """
        present = self._rules(now)
        plan = plan_rules(present, queries)
        refused = dict[str, str]()
        if plan.delete:  # first: an account has few rules
            self.client.ask("POST", RULES_PATH, now, json={"delete": {"ids": plan.delete}})
        if plan.add:
            refused = self._add(plan.add, now)
            present = self._rules(now)
        found = (stream_of(rule.tag) for rule in present)
        ruled = frozenset(number for number in found if number is not None and number in queries)
        missing = (number for number in queries if number not in ruled)
        reasons = {
            number: refused.get(queries[number], "no room for its rule") for number in missing
        }
        return Rules(ruled, reasons)

    def open(self, now: datetime) -> "Connection":
        """Open the stream itself.

        Raises:
            SourceError: there is none.
        """
        timeout = (self.client.timeout_seconds, READ_TIMEOUT.total_seconds())
        response = self.client.open("GET", PATH, now, params=STREAM_FIELDS, timeout=timeout)
        return Connection(response)

    def _add(self, rules: list[dict[str, str]], now: datetime) -> dict[str, str]:
        """Add rules, one by one if X refuses them together; return refusals by query."""
        try:
            body, _ = self.client.ask("POST", RULES_PATH, now, json={"add": rules})
        except SourceError as error:
            if error.fault.kind is not FaultKind.REQUEST:
                raise
            if len(rules) == 1:
                return {rules[0]["value"]: error.fault.message}
            return {k: v for rule in rules for k, v in self._add([rule], now).items()}
        return read_refusals(body)

    def _rules(self, now: datetime) -> list[Rule]:
        body, _ = self.client.ask("GET", RULES_PATH, now)
        try:
            return read_rules(body)
        except (AttributeError, KeyError, TypeError, ValueError):
            fault = SourceFault(FaultKind.ANSWER, 200, "not the documented answer")
            raise SourceError(fault) from None


class Connection:
    """An open stream. A thread reads it, so that storing tweets never makes X wait."""

    def __init__(self, response: Any) -> None:
        self._response = response
        self._lines = queue.Queue[bytes | None](MAX_WAITING)
        self._thread = threading.Thread(target=self._read, daemon=True, name="x-stream")
        self._thread.start()

    def waiting(self, seconds: float) -> Iterator[bytes]:
        """Yield the lines that came, after `seconds` at most.

        Raises:
            SourceError: the stream has ended, and all of it was given.
        """
        try:
            line, given = self._lines.get(timeout=seconds), 0
            while line is not None:
                yield line
                given += 1
                line = self._lines.get_nowait()
            self._lines.put(None)  # for the next call
            if not given:
                raise SourceError(SourceFault(FaultKind.NETWORK, title="the stream ended"))
        except queue.Empty:
            return

    def close(self) -> None:
        """Close it, and end the thread."""
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
