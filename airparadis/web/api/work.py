"""Limits on the work of an API caller: tweets, not calls, are counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flask import Response, g, request
from werkzeug.exceptions import ServiceUnavailable, Unauthorized

from airparadis.lib.rate_limit import RateLimitError, Window
from airparadis.web.access.access import bearer_key
from airparadis.web.access.limits import remote_address
from airparadis.web.runtime import Runtime, runtime

EXPLAINED_AS = 20
"""Tweets that an explanation counts for: the model is asked again without each of its words."""
BYTES_OF_A_TWEET = 8 * 1024
"""A body that is longer takes as long to read as so many tweets to score."""
SMALL_LIST = 16
"""Lists of up to so many tweets take no longer than a page."""
RETRY_SECONDS = 1
FAILED = "airparadis.failed_call"
"""Key of the WSGI environment: the `FailedCall` of a call that failed before Flask saw it."""


class FailedCall(NamedTuple):
    """A call that was counted, and could not be answered."""

    window: Window
    error: Exception


def count_call() -> None:
    """Count every call as one tweet before it is handled.

    Raises:
        RateLimitError: the caller asks for more than its limit.
        Exception: the error of a call that failed before Flask saw it, and was counted there.
    """
    failed: FailedCall | None = request.environ.get(FAILED)
    if failed is not None:
        g.api_window = failed.window
        raise failed.error
    _count(1)


def count_body(n_bytes: int) -> None:
    """Count a body before it is parsed."""
    _count(n_bytes // BYTES_OF_A_TWEET)


def count_tweets(number: int, *, explained: bool = False) -> None:
    """Count the tweets of a call; the call itself was counted as one.

    Raises:
        RateLimitError: they are more than the caller may ask for now.
    """
    _count(number * (EXPLAINED_AS if explained else 1) - 1)


@contextmanager
def long_call(number: int, *, explained: bool = False) -> Iterator[None]:
    """Take one of the few threads that may work on long lists: the others answer everybody else.

    Raises:
        werkzeug.exceptions.ServiceUnavailable: all of them are taken.
    """
    if number <= SMALL_LIST and not explained:
        yield
        return
    slots = runtime().long_calls
    if not slots.acquire(blocking=False):
        busy = "Other long lists are being scored: send this one again."
        raise ServiceUnavailable(busy, retry_after=RETRY_SECONDS)
    try:
        yield
    finally:
        slots.release()


def add_headers(response: Response) -> Response:
    """Add the caller's remaining quota to the response."""
    window: Window | None = g.get("api_window")
    if window is not None:
        response.headers.extend(window_headers(window))
    return response


def window_headers(window: Window) -> list[tuple[str, str]]:
    """Return the headers that tell callers how much is left to them."""
    return [
        ("X-RateLimit-Limit", str(window.amount)),
        ("X-RateLimit-Remaining", str(window.remaining)),
        ("X-RateLimit-Reset", str(window.reset_at)),
    ]


def take(of: Runtime, caller: str, tweets: int) -> Window:
    """Count tweets of a caller.

    Raises:
        RateLimitError: they are more than the caller may ask for now.
    """
    return of.rate_limits.take(of.config.rate_limit_api, "api", caller, work=tweets)


def _count(tweets: int) -> None:
    """Raise RateLimitError if they are more than the caller may ask for now."""
    if tweets <= 0:
        return
    try:
        g.api_window = take(runtime(), _caller(), tweets)
    except RateLimitError as error:
        g.api_window = error.window
        raise


def _caller() -> str:
    """Return the caller to count: the key if there is one, else the address."""
    try:
        key = bearer_key()
    except Unauthorized:
        key = None
    return f"key:{key.id}" if key else remote_address()
