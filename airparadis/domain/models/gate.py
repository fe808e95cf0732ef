"""The release gate: every check must pass before a candidate may replace the champion.

The order of the checks follows Breck et al., "The ML Test Score" (2017), as far as they apply:
quality on the rows that matter, quality on slices, calibration, behaviour, cost.
"""

from dataclasses import dataclass

from airparadis.domain.models.verdict import Check, CheckKind, Doubt, Verdict


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """The limits that a candidate must meet."""

    min_rows: int = 100
    """Rows of the domain test; fewer prove nothing."""
    min_gain: float = 0.005
    """Gain in F1 of the negative class on the domain test; its interval must be above 0, too."""
    recall_tolerance: float = 0.02
    """Macro recall of three classes that may be lost on the domain test."""
    slice_tolerance: float = 0.02
    """Accuracy that a slice may lose."""
    min_slice_rows: int = 50
    """Rows below which a slice's accuracy is chance and is only reported."""
    calibration_tolerance: float = 0.02
    """Increase of the expected calibration error that is allowed."""
    max_latency_ms: float = 5.0
    """Median of a single tweet."""
    max_size_mb: float = 50.0
    """Size of all files, in units of 10^6 bytes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure, of champion and candidate."""

    champion: float
    candidate: float

    @property
    def change(self) -> float:
        """The candidate's figure minus the champion's."""
        return self.candidate - self.champion


@dataclass(frozen=True, slots=True)
class Gain:
    """F1 of the negative class on the domain test, and the 95 % interval of the difference."""

    f1: Pair
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Slice:
    """Accuracy on a part of the rows."""

    name: str
    rows: int
    accuracy: Pair
    is_unchanged: bool = False
    """True if both models give every row the same score."""
    may_be_learnt: bool = False
    """True if the champion may have been fitted or tuned on these rows."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures that the gate judges by."""

    rows: int
    gain: Gain
    slices: tuple[Slice, ...]
    calibration_error: Pair
    regressions: tuple[str, ...]
    """Cases of the behavioural table that the champion gets right and the candidate wrong."""
    latency_ms: float
    size_mb: float
    macro_recall: Pair | None = None
    """Macro recall of three classes on the domain test; None without neutral in model or test."""


def judge(measured: Measurement, policy: GatePolicy, *, champion: str, candidate: str) -> Verdict:
    """Compare the measured figures with the policy."""
    checks = (
        _rows(measured, policy),
        _gain(measured, policy),
        *_recall(measured, policy),
        *(_slice(part, policy) for part in measured.slices),
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


def _recall(measured: Measurement, policy: GatePolicy) -> tuple[Check, ...]:
    recall = measured.macro_recall
    if recall is None:
        return ()
    return (
        Check(
            CheckKind.MACRO_RECALL,
            recall.change >= -policy.recall_tolerance,
            recall.change,
            -policy.recall_tolerance,
            champion=recall.champion,
            candidate=recall.candidate,
        ),
    )


def _slice(part: Slice, policy: GatePolicy) -> Check:
    is_no_worse = part.accuracy.change >= -policy.slice_tolerance
    doubt = Doubt.NONE
    if part.is_unchanged:
        doubt = Doubt.UNCHANGED
    elif part.rows < policy.min_slice_rows:
        doubt = Doubt.TOO_FEW
    elif part.may_be_learnt and not is_no_worse:
        doubt = Doubt.MAY_BE_LEARNT
    return Check(
        CheckKind.SLICE,
        is_no_worse or part.rows < policy.min_slice_rows,
        part.accuracy.change,
        -policy.slice_tolerance,
        subject=part.name,
        champion=part.accuracy.champion,
        candidate=part.accuracy.candidate,
        rows=part.rows,
        doubt=doubt,
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
