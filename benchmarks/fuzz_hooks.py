"""Hooks that exclude cases from fuzzing; Schemathesis loads this module by its environment."""

from typing import Any

import schemathesis
from schemathesis import Case, HookContext

from airparadis.web.api.requests import MAX_EXPLAINED


@schemathesis.hook
def filter_case(_context: HookContext, case: Case[Any]) -> bool:
    """Leave out long lists to explain: no schema can say how a query bounds a body."""
    if not (case.query and case.query.get("explain") and isinstance(case.body, dict)):
        return True
    texts = case.body.get("texts")
    return not isinstance(texts, list) or len(texts) <= MAX_EXPLAINED
