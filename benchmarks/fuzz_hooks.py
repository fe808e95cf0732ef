"""Hooks that exclude cases from fuzzing; Schemathesis loads this module by its environment."""

from typing import Any
from urllib.parse import urlencode

import schemathesis
from schemathesis import Case, HookContext

from airparadis.web.api.requests import MAX_EXPLAINED

MAX_QUERY = 3_500
"""Characters: longer request lines never reach the application, gunicorn refuses them."""


@schemathesis.hook
def filter_case(_context: HookContext, case: Case[Any]) -> bool:
    """Leave out what no schema can say, or what the web server answers."""
    query = dict(case.query or {})
    is_short = len(urlencode(query, doseq=True)) <= MAX_QUERY
    return is_short and not _is_long_to_explain(query, case.body) and not _has_odd_days(query)


def _is_long_to_explain(query: dict[str, Any], body: Any) -> bool:
    """A query bounds the list of a body."""
    texts = body.get("texts") if query.get("explain") and isinstance(body, dict) else None
    return isinstance(texts, list) and len(texts) > MAX_EXPLAINED


def _has_odd_days(query: dict[str, Any]) -> bool:
    """One parameter says whether others are needed, and these are in order."""
    days = [query.get(name) for name in ("from", "until")]
    if query.get("against") != "period":
        return any(day is not None for day in days)
    return None in days or str(days[0]) > str(days[1])
