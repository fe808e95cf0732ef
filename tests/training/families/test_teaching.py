"""Asking teachers of very many tweets."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training.families.light import teaching
from training.families.light.teaching import in_blocks


def lengths(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([float(len(text)) for text in texts])


def test_an_interrupted_teacher_is_asked_only_of_what_it_has_not_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "BLOCK_SIZE", 3)
    texts = ["a" * n for n in range(8)]
    asked: list[int] = []

    def cut_short(block: Sequence[str]) -> NDArray[np.float64]:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(len(block))
        return lengths(block)

    with pytest.raises(KeyboardInterrupt):
        in_blocks(cut_short, texts, tmp_path / "kept", "teacher")
    assert asked == [3, 3]
    later: list[int] = []

    def goes_on(block: Sequence[str]) -> NDArray[np.float64]:
        later.append(len(block))
        return lengths(block)

    said = in_blocks(goes_on, texts, tmp_path / "kept", "teacher")
    assert later == [2]
    assert said.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


def test_a_teacher_that_keeps_nothing_says_the_same() -> None:
    texts = ["a" * n for n in range(5)]
    assert in_blocks(lengths, texts, None, "teacher").tolist() == [0, 1, 2, 3, 4]
