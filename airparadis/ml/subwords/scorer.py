"""Scorer of an encoder over pieces of words, one tweet at a time.

So no scale of the graph's integers depends on another tweet.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.calibration import N_CLASSES, Calibration
from airparadis.ml.contract import Contribution, Explanation
from airparadis.ml.occlusion import chunk_shares
from airparadis.ml.onnx_graph import Graph
from airparadis.text.cleaning import unescape_with_offsets
from airparadis.text.spelling import spell_out


class Pieces(Protocol):
    """A tokeniser of plain text."""

    def encode(self, text: str) -> list[int]:
        """Return the ids of the text's pieces."""
        ...


class SubwordScorer:
    """A scorer of raw tweets of one language; thread-safe.

    `calibration_of` returns the calibration for a raw tweet.
    """

    def __init__(
        self, pieces: Pieces, graph: Graph, calibration_of: Callable[[str], Calibration]
    ) -> None:
        self._pieces = pieces
        self._graph = graph
        self._calibration_of = calibration_of

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the logits of negative, neutral and positive of raw tweets, shape (n, 3)."""
        rows = [self._graph.run(np.array(self._pieces.encode(spell_out(text)))) for text in texts]
        return np.array(rows, np.float64).reshape(-1, N_CLASSES)

    def log_odds(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the log-odds of positive over negative, and of neutral over either, both (n,)."""
        log_odds = np.empty((2, len(texts)))
        logits = self.logits(texts)
        for row, text in enumerate(texts):
            calibration, own = self._calibration_of(text), logits[row : row + 1]
            log_odds[:, row] = calibration.leaning(own)[0], calibration.neutrality(own)[0]
        return log_odds[0], log_odds[1]

    def explain(self, text: str) -> Explanation:
        """Distribute the log-odds of positive among the whitespace-separated chunks."""
        calibration = self._calibration_of(text)
        unescaped, offsets = unescape_with_offsets(text)

        def leaning(texts: Sequence[str]) -> NDArray[np.float64]:
            return calibration.leaning(self.logits(texts))

        contributions = tuple(
            Contribution(offsets[start], offsets[end], share)
            for (start, end), share in chunk_shares(unescaped, leaning)
            if share
        )
        explained = sum(part.weight for part in contributions)
        return Explanation(contributions, float(leaning([text])[0]) - explained)
