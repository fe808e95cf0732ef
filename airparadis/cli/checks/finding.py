"""What one check found."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's name, its outcome in one line and, unless all is well, what to do."""

    name: str
    state: State
    message: str
    advice: str = ""


def ok(name: str, message: str) -> Finding:
    """All is well."""
    return Finding(name, State.OK, message)


def warning(name: str, message: str, advice: str) -> Finding:
    """It works, and will not do for long, or not for everybody."""
    return Finding(name, State.WARNING, message, advice)


def error(name: str, message: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(name, State.ERROR, message, advice)


def worst(findings: Iterable[Finding]) -> State:
    """The state of the whole."""
    states = {each.state for each in findings}
    return next((each for each in (State.ERROR, State.WARNING) if each in states), State.OK)
