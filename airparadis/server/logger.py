"""Gunicorn's own lines, as its setting `logger_class` documents it."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from airparadis.lib.json_logs import JsonFormatter


class JsonLogger(Logger):
    """Writes JSON lines, and leaves the lines of requests to the application."""

    def setup(self, cfg: Any) -> None:
        """Read the settings; called again at each reload."""
        super().setup(cfg)
        for handler in logging.getLogger("gunicorn.error").handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: the application's line has no address."""
