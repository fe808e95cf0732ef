"""The verdict on a candidate: its checks, with every figure behind them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class CheckKind(StrEnum):
    """The subject of a check."""

    ROWS = "rows"
    GAIN = "gain"
    MACRO_RECALL = "macro_recall"
    SLICE = "slice"
    CALIBRATION = "calibration"
    BEHAVIOUR = "behaviour"
    LATENCY = "latency"
    SIZE = "size"


class Doubt(StrEnum):
    """The reason why a check says nothing, whether it lets pass or not."""

    NONE = ""
    TOO_FEW = "too_few"
    UNCHANGED = "unchanged"
    """Champion and candidate give every tweet the same score."""
    MAY_BE_LEARNT = "may_be_learnt"
    """The champion does better, but may have learnt these very tweets."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check's result: the value found and its limit."""

    kind: CheckKind
    passed: bool
    value: float
    limit: float
    subject: str = ""
    """The slice; for behaviour, the failed cases."""
    champion: float | None = None
    candidate: float | None = None
    low: float | None = None
    high: float | None = None
    rows: int | None = None
    doubt: Doubt = Doubt.NONE


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's decision with every figure behind it."""

    champion: str
    candidate: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """True if every check passed; a verdict without checks never passes."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as JSON values for storage."""
        return asdict(self) | {"passed": self.passed}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Verdict":
        """Read a stored verdict; recompute `passed` from the checks, never trust the stored value.

        Raises:
            ValueError: it is not a verdict.
        """
        try:
            checks = tuple(_check(check) for check in stored["checks"])
            return cls(str(stored["champion"]), str(stored["candidate"]), checks)
        except (KeyError, TypeError) as error:
            raise ValueError(f"no verdict: {error}") from error


def _check(stored: Mapping[str, Any]) -> Check:
    kind, doubt = CheckKind(stored["kind"]), Doubt(stored.get("doubt", ""))
    return Check(**{**stored, "kind": kind, "doubt": doubt, "passed": stored["passed"] is True})
