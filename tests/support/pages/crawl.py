"""Follow what pages refer to, as a browser would below a path."""

import re
from collections.abc import Callable

PREFIX = "/tweets"
Get = Callable[[str], tuple[int, str, str]]
"""Ask for a path; get status, text and the address that a redirect leads to."""

_REFERENCE = re.compile(r'\b(?:href|src|action|formaction|data-[a-z-]+)="(/[^"]*)"')


def crawl(get: Get, start: list[str], limit: int = 60) -> dict[str, int]:
    """Ask for pages and what they refer to, breadth first; no action of a form is followed.

    Returns:
        Each path that was asked for, with its status.

    Raises:
        AssertionError: a reference of this site leaves the prefix.
    """
    waiting, statuses = list(start), dict[str, int]()
    while waiting and len(statuses) < limit:
        path = waiting.pop(0)
        if path in statuses:
            continue
        statuses[path], text, location = get(path)
        found = [location] if location else _references(text)
        outside = [
            address for address in found if not f"{address}/".startswith((f"{PREFIX}/", "//"))
        ]
        assert outside == [], f"{path} leads outside: {outside}"
        waiting += [address for address in found if address not in _actions(text)]
    return statuses


def _references(text: str) -> list[str]:
    return [address.partition("#")[0].replace("&amp;", "&") for address in _REFERENCE.findall(text)]


def _actions(text: str) -> set[str]:
    return set(re.findall(r'(?:form)?action="([^"]*)"', text))
