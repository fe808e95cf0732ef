"""JSON logs of the application, its libraries and the web server: one object a line.

No line holds a tweet: statements are logged without their parameters (`hide_parameters`), requests
by their route. The one exception is `feedback.log`, which is there to study errors (`logs`).
"""

import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TextIO

import structlog

ACCESS = "airparadis.access"

MAX_TRACE = 20_000
"""Characters of a traceback that are kept."""


class _Latest(logging.StreamHandler[TextIO]):
    """Writes to `sys.stderr` as it is when a line is written: tests and servers replace it."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    @property
    def stream(self) -> TextIO:
        """Standard error, wherever it is redirected at the time."""
        return sys.stderr

    @stream.setter
    def stream(self, _value: TextIO) -> None:
        pass


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """A record of any library as a JSON line with time, level, logger and request."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _cut_trace,
                structlog.processors.EventRenamer("event"),
                _event_first,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )


def write_access_line(facts: Mapping[str, object]) -> None:
    """Write the line of a request, of which there is one for every tweet.

    It is what `JsonFormatter` would make of a record, without the detours of `logging`, which took
    a tenth of the time of a call.
    """
    line = {
        "event": "REQUEST",
        **structlog.contextvars.get_contextvars(),
        "level": "info",
        "logger": ACCESS,
        **facts,
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
    text = _encode(line)
    with _writing, suppress(OSError):  # nobody's answer depends on where lines go
        sys.stderr.write(text + "\n")


_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
_writing = Lock()


def configure() -> None:
    """Let the root logger write JSON lines to standard error, once for a process."""
    root = logging.getLogger()
    if any(isinstance(handler, _Latest) for handler in root.handlers):
        return
    handler = _Latest()
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)


def _event_first(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {"event": line.pop("event", ""), **line}


def _cut_trace(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    trace = line.get("exception")
    if isinstance(trace, str) and len(trace) > MAX_TRACE:
        line["exception"] = trace[-MAX_TRACE:]
    return line
