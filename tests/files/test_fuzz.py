"""Files made up and damaged: bytes in are rows out, or named."""

from collections.abc import Callable

import pytest

from benchmarks.reader_fuzz import Made, judge, judge_in_columns, make


@pytest.mark.parametrize("first", range(0, 200, 50))
@pytest.mark.parametrize("look", [judge, judge_in_columns])
def test_no_file_loses_a_tweet_or_makes_one_of_two(first: int, look: Callable[[Made], str]) -> None:
    verdicts = {seed: look(make(seed)) for seed in range(first, first + 50)}
    assert {seed: verdict for seed, verdict in verdicts.items() if "wrong" in verdict} == {}
