"""JSON that strangers send.

Python's parser calls itself for a list in a list. Text that is nested deeply enough takes it to the
recursion limit, and whatever else runs there fails as well, the finalisers of the garbage collector
among them. So nesting is counted first.
"""

import json
import re
from typing import Any, Final

MAX_NESTING: Final = 200
"""Lists and objects in one another. What people send has fewer than ten."""

_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|([\[{])|([\]}])', re.DOTALL)


def parse_json(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is not JSON, or nested too deeply.
    """
    check_nesting(text)
    return json.loads(text)


def check_nesting(text: str | bytes) -> None:
    """Only count brackets, unless there are many.

    Raises:
        ValueError: the text is nested too deeply.
    """
    if isinstance(text, bytes):
        if text.count(b"[") + text.count(b"{") <= MAX_NESTING:
            return
        text = text.decode("utf-8", "replace")
    if text.count("[") + text.count("{") <= MAX_NESTING:
        return
    depth = 0
    for found in _STRINGS_AND_BRACKETS.finditer(text):
        opened, closed = found.groups()
        depth += bool(opened) - bool(closed)
        if depth > MAX_NESTING:
            raise ValueError("The JSON is nested too deeply")
