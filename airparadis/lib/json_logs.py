"""What the application, its libraries and the web server log: one JSON object a line.

No line holds a tweet: statements are logged without their parameters (`hide_parameters`), requests
by their route. The one exception is `feedback.log`, which is there to study errors (`logs`).
"""

import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog

ACCESS = "airparadis.access"
_EXTRAS = ("method", "route", "status", "duration_ms", "bytes")
"""What `request_log` says of a request."""

MAX_TRACE = 20_000
"""Characters of a traceback that are kept."""


class _Latest(logging.StreamHandler[TextIO]):
    """Writes to `sys.stderr` as it is when a line is written: tests and servers replace it."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    @property
    def stream(self) -> TextIO:
        """Where lines go."""
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
                structlog.stdlib.ExtraAdder(_EXTRAS),
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

    def format(self, record: logging.LogRecord) -> str:
        """The line; a request's, of which there is one for every tweet, without detours."""
        if record.name == ACCESS and not record.exc_info and not record.args:
            return _access_line(record)
        return super().format(record)


def _access_line(record: logging.LogRecord) -> str:
    line = {
        "event": record.msg,
        **structlog.contextvars.get_contextvars(),
        "level": record.levelname.lower(),
        "logger": record.name,
        **{name: record.__dict__[name] for name in _EXTRAS if name in record.__dict__},
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
    return json.dumps(line, ensure_ascii=False, default=str)


def configure() -> None:
    """Let the root logger write JSON lines to standard error, once for a process."""
    root = logging.getLogger()
    if any(isinstance(handler, _Latest) for handler in root.handlers):
        return
    handler = _Latest()
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)


def gunicorn_logging() -> Mapping[str, Any]:
    """Gunicorn's own lines in the same shape, for its `logconfig_dict`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "airparadis.lib.json_logs.JsonFormatter"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "json",
            }
        },
        "root": {"handlers": [], "level": "WARNING"},
        "loggers": {
            "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
        },
    }


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
