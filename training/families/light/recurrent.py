"""Fit of the recurrent part with PyTorch, in the training loop of the `lstm` family."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from airparadis.ml.light.lstm_weights import MAX_WORDS, LstmWeights, read_network
from airparadis.ml.light.vectors import Quantised
from training.errors import TrainingError
from training.families import Workspace
from training.families.light.settings import NetworkSettings
from training.families.light.subwords import Subwords, encode
from training.families.lstm.checkpoint import Checkpoint
from training.families.lstm.loop import Labelled, Trainer
from training.families.lstm.vectors import start_vectors
from training.families.lstm.vocabulary import UNKNOWN, Encoded, Vocabulary
from training.linear.ngrams import NumberedTweets

EMBEDDING_DEVIATION = 0.1


class SubwordNetwork(nn.Module):
    """Tweets of one length in, as word numbers of `Subwords`; log-odds of positive out."""

    def __init__(
        self,
        settings: NetworkSettings,
        subwords: Subwords,
        vectors: NDArray[np.float32] | None = None,
    ) -> None:
        super().__init__()
        self._subwords = subwords
        self._words_dropout = settings.words_dropout
        self.words = nn.Embedding(subwords.n_known + 1, settings.dimensions, sparse=True)
        self.grams = nn.EmbeddingBag(settings.buckets, settings.dimensions, mode="mean")
        for table in (self.words, self.grams):
            nn.init.normal_(table.weight, std=EMBEDDING_DEVIATION)
        if vectors is not None:
            with torch.no_grad():
                self.words.weight.copy_(torch.from_numpy(vectors))
        self.lstm = nn.LSTM(
            settings.dimensions, settings.units, batch_first=True, bidirectional=True
        )
        self.embedding_dropout = nn.Dropout(settings.vectors_dropout)
        self.dropout = nn.Dropout(settings.dropout)
        self.output = nn.Linear(4 * settings.units, 1)

    def forward(self, words: Tensor) -> Tensor:
        """Return log-odds, shape (n,), of word numbers, shape (n, length)."""
        outputs, _ = self.lstm(self.embedding_dropout(self._vectors(words)))
        pooled = torch.cat([outputs.mean(dim=1), outputs.amax(dim=1)], dim=1)
        logits: Tensor = self.output(self.dropout(pooled))
        return logits.squeeze(1)

    def _vectors(self, words: Tensor) -> Tensor:
        own = words.clamp(max=self._subwords.n_known)
        if self.training:
            lost = torch.rand(words.shape) < self._words_dropout
            own = own.masked_fill(lost, self._subwords.n_known)
        distinct, places = torch.unique(words, return_inverse=True)
        vectors: Tensor = self.words(own) + self._from_grams(distinct)[places]
        return vectors

    def _from_grams(self, words: Tensor) -> Tensor:
        grams, starts = self._subwords.grams_of(words.numpy())
        vectors: Tensor = self.grams(torch.from_numpy(grams), torch.from_numpy(starts))
        return vectors

    @torch.no_grad()
    def start_from(self, served: LstmWeights) -> None:
        """Start from a served network; its tables have one byte a number, so not exactly.

        Raises `TrainingError` for one of other words or another size.
        """
        units = self.lstm.hidden_size
        table = torch.from_numpy(served.words.take(np.arange(len(served.words.rows))))
        grams = torch.from_numpy(served.grams.take(np.arange(len(served.grams.rows))))
        if table.shape != self.words.weight.shape or len(served.recurrence[0]) != units:
            raise TrainingError("the network to start from has other words or another size")
        self.grams.weight.copy_(grams)
        self.words.weight.copy_(table)
        self.words.weight[:-1] -= self._from_grams(torch.arange(self._subwords.n_known))
        state = self.lstm.state_dict()
        projections = np.split(served.projection, 2, axis=1)
        for place, direction in enumerate(("", "_reverse")):
            bias = served.bias.reshape(2, -1)[place]
            state[f"weight_ih_l0{direction}"].copy_(_torch_gates(projections[place].T))
            state[f"weight_hh_l0{direction}"].copy_(_torch_gates(served.recurrence[place].T))
            state[f"bias_ih_l0{direction}"].copy_(_torch_gates(bias))
            state[f"bias_hh_l0{direction}"].zero_()
        self.output.weight.copy_(torch.from_numpy(served.output.reshape(1, -1)))
        self.output.bias.fill_(served.output_bias)

    @torch.no_grad()
    def weights(self) -> LstmWeights:
        """Return the network as served: known words' n-grams folded in, vectors quantised."""
        table = self.words.weight.clone()
        table[:-1] += self._from_grams(torch.arange(self._subwords.n_known))
        directions = ("", "_reverse")
        parameters: Mapping[str, Tensor] = self.lstm.state_dict()
        served = {
            name: [_gates(parameters[f"{name}_l0{direction}"]) for direction in directions]
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        return LstmWeights(
            words=Quantised.of(table.numpy()),
            grams=Quantised.of(self.grams.weight.numpy()),
            projection=np.concatenate([matrix.T for matrix in served["weight_ih"]], axis=1),
            bias=np.concatenate(served["bias_ih"]) + np.concatenate(served["bias_hh"]),
            recurrence=np.stack([matrix.T for matrix in served["weight_hh"]]),
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


def _gates(parameter: Tensor) -> NDArray[np.float32]:
    """Reorder PyTorch's gates input, forget, cell, output; serving has the cell last."""
    gates = parameter.numpy().reshape(4, -1, *parameter.shape[1:])
    return gates[[0, 1, 3, 2]].reshape(parameter.shape)


def _torch_gates(parameter: NDArray[np.float32]) -> Tensor:
    """Undo `_gates`."""
    gates = np.ascontiguousarray(parameter).reshape(4, -1, *parameter.shape[1:])
    return torch.from_numpy(gates[[0, 1, 3, 2]].reshape(parameter.shape))
