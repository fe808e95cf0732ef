"""Whether a candidate may take the champion's place: every check must pass, else it is refused.

The order of the checks is that of Breck et al., "The ML Test Score" (2017), as far as they apply:
quality on the rows that matter, quality on slices, calibration, behaviour, cost.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class CheckKind(StrEnum):
    """What is checked."""

    ROWS = "rows"
    GAIN = "gain"
    SLICE = "slice"
    CALIBRATION = "calibration"
    BEHAVIOUR = "behaviour"
    LATENCY = "latency"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """What a candidate must reach."""

    min_rows: int = 100
    """Rows of the domain test, under which nothing can be said."""
    min_gain: float = 0.005
    """Of F1 on the domain test; the interval of the gain must lie above 0, too."""
    slice_tolerance: float = 0.02
    """Accuracy that a slice may lose."""
    min_slice_rows: int = 50
    """Rows under which a slice's accuracy is chance, and is only told."""
    calibration_tolerance: float = 0.02
    """Expected calibration error that may be added."""
    max_latency_ms: float = 5.0
    """Median of one tweet."""
    max_size_mb: float = 50.0
    """Of all files, in units of 10^6 bytes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same figure of both."""

    champion: float
    candidate: float

    @property
    def change(self) -> float:
        """What the candidate adds."""
        return self.candidate - self.champion


@dataclass(frozen=True, slots=True)
class Gain:
    """F1 on the domain test, and the 95 % interval of the paired difference."""

    f1: Pair
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Slice:
    """Accuracy on a part of the rows."""

    name: str
    rows: int
    accuracy: Pair


@dataclass(frozen=True, slots=True)
class Measurement:
    """All that the gate judges by."""

    rows: int
    gain: Gain
    slices: tuple[Slice, ...]
    calibration_error: Pair
    regressions: tuple[str, ...]
    """Cases of the behavioural table that the champion gets right and the candidate wrong."""
    latency_ms: float
    size_mb: float


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a verdict: what was found against what was wanted."""

    kind: CheckKind
    passed: bool
    value: float
    limit: float
    subject: str = ""
    """Which slice; for behaviour, the cases that failed."""
    champion: float | None = None
    candidate: float | None = None
    low: float | None = None
    high: float | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says, with every figure behind it."""

    champion: str
    candidate: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed; no checks pass nothing."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not."""
        return tuple(check for check in self.checks if not check.passed)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"passed": self.passed}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Verdict":
        """What was kept; `passed` is told by the checks again, never believed.

        Raises:
            ValueError: it is no verdict.
        """
        try:
            checks = (
                Check(**{**each, "kind": CheckKind(each["kind"]), "passed": each["passed"] is True})
                for each in kept["checks"]
            )
            return cls(str(kept["champion"]), str(kept["candidate"]), tuple(checks))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no verdict: {error}") from error


def judge(measured: Measurement, policy: GatePolicy, *, champion: str, candidate: str) -> Verdict:
    """Hold what was measured against the policy."""
    checks = (
        _rows(measured, policy),
        _gain(measured, policy),
        *(_slice(each, policy) for each in measured.slices),
        _calibration(measured, policy),
        _behaviour(measured),
        _ceiling(CheckKind.LATENCY, measured.latency_ms, policy.max_latency_ms),
        _ceiling(CheckKind.SIZE, measured.size_mb, policy.max_size_mb),
    )
    return Verdict(champion, candidate, checks)


def _rows(measured: Measurement, policy: GatePolicy) -> Check:
    enough = measured.rows >= policy.min_rows
    return Check(CheckKind.ROWS, enough, measured.rows, policy.min_rows)


def _gain(measured: Measurement, policy: GatePolicy) -> Check:
    gain = measured.gain
    return Check(
        CheckKind.GAIN,
        gain.f1.change >= policy.min_gain and gain.low > 0,
        gain.f1.change,
        policy.min_gain,
        champion=gain.f1.champion,
        candidate=gain.f1.candidate,
        low=gain.low,
        high=gain.high,
        rows=measured.rows,
    )


def _slice(found: Slice, policy: GatePolicy) -> Check:
    is_no_worse = found.accuracy.change >= -policy.slice_tolerance
    return Check(
        CheckKind.SLICE,
        is_no_worse or found.rows < policy.min_slice_rows,
        found.accuracy.change,
        -policy.slice_tolerance,
        subject=found.name,
        champion=found.accuracy.champion,
        candidate=found.accuracy.candidate,
        rows=found.rows,
    )


def _calibration(measured: Measurement, policy: GatePolicy) -> Check:
    error = measured.calibration_error
    return Check(
        CheckKind.CALIBRATION,
        error.change <= policy.calibration_tolerance,
        error.change,
        policy.calibration_tolerance,
        champion=error.champion,
        candidate=error.candidate,
    )


def _behaviour(measured: Measurement) -> Check:
    cases = measured.regressions
    return Check(CheckKind.BEHAVIOUR, not cases, len(cases), 0, subject="; ".join(cases))


def _ceiling(kind: CheckKind, value: float, limit: float) -> Check:
    return Check(kind, value <= limit, value, limit)
