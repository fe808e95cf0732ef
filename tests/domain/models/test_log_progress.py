import pytest

from airparadis.domain.models.log_progress import Stage, stage_of


def test_a_bar_tells_what_is_done_and_how_much_of_it() -> None:
    line = "fit:  62%|██████▏   | 93/150 [00:55<00:40,  1.42 steps/s]"
    assert stage_of(line) == Stage("fit", 62)


@pytest.mark.parametrize(
    "line", ["", "fitting light on 1,200 rows", "passed  size: +0.8, limit +50.0", "100 % right"]
)
def test_another_line_is_no_bar(line: str) -> None:
    assert stage_of(line) is None
