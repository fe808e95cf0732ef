"""Answers of services to Apprise, which logs a status but keeps neither headers nor reasons."""

import functools
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

MAX_REASON: Final = 200
_URL: Final = re.compile(r"\b\w+://\S+")
_heard: ContextVar["list[Answer] | None"] = ContextVar("heard", default=None)
_lock = threading.Lock()
_installed = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: its status, headers and, of a client error, the reason in its body."""

    status: int
    headers: Mapping[str, str]
    reason: str


@contextmanager
def heard_answers() -> Iterator[list[Answer]]:
    """Collect the answers to requests that this thread makes within a block."""
    _install()
    answers = list[Answer]()
    token = _heard.set(answers)
    try:
        yield answers
    finally:
        _heard.reset(token)


def _install() -> None:
    """Let `requests` report its answers, once a process: Apprise opens sessions of its own."""
    import requests

    global _installed
    with _lock:
        if _installed:
            return
        _installed = True
        send = requests.Session.send

        @functools.wraps(send)
        def reporting(self: requests.Session, *arguments: Any, **named: Any) -> requests.Response:
            response = send(self, *arguments, **named)
            answers = _heard.get()
            if answers is not None:
                answers.append(Answer(response.status_code, response.headers, _reason(response)))
            return response

        requests.Session.send = reporting  # type: ignore[method-assign]


def _reason(response: Any) -> str:
    """Return a line of the body of a client error, without addresses, which may be secret."""
    if not 400 <= response.status_code < 500:
        return ""
    text = _URL.sub("…", response.content[:10_000].decode("utf-8", "replace"))
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[
        :MAX_REASON
    ]
