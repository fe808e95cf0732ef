"""The cache of results for short texts."""

import pytest

from airparadis.lib import memo


def test_the_memo_size_can_be_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "_min_size", 0)
    asked: list[str] = []

    def work(text: str) -> str:
        asked.append(text)
        return text.upper()

    known = memo.memoize(work, size=1)
    memo.set_memo_size(10)
    assert [known(text) for text in "abcdeabcde"] == list("ABCDEABCDE")
    assert asked == list("abcde")
