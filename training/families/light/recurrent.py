"""Fit of the recurrent part with PyTorch, in the training loop of the `lstm` family."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from airparadis.ml.light.lstm_weights import MAX_WORDS, LstmWeights, read_network
from training.errors import TrainingError
from training.families import Workspace
from training.families.light.settings import NetworkSettings
from training.families.light.subword_lstm import SubwordLstm, dequantised
from training.families.light.subwords import Subwords, encode
from training.families.lstm.checkpoint import Checkpoint
from training.families.lstm.loop import Labelled, Trainer
from training.families.lstm.vectors import start_vectors
from training.families.lstm.vocabulary import UNKNOWN, Encoded, Vocabulary
from training.linear.ngrams import NumberedTweets


class SubwordNetwork(SubwordLstm):
    """Tweets of one length in, as word numbers of `Subwords`; log-odds of positive out."""

    def __init__(
        self,
        settings: NetworkSettings,
        subwords: Subwords,
        vectors: NDArray[np.float32] | None = None,
    ) -> None:
        super().__init__(settings, subwords, 1, vectors)

    def forward(self, words: Tensor) -> Tensor:
        """Return log-odds, shape (n,), of word numbers, shape (n, length)."""
        return super().forward(words).squeeze(1)

    @torch.no_grad()
    def start_from(self, served: LstmWeights) -> None:
        """Start from a served network; its tables have one byte a number, so not exactly.

        Raises `TrainingError` for one of other words or another size.
        """
        units = self.lstm.hidden_size
        table = dequantised(served.words)
        if table.shape != self.words.weight.shape or len(served.recurrence[0]) != units:
            raise TrainingError("the network to start from has other words or another size")
        self.grams.weight.copy_(dequantised(served.grams))
        self.words.weight.copy_(table)
        self.words.weight[:-1] -= self._from_grams(torch.arange(self._subwords.n_known))
        self._start_lstm(served)
        self.output.weight.copy_(torch.from_numpy(served.output.reshape(1, -1)))
        self.output.bias.fill_(served.output_bias)

    @torch.no_grad()
    def weights(self) -> LstmWeights:
        """Return the network as served: known words' n-grams folded in, vectors quantised."""
        return LstmWeights(
            **vars(self._parts()),
            output=self.output.weight.numpy().reshape(-1),
            output_bias=float(self.output.bias),
        )


def fit_network(
    tweets: NumberedTweets,
    words: Mapping[str, int],
    X_validation: Sequence[str],
    y_validation: NDArray[np.int8],
    settings: NetworkSettings,
    workspace: Workspace,
    targets: NDArray[np.float32] | None = None,
) -> LstmWeights:
    """Train; return the epoch that is best on the validation rows.

    `words` are those of the linear part, the most frequent with the lowest numbers. `targets` are
    probabilities of positive to learn instead of the labels, shape (n,).
    """
    validation_corpus = tweets.vocabulary.read(X_validation, "encode")
    known = _frequent(words, tweets, settings.min_count)
    subwords = Subwords.of(tweets.vocabulary.words, known, settings.buckets)
    y = tweets.y if targets is None else targets
    train = Labelled(encode(tweets.corpus, subwords, MAX_WORDS), y)
    validation = Labelled(encode(validation_corpus, subwords, MAX_WORDS), y_validation)
    vectors = _start_vectors(known, train, settings)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        network = SubwordNetwork(settings, subwords, vectors)
        if settings.start is not None:
            network.start_from(read_network(settings.start))
        checkpoint = _checkpoint(workspace, settings, train)
        Trainer(network, settings.training, train, validation, workspace.on_epoch, checkpoint).run()
    return network.weights()


def _frequent(words: Mapping[str, int], tweets: NumberedTweets, min_count: int) -> dict[str, int]:
    """Select words with a vector of their own; as numbers go by count, the first ones."""
    counts = np.bincount(tweets.corpus.numbers, minlength=len(tweets.vocabulary.words))
    count_of = dict(zip(tweets.vocabulary.words, counts.tolist(), strict=True))
    return {word: number for word, number in words.items() if count_of[word] >= min_count}


def _start_vectors(
    known: Mapping[str, int], train: Labelled, settings: NetworkSettings
) -> NDArray[np.float32] | None:
    """Make a vector for each known word, then one for all others; shape (n + 1, dimensions).

    Raises `TrainingError` for a file that cannot be read or is of other dimensions.
    """
    if settings.vectors is None:
        return None
    vocabulary = Vocabulary((UNKNOWN, *sorted(known, key=known.__getitem__)))
    others_first = np.where(train.tweets.numbers < len(known), train.tweets.numbers + 1, 0)
    tweets = Encoded(others_first, train.tweets.starts)
    matrix = start_vectors(vocabulary, tweets, settings.training).matrix
    return np.concatenate([matrix[1:], matrix[:1]])


def _checkpoint(
    workspace: Workspace, settings: NetworkSettings, train: Labelled
) -> Checkpoint | None:
    if workspace.checkpoints is None:
        return None
    digest = hashlib.sha256(json.dumps(asdict(settings), default=str).encode())
    for column in (train.tweets.numbers, train.tweets.starts, train.y):
        digest.update(column.tobytes())
    return Checkpoint(workspace.checkpoints / "light.pt", digest.hexdigest())
