"""The worker with a lane: its main loop sends plain requests there, and takes connections back."""

import selectors
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Flask

from airparadis.server.connection import Connection
from airparadis.server.lane.admission import Admission
from airparadis.server.lane.answering import Answered, Answering
from airparadis.server.lane.lane import Lane
from airparadis.server.lane.limits import Limits
from airparadis.server.worker import PatientWorker
from airparadis.web.extensions import limiter
from airparadis.web.runtime import Runtime

SEND_SECONDS = 30.0
"""For a client that does not take its answer."""


class LaneWorker(PatientWorker):
    """Answers plain requests together; all others as its parent does."""

    lane: Lane | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending: dict[Connection, tuple[Answered, float]] = {}

    def run(self) -> None:
        """Open the lane, then serve."""
        self.lane = self._make_lane()
        if self.lane:
            self.lane.start()
        super().run()

    def murder_pending(self) -> None:
        """Let nobody wait for long: behind a batch that is stuck, or to be heard."""
        super().murder_pending()
        for conn in self.lane.take_back() if self.lane else ():
            super().begin_request(conn)
        now = time.monotonic()
        for conn in [each for each, (_, until) in self.sending.items() if now > until]:
            del self.sending[conn]
            self.poller.unregister(conn.sock)
            self._close(conn)

    def begin_request(self, conn: Connection) -> None:
        """To the lane, if it takes it."""
        if self.lane is None or not self.lane.offer(conn):
            super().begin_request(conn)

    def leave_lane(self, answered: Sequence[Answered], others: Sequence[Connection]) -> None:
        """Go on with connections that were in the lane; in the main loop."""
        self.nr += len(answered)
        if self.nr >= self.max_requests:
            self.alive = False
        for each in answered:
            if each.unsent:
                self._send_on(each)
            else:
                self._go_on(each)
        for conn in others:
            super().begin_request(conn)

    def keeps(self) -> bool:
        """Whether connections are kept at the moment."""
        return self.alive and len(self.keepalived_conns) < self.max_keepalived

    def _go_on(self, answered: Answered) -> None:
        if answered.is_kept and self.alive:
            self.keep(answered.conn, answered.conn.left_over())
        else:
            self._say_goodbye(answered.conn)

    def _send_on(self, answered: Answered) -> None:
        conn = answered.conn
        self.sending[conn] = (answered, time.monotonic() + SEND_SECONDS)
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._write, conn))

    def _write(self, conn: Connection, _client: object) -> None:
        answered, until = self.sending[conn]
        try:
            left = answered.unsent[conn.sock.send(answered.unsent) :]
        except BlockingIOError:
            return
        except OSError:
            left, answered = b"", answered._replace(is_kept=False)
        if left:
            self.sending[conn] = (answered._replace(unsent=left), until)
            return
        del self.sending[conn]
        self.poller.unregister(conn.sock)
        self._go_on(answered)

    def _make_lane(self) -> Lane | None:
        """None where requests are to be looked at on their way through Flask, or come otherwise
        than as plain HTTP."""
        app, cfg = self.wsgi, self.cfg
        found = app.extensions.get("airparadis") if isinstance(app, Flask) else None
        if not isinstance(found, Runtime) or not found.config.fast_lane:
            return None
        if found.config.telemetry != "off" or cfg.is_ssl or cfg.proxy_protocol != "off":
            return None
        prefix = str(app.config.get("RATELIMIT_KEY_PREFIX", ""))
        limits = Limits(limiter, found.config.rate_limit_api, prefix)
        return Lane(
            app,
            Answering(app, cfg, Admission(found.config, limits), keeps=self.keeps),
            leave=lambda answered, others: self.method_queue.defer(
                self.leave_lane, answered, others
            ),
        )
