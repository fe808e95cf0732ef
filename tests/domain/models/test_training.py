"""The progress that a training's log shows."""

import pytest

from airparadis.domain.models.training import Stage, parse_stage


def test_a_bar_has_a_stage_and_a_percentage() -> None:
    line = "fit:  62%|██████▏   | 93/150 [00:55<00:40,  1.42 steps/s]"
    assert parse_stage(line) == Stage("fit", 62)


@pytest.mark.parametrize(
    "line", ["", "fitting light on 1,200 rows", "passed  size: +0.8, limit +50.0", "100 % right"]
)
def test_other_lines_are_not_bars(line: str) -> None:
    assert parse_stage(line) is None
