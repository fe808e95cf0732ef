"""The format of figures in the report's tables."""

import pytest

from training.compare.cells import Cell, interval, known, microseconds, share, signed
from training.evaluation.bootstrap import Interval


@pytest.mark.parametrize(
    ("value", "said"), [(0.8348, ".8348"), (1.0, "1.0000"), (0.0, ".0000"), (0.99999, "1.0000")]
)
def test_a_share_is_written_without_its_zero(value: float, said: str) -> None:
    assert share(value) == said


@pytest.mark.parametrize(("value", "said"), [(0.0012, "+.0012"), (-0.0012, "−.0012")])
def test_a_difference_has_its_sign(value: float, said: str) -> None:
    assert signed(value) == said


def test_an_interval_stands_beside_its_figure() -> None:
    assert interval(Interval(0.8, 0.79, 0.81)) == Cell(".8000", ".7900 to .8100")
    assert interval(Interval(0.0, -0.01, 0.01), sign=True).small == "−.0100 to +.0100"


def test_what_is_not_known_is_a_dash() -> None:
    assert known(None, "{:,}") == Cell("–")
    assert known(1200, "{:,}") == Cell("1,200")


@pytest.mark.parametrize(("value", "said"), [(60.4, "60 µs"), (25_100.0, "25.1 ms")])
def test_long_times_are_in_milliseconds(value: float, said: str) -> None:
    assert microseconds(value) == said
