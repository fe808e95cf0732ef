"""Files made up and damaged: bytes in are rows out, or named."""

import pytest

from benchmarks.reader_fuzz import judge, make


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_no_file_loses_a_tweet_or_makes_one_of_two(first: int) -> None:
    verdicts = {seed: judge(make(seed)) for seed in range(first, first + 50)}
    assert {seed: verdict for seed, verdict in verdicts.items() if "wrong" in verdict} == {}
