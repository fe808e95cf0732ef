"""How often a form may be sent: a decorator for views."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Response, make_response, request

from airparadis.config.settings import Config
from airparadis.web.runtime import runtime

P = ParamSpec("P")
R = TypeVar("R")

FORMS: Callable[[Config], str] = lambda config: config.rate_limit_form  # noqa: E731
LOGINS: Callable[[Config], str] = lambda config: config.rate_limit_login  # noqa: E731
ACCOUNTS: Callable[[Config], str] = lambda config: config.rate_limit_account  # noqa: E731


def remote_address() -> str:
    """The address that asks."""
    return request.remote_addr or "127.0.0.1"


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
        counts: which answers count; all, before they are given, if left out.
        methods: of the requests that count; all if left out.
        unless: who is not limited.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        name = f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if (methods and request.method not in methods) or unless():
                return view(*args, **kwargs)
            limits, amount, key = runtime().rate_limits, rate(runtime().config), (name, by())
            if counts is None:
                limits.take(amount, *key)
                return view(*args, **kwargs)
            limits.check(amount, *key)
            response = make_response(cast(Response, view(*args, **kwargs)))
            if counts(response):
                limits.take(amount, *key)
            return cast(R, response)

        return guarded

    return decorate
