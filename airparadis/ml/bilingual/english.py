"""The English part: the network's logits, calibrated, and explained by occlusion."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.bilingual.network import OUTPUTS, NetworkWeights
from airparadis.ml.bilingual.vocabulary import Token, Vocabulary, Word
from airparadis.ml.calibration import Calibration
from airparadis.ml.contract import Contribution, Explanation
from airparadis.ml.light.airline_domain import concerns_airline
from airparadis.ml.light.domain_adaptation import DomainScorer, DomainWeights
from airparadis.ml.light.encoder_inference import RecurrentScorer
from airparadis.ml.light.lstm_onnx import OnnxLstm
from airparadis.ml.light.lstm_weights import MAX_WORDS
from airparadis.ml.light.tokens import spans
from airparadis.ml.light.vectors import WordVectors
from airparadis.ml.occlusion import token_shares
from airparadis.text.cleaning import unescape, unescape_with_offsets

GENERAL, AIRLINE = "general", "airline"
"""Kinds of English tweets, calibrated separately."""


class EnglishScorer:
    """A scorer of raw English tweets; thread-safe."""

    def __init__(
        self,
        network: NetworkWeights,
        graph: bytes,
        calibrations: Mapping[str, Calibration],
        domain: DomainWeights | None = None,
    ) -> None:
        self._vocabulary = Vocabulary(network.vocabulary)
        vectors = WordVectors(network.words, network.grams)
        self._encoder = RecurrentScorer(vectors, OnnxLstm(graph), (len(OUTPUTS),))
        self._calibrations = calibrations
        self._domain = DomainScorer(domain) if domain else None
        self.count_unknown = self._vocabulary.count_unknown

    def log_odds(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the log-odds of positive over negative, and of neutral over either, both (n,)."""
        unescaped = [unescape(text) for text in texts]
        tweets = [self._vocabulary.words(text) for text in unescaped]
        logits = self._encoder.scores(tweets)
        leaning, neutrality = self._calibrated(logits, GENERAL)
        of_airline = np.flatnonzero(list(map(concerns_airline, unescaped, tweets)))
        if len(of_airline):
            leaning[of_airline], neutrality[of_airline] = self._calibrated(
                logits[of_airline], AIRLINE
            )
        if self._domain:
            for row in of_airline.tolist():
                leaning[row] = self._domain.score(leaning[row], _texts(tweets[row]))
        return leaning, neutrality

    def words(self, text: str) -> list[str]:
        """Return the words of a raw tweet, in order."""
        return _texts(self._vocabulary.words(unescape(text)))

    def airline_leaning(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-odds of positive of airline tweets without the domain part, (n,)."""
        return self._calibrations[AIRLINE].leaning(self.logits(texts))

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the network's logits of raw tweets, shape (n, outputs)."""
        return self._encoder.scores([self._vocabulary.words(unescape(text)) for text in texts])

    def explain(self, text: str) -> Explanation:
        """Distribute the log-odds of positive among the tweet's tokens; the bias is the rest."""
        unescaped, offsets = unescape_with_offsets(text)
        shares = self._shares(unescaped, self._vocabulary.tokens(unescaped))
        contributions = tuple(
            Contribution(offsets[start], offsets[end], share)
            for (start, end), share in zip(spans(unescaped), shares, strict=True)
            if share
        )
        explained = sum(part.weight for part in contributions)
        return Explanation(contributions, float(self.log_odds([text])[0][0]) - explained)

    def _calibrated(
        self, logits: NDArray[np.float64], kind: str
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        calibration = self._calibrations[kind]
        return calibration.leaning(logits), calibration.neutrality(logits)

    def _shares(self, unescaped: str, tokens: Sequence[Token]) -> list[float]:
        """Return what every token adds to the leaning."""
        words = [word for token in tokens for word in token]
        if not concerns_airline(unescaped, words):
            return self._occlusions(tokens, GENERAL)
        general = self._occlusions(tokens, AIRLINE)
        if self._domain is None:
            return general
        own = iter(self._domain.contributions(_texts(words)))
        slope = self._domain.slope
        return [
            slope * share + sum(next(own) for _ in token)
            for share, token in zip(general, tokens, strict=True)
        ]

    def _occlusions(self, tokens: Sequence[Token], kind: str) -> list[float]:
        """Return how far the network's leaning moves with every token."""
        calibration = self._calibrations[kind]
        return token_shares(
            tokens, lambda tweets: calibration.leaning(self._encoder.scores(tweets)), MAX_WORDS
        )


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]
