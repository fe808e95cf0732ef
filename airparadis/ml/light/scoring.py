"""The light model's predictions: probabilities, and the contribution of every word.

The linear and the domain part are sums and are explained exactly. The recurrent part is not, so
it is explained by occlusion: the score with a word minus the score without it (Li, Monroe and
Jurafsky, "Understanding Neural Networks through Representation Erasure", 2016). All of it is
deterministic.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest
from airparadis.ml.contract import Contribution, Explanation
from airparadis.ml.light.airline_domain import concerns_airline
from airparadis.ml.light.domain_adaptation import DomainScorer
from airparadis.ml.light.encoder_inference import recurrent_scorer
from airparadis.ml.light.linear import LinearScorer, Word
from airparadis.ml.light.lstm_weights import MAX_WORDS
from airparadis.ml.light.model import Blend, LightModel, read_model
from airparadis.ml.light.tokens import TOPIC_WORD, spans, tokenise, words_of
from airparadis.ml.occlusion import token_shares
from airparadis.text.cleaning import unescape, unescape_with_offsets

_LINEAR_ALONE = Blend(linear=1.0, network=0.0, bias=0.0, sure_from=0.0)

_Token = tuple[Word, ...]
"""The words of a token, if any."""


class LightScorer:
    """The parts of a light model and their blend."""

    def __init__(self, model: LightModel) -> None:
        self._linear = LinearScorer(model.linear)
        self._network = recurrent_scorer(model.network, model.graph) if model.network else None
        self._blend = model.blend or _LINEAR_ALONE
        self._domain = DomainScorer(model.domain) if model.domain else None
        self._known = model.linear.words

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive."""
        scores = self.decision_function(texts).tolist()
        return np.array([(_expit(-score), _expit(score)) for score in scores]).reshape(-1, 2)

    def decision_function(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-odds of positive of raw tweets, shape (n,)."""
        unescaped = [unescape(text) for text in texts]
        tweets = [self._linear.words(text) for text in unescaped]
        scores = self._general_scores(tweets)
        if self._domain is not None:
            for position, (text, words) in enumerate(zip(unescaped, tweets, strict=True)):
                if concerns_airline(text, words):
                    scores[position] = self._domain.score(
                        scores[position], [word.text for word in words]
                    )
        return scores

    def general_scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-odds of positive without the domain part, shape (n,)."""
        return self._general_scores([self.words(text) for text in texts])

    def _general_scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        scores = self._linear.scores(tweets)
        unsure = np.flatnonzero(np.abs(scores) < self._blend.sure_from)
        network = self._network_scores([tweets[position] for position in unsure.tolist()])
        scores[unsure] *= self._blend.linear
        scores[unsure] += self._blend.network * network + self._blend.bias
        return scores

    def parts(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return log-odds (n,) of raw tweets by the linear part and by the recurrent part."""
        tweets = [self.words(text) for text in texts]
        return self._linear.scores(tweets), self._network_scores(tweets)

    def words(self, text: str) -> list[Word]:
        """Return the words of a raw tweet, in order."""
        return self._linear.words(unescape(text))

    def explain(self, text: str) -> Explanation:
        """Distribute the score among the tweet's tokens; the bias is the unexplained rest."""
        unescaped, offsets = unescape_with_offsets(text)
        tokens = self._tokens(unescaped)
        contributions = tuple(
            Contribution(offsets[start], offsets[end], share)
            for (start, end), share in zip(
                spans(unescaped), self._contributions(unescaped, tokens), strict=True
            )
            if share
        )
        explained = sum(part.weight for part in contributions)
        return Explanation(contributions, float(self.decision_function([text])[0]) - explained)

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Count the words of a raw tweet that are unknown to training, and all of its words."""
        words = [word for token in tokenise(unescape(text)) for word in words_of(token)]
        return sum(word not in self._known and word != TOPIC_WORD for word in words), len(words)

    def _tokens(self, unescaped: str) -> list[_Token]:
        return [self._linear.words_of_token(token) for token in tokenise(unescaped)]

    def _contributions(self, unescaped: str, tokens: Sequence[_Token]) -> list[float]:
        """Return what every token adds to the score."""
        general = self._general_contributions(tokens)
        words = [word for token in tokens for word in token]
        if self._domain is None or not concerns_airline(unescaped, words):
            return general
        own = _by_token(tokens, self._domain.contributions([word.text for word in words]))
        return [
            self._domain.slope * share + added for share, added in zip(general, own, strict=True)
        ]

    def _general_contributions(self, tokens: Sequence[_Token]) -> list[float]:
        words = [word for token in tokens for word in token]
        linear = list(_by_token(tokens, self._linear.contributions(words)))
        [score] = self._linear.scores([words])
        if self._network is None or abs(score) >= self._blend.sure_from:
            return linear
        moves = token_shares(tokens, self._network_scores, MAX_WORDS)
        return [
            self._blend.linear * share + self._blend.network * move
            for share, move in zip(linear, moves, strict=True)
        ]

    def _network_scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        return self._network.scores(tweets) if self._network else np.zeros(len(tweets))


class LightClassifier(LightScorer):
    """A light model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: LightModel) -> None:
        super().__init__(model)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "LightClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_model(directory))


def _by_token(tokens: Sequence[_Token], of_words: Sequence[float]) -> Iterator[float]:
    """Sum values of words over tokens."""
    values = iter(of_words)
    return (sum(next(values) for _ in token) for token in tokens)


def _expit(score: float) -> float:
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    return math.exp(score) / (1 + math.exp(score))
