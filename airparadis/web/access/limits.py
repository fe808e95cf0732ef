"""Rate limits of forms and attempts at secrets: a decorator for views."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Response, make_response, request
from limits import RateLimitItem, parse_many

from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.lib.rate_limit import RateLimitError, Window
from airparadis.services.accounts.attempts import count as count_attempt
from airparadis.services.accounts.attempts import take_back
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

P = ParamSpec("P")
R = TypeVar("R")

FORMS: Callable[[Config], str] = lambda config: config.rate_limit_form  # noqa: E731
LOGINS: Callable[[Config], str] = lambda config: config.rate_limit_login  # noqa: E731
ACCOUNTS: Callable[[Config], str] = lambda config: config.rate_limit_account  # noqa: E731

_SECRETS = frozenset({LOGINS, ACCOUNTS})
"""Rates that guard secrets: counted in the database, by all processes together."""


def address_of(environ: Mapping[str, Any]) -> str:
    """Return the address that a request came from, by its WSGI environment."""
    return environ.get("REMOTE_ADDR") or "127.0.0.1"


def remote_address() -> str:
    """The address that asks."""
    return address_of(request.environ)


def limited(
    rate: Callable[[Config], str],
    *,
    by: Callable[[], str] = remote_address,
    counts: Callable[[Response], bool] | None = None,
    methods: Collection[str] = (),
    unless: Callable[[], bool] = lambda: False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Limit how often a view answers; beyond that `RateLimitError` becomes 429.

    Args:
        rate: of the settings.
        by: whose requests are counted together.
        counts: which answers count; all if left out. Each is counted before the view runs, so
            that those who ask at once cannot get past the limit, and taken back if it does not.
        methods: of the requests that count; all if left out.
        unless: who is not limited.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        name = f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if (methods and request.method not in methods) or unless():
                return view(*args, **kwargs)
            amount, key = rate(runtime().config), (name, by())
            take, take_back = _SECRET if rate in _SECRETS else _PLAIN
            take(amount, *key)
            if counts is None:
                return view(*args, **kwargs)
            response = make_response(cast(Response, view(*args, **kwargs)))
            if not counts(response):
                take_back(amount, *key)
            return cast(R, response)

        return guarded

    return decorate


def _take(amount: str, *key: str) -> None:
    runtime().rate_limits.take(amount, *key)


def _take_back(amount: str, *key: str) -> None:
    runtime().rate_limits.take_back(amount, *key)


def _take_secret(amount: str, *key: str) -> None:
    """Count in this process first: what it refuses costs no write."""
    _take(amount, *key)
    now = utc_now()
    for item in parse_many(amount):
        window = timedelta(seconds=item.get_expiry())
        attempts, end = count_attempt(db.session(), _name(item, key), window, now)
        if attempts > item.amount:
            raise RateLimitError(Window(item.amount, 0, int(end.timestamp()) + 1))


def _take_back_secret(amount: str, *key: str) -> None:
    _take_back(amount, *key)
    for item in parse_many(amount):
        take_back(db.session(), _name(item, key))
    db.session.commit()


def _name(item: RateLimitItem, key: tuple[str, ...]) -> str:
    return str(item.key_for(*key))


_PLAIN = _take, _take_back
_SECRET = _take_secret, _take_back_secret
