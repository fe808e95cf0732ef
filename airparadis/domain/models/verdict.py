"""The verdict on a candidate: its checks, with every figure behind them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class CheckKind(StrEnum):
    """The subject of a check."""

    ROWS = "rows"
    GAIN = "gain"
    SLICE = "slice"
    CALIBRATION = "calibration"
    BEHAVIOUR = "behaviour"
    LATENCY = "latency"
    SIZE = "size"


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
            checks = (
                Check(
                    **check | {"kind": CheckKind(check["kind"]), "passed": check["passed"] is True}
                )
                for check in stored["checks"]
            )
            return cls(str(stored["champion"]), str(stored["candidate"]), tuple(checks))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no verdict: {error}") from error
