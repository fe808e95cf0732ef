"""The release gate."""

import json
from dataclasses import replace
from typing import Any

import pytest

from airparadis.domain.models.gate import Gain, GatePolicy, Measurement, Pair, Slice, judge
from airparadis.domain.models.verdict import Check, CheckKind, Doubt, Verdict

BETTER = Measurement(
    rows=200,
    gain=Gain(Pair(0.70, 0.75), 0.01, 0.09),
    slices=(Slice("negation", 80, Pair(0.80, 0.82)),),
    calibration_error=Pair(0.05, 0.05),
    regressions=(),
    latency_ms=0.1,
    size_mb=2.0,
    macro_recall=Pair(0.60, 0.61),
)


def verdict(**changes: Any) -> Verdict:
    measured = replace(BETTER, **changes)
    return judge(measured, GatePolicy(), champion="old", candidate="new")


def test_a_candidate_that_is_better_everywhere_passes() -> None:
    assert verdict().passed
    assert {check.kind for check in verdict().checks} == set(CheckKind)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (CheckKind.ROWS, {"rows": 99}),
        (CheckKind.GAIN, {"gain": Gain(Pair(0.70, 0.704), 0.001, 0.007)}),
        (CheckKind.GAIN, {"gain": Gain(Pair(0.70, 0.75), 0.0, 0.1)}),
        (CheckKind.GAIN, {"gain": Gain(Pair(0.70, 0.75), float("nan"), float("nan"))}),
        (CheckKind.MACRO_RECALL, {"macro_recall": Pair(0.60, 0.57)}),
        (CheckKind.SLICE, {"slices": (Slice("short", 50, Pair(0.80, 0.77)),)}),
        (CheckKind.CALIBRATION, {"calibration_error": Pair(0.05, 0.08)}),
        (CheckKind.BEHAVIOUR, {"regressions": ("not good",)}),
        (CheckKind.LATENCY, {"latency_ms": 5.1}),
        (CheckKind.SIZE, {"size_mb": 50.1}),
    ],
)
def test_one_failing_check_refuses(kind: CheckKind, changes: dict[str, Any]) -> None:
    found = verdict(**changes)
    assert not found.passed
    assert [check.kind for check in found.failed] == [kind]


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": 100},
        {"gain": Gain(Pair(0.0, 0.005), 0.001, 0.007)},
        {"slices": (Slice("short", 49, Pair(0.9, 0.1)), Slice("long", 50, Pair(0.02, 0.0)))},
        {"slices": ()},
        {"calibration_error": Pair(0.0, 0.02)},
        {"latency_ms": 5.0, "size_mb": 50.0},
    ],
)
def test_values_at_the_limits_pass(changes: dict[str, Any]) -> None:
    assert verdict(**changes).passed


@pytest.mark.parametrize(
    ("part", "passed", "doubt"),
    [
        (Slice("short", 49, Pair(0.9, 0.95)), True, Doubt.TOO_FEW),
        (Slice("all", 500, Pair(0.9, 0.9), is_unchanged=True), True, Doubt.UNCHANGED),
        (Slice("all", 500, Pair(0.9, 0.8), may_be_learnt=True), False, Doubt.MAY_BE_LEARNT),
        (Slice("all", 500, Pair(0.9, 0.91), may_be_learnt=True), True, Doubt.NONE),
    ],
)
def test_a_check_that_says_nothing_tells_why(part: Slice, passed: bool, doubt: Doubt) -> None:
    (check,) = (check for check in verdict(slices=(part,)).checks if check.kind is CheckKind.SLICE)
    assert (check.passed, check.doubt) == (passed, doubt)


def test_a_verdict_of_before_doubts_is_read() -> None:
    stored = verdict().to_json()
    for check in stored["checks"]:
        del check["doubt"]
    assert Verdict.from_json(stored).passed


def test_a_verdict_without_checks_does_not_pass() -> None:
    assert not Verdict("old", "new", ()).passed


def test_a_verdict_survives_storage() -> None:
    found = verdict(regressions=("a", "b"))
    stored = json.loads(json.dumps(found.to_json()))
    assert Verdict.from_json(stored) == found
    assert Verdict.from_json(stored | {"passed": True}).passed is False


@pytest.mark.parametrize("stored", [{}, {"checks": 1, "champion": "", "candidate": ""}])
def test_other_json_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no verdict"):
        Verdict.from_json(stored)


def test_only_true_counts_as_passed() -> None:
    check = Check(CheckKind.ROWS, True, 1, 1)
    stored = Verdict("old", "new", (check,)).to_json()
    stored["checks"][0]["passed"] = "false"
    assert not Verdict.from_json(stored).passed
