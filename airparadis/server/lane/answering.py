"""One batch of plain requests: read, let in, scored, stored, answered and counted."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Flask

from airparadis.db.tables import NewPrediction, Source
from airparadis.lib.clock import utc_now
from airparadis.server.connection import Connection
from airparadis.server.lane.admission import Admission
from airparadis.server.lane.answers import Answers
from airparadis.server.lane.calls import Call, Callers
from airparadis.server.lane.limits import ENDPOINT
from airparadis.server.lane.plain import PATH, read_plain
from airparadis.services.predictions.predict import predict
from airparadis.web.extensions import db
from airparadis.web.request_log import log_answer
from airparadis.web.runtime import Runtime

_log = logging.getLogger(__name__)


class Answered(NamedTuple):
    """A connection whose request is answered."""

    conn: Connection
    is_kept: bool
    unsent: bytes
    """What the client has not taken yet."""


class Answering:
    """Answers batches, in the thread of the lane and the context of the application."""

    def __init__(
        self, app: Flask, cfg: Any, admission: Admission, *, keeps: Callable[[], bool]
    ) -> None:
        """
        Args:
            app: the application.
            cfg: gunicorn's settings.
            admission: who may call.
            keeps: whether the worker keeps connections at the moment.
        """
        self._cfg = cfg
        self._runtime: Runtime = app.extensions["airparadis"]
        self._admission = admission
        self._callers = Callers(self._runtime.config.trusted_proxies)
        self._answers = Answers(app)
        self._keeps = keeps

    def answer(self, batch: Sequence[tuple[Connection, float]]) -> list[Answered]:
        """Answer those of the connections whose requests can be answered here.

        Args:
            batch: each connection with the time its request came, by `time.perf_counter`.

        Raises:
            Exception: whatever keeps them from being stored; none is, and none is counted.
        """
        admitted = self._admission.admit(db.engine, self._read(batch))
        if not admitted:
            return []
        try:
            made = predict(
                self._runtime.model.classifier,
                [each.plain.text for each in admitted],
                source=Source.API,
                now=utc_now(),
            )
            is_kept = [each.plain.is_kept and self._keeps() for each in admitted]
            answers = [
                self._answers.answer(call, prediction, is_kept=kept)
                for call, prediction, kept in zip(admitted, made, is_kept, strict=True)
            ]
            self._runtime.ledger.add(made)
        except Exception:
            self._admission.give_back(admitted)
            raise
        self._count(admitted, made, answers)
        return [
            Answered(call.conn, kept, _send(call.conn, answer))
            for call, kept, answer in zip(admitted, is_kept, answers, strict=True)
        ]

    def _read(self, batch: Sequence[tuple[Connection, float]]) -> list[Call]:
        calls = []
        for conn, started in batch:
            assert conn.incoming is not None  # noqa: S101 (as in `Lane.offer`)
            plain = read_plain(self._cfg, conn.incoming.whole, conn.client)
            call = plain and self._callers.call(conn, plain, started)
            if call:
                calls.append(call)
        return calls

    def _count(
        self, calls: Sequence[Call], made: Sequence[NewPrediction], answers: Sequence[bytes]
    ) -> None:
        """What was stored is answered, whatever becomes of the figures and the log."""
        metrics, now = self._runtime.metrics, time.perf_counter()
        try:
            metrics.count_predictions(made)
            for call, answer in zip(calls, answers, strict=True):
                seconds = now - call.started
                metrics.observe_request(ENDPOINT, "POST", 200, seconds)
                size = len(answer) - answer.index(b"\r\n\r\n") - 4
                log_answer(call.request_id, "POST", PATH, 200, seconds, size)
        except Exception:
            _log.exception("answers were not counted")


def _send(conn: Connection, answer: bytes) -> bytes:
    """Send without waiting; what is left to send."""
    try:
        return answer[conn.sock.send(answer) :]
    except BlockingIOError:
        return answer
    except OSError:
        return b""  # it has gone, which is noticed when it is read
