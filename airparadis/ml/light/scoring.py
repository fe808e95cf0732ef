"""The light model's answers: probabilities, and what each word of a tweet does to them.

The linear part's share of a score is taken apart exactly. What the recurrent part makes of a word
is not a sum, so it is found by occlusion: the score without the word is taken from the score with
it (Li, Monroe and Jurafsky, "Understanding Neural Networks through Representation Erasure", 2016).
What the domain part adds to a tweet of the trade is a sum again. All of it is deterministic.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest
from airparadis.ml.contract import Contribution, Explanation
from airparadis.ml.light.airline_domain import is_of_the_trade
from airparadis.ml.light.domain_adaptation import DomainScorer
from airparadis.ml.light.encoder_inference import recurrent_scorer
from airparadis.ml.light.linear import LinearScorer, Word
from airparadis.ml.light.lstm_weights import MAX_WORDS
from airparadis.ml.light.model import Blend, LightModel, read_model
from airparadis.ml.light.tokens import SUBJECT, spans, tokenise, words_of
from airparadis.text.cleaning import unescape, unescape_with_offsets

_LINEAR_ALONE = Blend(linear=1.0, network=0.0, bias=0.0, sure_from=0.0)

_Token = tuple[Word, ...]
"""The words a token of the tweet stands for, if any."""


class LightScorer:
    """The parts of a light model and their blend."""

    def __init__(self, model: LightModel) -> None:
        self._linear = LinearScorer(model.linear)
        self._network = recurrent_scorer(model.network, model.graph) if model.network else None
        self._blend = model.blend or _LINEAR_ALONE
        self._domain = DomainScorer(model.domain) if model.domain else None
        self._known = model.linear.words

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of raw tweets, shape (n, 2): negative, positive."""
        scores = self.decision_function(texts).tolist()
        return np.array([(_expit(-score), _expit(score)) for score in scores]).reshape(-1, 2)

    def decision_function(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds of positive of raw tweets, shape (n,)."""
        unescaped = [unescape(text) for text in texts]
        tweets = [self._words(text) for text in unescaped]
        scores = self._general_scores(tweets)
        if self._domain is not None:
            for place, (text, words) in enumerate(zip(unescaped, tweets, strict=True)):
                if _is_of_the_trade(text, words):
                    scores[place] = self._domain.score(scores[place], words)
        return scores

    def general_scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds of positive of raw tweets, shape (n,), before the domain part adds to them."""
        return self._general_scores([self.words(text) for text in texts])

    def _general_scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        scores = self._linear_scores(tweets)
        unsure = np.flatnonzero(np.abs(scores) < self._blend.sure_from)
        read = self._read([tweets[place] for place in unsure.tolist()])
        scores[unsure] *= self._blend.linear
        scores[unsure] += self._blend.network * read + self._blend.bias
        return scores

    def parts(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log-odds of raw tweets by the linear and by the recurrent part, both of shape (n,)."""
        tweets = [self.words(text) for text in texts]
        return self._linear_scores(tweets), self._read(tweets)

    def words(self, text: str) -> list[Word]:
        """The words of a raw tweet, in order."""
        return self._words(unescape(text))

    def explain(self, text: str) -> Explanation:
        """Share the score among the tweet's tokens; the bias is what no token accounts for."""
        unescaped, offsets = unescape_with_offsets(text)
        tokens = self._tokens(unescaped)
        contributions = tuple(
            Contribution(offsets[start], offsets[end], share)
            for (start, end), share in zip(
                spans(unescaped), self._shares(unescaped, tokens), strict=True
            )
            if share
        )
        explained = sum(part.weight for part in contributions)
        return Explanation(contributions, float(self.decision_function([text])[0]) - explained)

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Words of a raw tweet that training never met, and all of its words."""
        words = [word for token in tokenise(unescape(text)) for word in words_of(token)]
        return sum(word not in self._known and word != SUBJECT for word in words), len(words)

    def _tokens(self, unescaped: str) -> list[_Token]:
        return [self._linear.words_of_token(token) for token in tokenise(unescaped)]

    def _words(self, unescaped: str) -> list[Word]:
        return self._linear.words(unescaped)

    def _linear_scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        return self._linear.scores(tweets)

    def _shares(self, unescaped: str, tokens: Sequence[_Token]) -> list[float]:
        """What each token adds to the score, by the parts that were asked."""
        general = self._general_shares(tokens)
        words = [word for token in tokens for word in token]
        if self._domain is None or not _is_of_the_trade(unescaped, words):
            return general
        own = _by_token(tokens, self._domain.shares(words))
        return [
            self._domain.slope * share + added for share, added in zip(general, own, strict=True)
        ]

    def _general_shares(self, tokens: Sequence[_Token]) -> list[float]:
        words = [word for token in tokens for word in token]
        linear = list(_by_token(tokens, self._linear.shares(words)))
        [score] = self._linear.scores([words])
        if self._network is None or abs(score) >= self._blend.sure_from:
            return linear
        return [
            self._blend.linear * share + self._blend.network * move
            for share, move in zip(linear, self._occlusions(tokens), strict=True)
        ]

    def _read(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        return self._network.scores(tweets) if self._network else np.zeros(len(tweets))

    def _occlusions(self, tokens: Sequence[_Token]) -> list[float]:
        """How far the recurrent part's score moves for each token: with it less without it."""
        read = _tokens_read(tokens)
        present = [place for place, token in enumerate(read) if token]
        without = [
            [word for other, token in enumerate(read) if other != place for word in token]
            for place in present
        ]
        scores = self._read([[word for token in read for word in token], *without])
        moves = [0.0] * len(tokens)
        for place, score in zip(present, scores[1:].tolist(), strict=True):
            moves[place] = float(scores[0]) - score
        return moves


class LightClassifier(LightScorer):
    """A light model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: LightModel) -> None:
        super().__init__(model)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "LightClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_model(directory))


def _is_of_the_trade(unescaped: str, words: Sequence[Word]) -> bool:
    return is_of_the_trade(unescaped, names_subject=any(word.text == SUBJECT for word in words))


def _by_token(tokens: Sequence[_Token], of_words: Sequence[float]) -> Iterator[float]:
    """Sums over each token's words."""
    shares = iter(of_words)
    return (sum(next(shares) for _ in token) for token in tokens)


def _tokens_read(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens whose words the recurrent part reads whole: a long tweet has more."""
    n_words, read = 0, []
    for token in tokens:
        n_words += len(token)
        if n_words > MAX_WORDS:
            break
        read.append(token)
    return read


def _expit(score: float) -> float:
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    return math.exp(score) / (1 + math.exp(score))
