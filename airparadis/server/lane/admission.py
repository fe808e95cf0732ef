"""Who may call: host names, API keys, the rate limit; the same rules as in Flask's hooks.

What is refused here is not told: it goes to Flask, which says why.
"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.domain.accounts.policy import Scope
from airparadis.lib.clock import utc_now
from airparadis.server.lane.calls import Call
from airparadis.server.lane.limits import Limits
from airparadis.services.accounts import api_keys
from airparadis.web.access.security import is_ours


class Admission:
    """Lets calls in, and counts them."""

    def __init__(self, config: Config, limits: Limits) -> None:
        self._hosts = config.hosts
        self._is_key_required = config.api_key_required
        self._limits = limits

    def admit(self, engine: Engine, calls: Sequence[Call]) -> list[Call]:
        """Those of the calls that may be answered; they are counted.

        Raises:
            Exception: of the database or of the storage of the limits; nothing is counted then.
        """
        if not self._limits.is_usable:
            return []
        welcome = [each for each in calls if not self._hosts or is_ours(each.host, self._hosts)]
        named = self._name(engine, welcome)
        by_caller: dict[str, list[Call]] = defaultdict(list)
        for call in named:
            by_caller[call.caller].append(call)
        admitted: list[Call] = []
        try:
            for caller, theirs in by_caller.items():
                windows = self._limits.take(caller, len(theirs))
                if windows is None:
                    continue
                for call, call.window in zip(theirs, windows, strict=True):
                    admitted.append(call)
        except Exception:
            self.give_back(admitted)
            raise
        return admitted

    def give_back(self, calls: Sequence[Call]) -> None:
        """Count as if these calls had not been made."""
        for call in calls:
            self._limits.give_back(call.caller, 1)

    def _name(self, engine: Engine, calls: Sequence[Call]) -> list[Call]:
        """Those whose caller is known, by key or by address."""
        keys = self._keys(engine, {each.token for each in calls if each.token})
        named = []
        for call in calls:
            if call.token is not None:
                call.caller = keys.get(call.token, "")
            elif not self._is_key_required:
                call.caller = call.address or "127.0.0.1"  # as Flask-Limiter says
            if call.caller:
                named.append(call)
        return named

    def _keys(self, engine: Engine, tokens: set[str]) -> dict[str, str]:
        """Keys that may score, by token. One whose use is to be written down has to go to Flask,
        about once a minute."""
        if not tokens:
            return {}
        now = utc_now()
        with Session(engine) as session:
            found = {token: api_keys.find(session, token, now) for token in tokens}
            return {
                token: f"key:{key.id}"
                for token, key in found.items()
                if key and Scope.PREDICT in key.scopes and api_keys.is_used_lately(key, now)
            }
