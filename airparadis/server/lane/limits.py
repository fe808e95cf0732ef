"""The API's rate limit, counted where Flask-Limiter counts it."""

from typing import NamedTuple

from flask_limiter import Limiter
from limits import parse_many

ENDPOINT = "api.predict"


class Window(NamedTuple):
    """What is left of a caller's window, as the headers of an answer say it."""

    amount: int
    remaining: int
    reset_at: int


class Limits:
    """The one limit of the API, for calls of its prediction endpoint."""

    def __init__(self, limiter: Limiter, rate: str, key_prefix: str) -> None:
        """
        Args:
            limiter: bound to the application.
            rate: as the setting has it.
            key_prefix: what its keys begin with, if anything.
        """
        self._limiter = limiter
        self._rates = parse_many(rate)
        self._before = (key_prefix,) if key_prefix else ()
        self._strategy = limiter.limiter

    @property
    def is_usable(self) -> bool:
        """Whether it can be counted here: not while the storage is lost, for Flask-Limiter looks
        after it when it is asked."""
        one = len(self._rates) == 1 and self._limiter.enabled
        return one and self._limiter.limiter is self._strategy

    def take(self, caller: str, calls: int) -> list[Window] | None:
        """Count calls of a caller, all or none.

        Returns:
            The window after each of them; None, and nothing is counted, if they are too many.
        """
        [rate] = self._rates
        keys = (*self._before, caller, ENDPOINT)
        if not self._strategy.test(rate, *keys, cost=calls):
            return None
        if not self._strategy.hit(rate, *keys, cost=calls):  # another process was quicker
            self.give_back(caller, calls)
            return None
        reset, left = self._strategy.get_window_stats(rate, *keys)
        return [
            Window(rate.amount, left + after, int(reset + 1)) for after in reversed(range(calls))
        ]

    def give_back(self, caller: str, calls: int) -> None:
        """Forget calls that are counted again elsewhere."""
        [rate] = self._rates
        self._strategy.hit(rate, *self._before, caller, ENDPOINT, cost=-calls)
