"""Scorer of an encoder over pieces of words, one tweet at a time.

So no scale of the graph's integers depends on another tweet.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.calibration import (
    N_CLASSES,
    Calibration,
    class_probabilities,
    leaning_probabilities,
)
from airparadis.ml.contract import Contribution, Explanation
from airparadis.ml.occlusion import chunk_shares
from airparadis.ml.onnx_graph import Graph
from airparadis.text.cleaning import unescape_with_offsets
from airparadis.text.language import Language
from airparadis.text.spelling import spell_out


class Pieces(Protocol):
    """A tokeniser of plain text."""

    def encode(self, text: str) -> list[int]:
        """Return the ids of the text's pieces."""
        ...


class SubwordScorer:
    """A scorer of raw tweets; thread-safe."""

    def __init__(self, pieces: Pieces, graph: Graph, calibration: Calibration) -> None:
        self._pieces = pieces
        self._graph = graph
        self._calibration = calibration

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the logits of negative, neutral and positive of raw tweets, shape (n, 3)."""
        rows = [self._graph.run(np.array(self._pieces.encode(spell_out(text)))) for text in texts]
        return np.array(rows, np.float64).reshape(-1, N_CLASSES)

    def predict_classes(
        self,
        texts: Sequence[str],
        languages: Sequence[Language | None] | None = None,  # noqa: ARG002 - one language is read
    ) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 3): negative, neutral, positive."""
        logits = self.logits(texts)
        return class_probabilities(
            self._calibration.leaning(logits), self._calibration.neutrality(logits)
        )

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive."""
        return leaning_probabilities(self._leaning(texts))

    def explain(self, text: str) -> Explanation:
        """Distribute the log-odds of positive among the whitespace-separated chunks."""
        unescaped, offsets = unescape_with_offsets(text)
        contributions = tuple(
            Contribution(offsets[start], offsets[end], share)
            for (start, end), share in chunk_shares(unescaped, self._leaning)
            if share
        )
        explained = sum(part.weight for part in contributions)
        return Explanation(contributions, float(self._leaning([text])[0]) - explained)

    def _leaning(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return self._calibration.leaning(self.logits(texts))
