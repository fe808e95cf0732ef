"""Settings of a fit of `light`, all chosen on validation rows: decision 0003."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

from airparadis.ml.light.weights import LengthScale
from training.families.lstm.settings import LstmSettings


@dataclass(frozen=True)
class LinearSettings:
    """Features and regularisation of the linear part."""

    C: float = 0.0485
    max_iter: int = 150
    length_offset: float = 4.0
    length_exponent: float = 0.7
    min_words: int = 3
    min_bigrams: int = 3
    min_trigrams: int = 4
    min_negated: int = 5
    min_characters: int = 3
    negated_scale: float = 2.0
    character_scale: float = 3.0
    smallest_ngram_weight: float = 0.35

    @property
    def length(self) -> LengthScale:
        """Shrinkage of the weights in longer tweets."""
        return LengthScale(self.length_offset, self.length_exponent)

    def min_count(self, kind: str) -> int:
        """Return the number of times a feature of this kind must occur in training.

        At least as often as a word: every word of an n-gram has to be in the vocabulary.
        """
        return max(int(getattr(self, f"min_{kind}")), self.min_words)


@dataclass(frozen=True)
class NetworkSettings:
    """Size of the recurrent part, and settings of its training.

    Every word is the mean of its n-grams' vectors, and one that occurs `min_count` times has a
    vector of its own added. In training `words_dropout` of the words go without theirs, so that
    n-grams learn to stand for them. Words' own vectors start from those of `vectors`, a file or an
    artifact of `lstm`, of these `dimensions`. `start` is an artifact of `light` whose network is
    trained further.
    """

    vectors: Path | None = None
    start: Path | None = None
    min_count: int = 5
    dimensions: int = 128
    units: int = 128
    buckets: int = 20_000
    vectors_dropout: float = 0.2
    words_dropout: float = 0.05
    dropout: float = 0.2
    epochs: int = 5
    batch_size: int = 256
    learning_rate: float = 2e-3
    vectors_learning_rate: float = 1e-3
    seed: int = 42

    @property
    def training(self) -> LstmSettings:
        """Settings for the training loop of the `lstm` family."""
        return LstmSettings(
            embeddings=self.vectors,
            dimensions=self.dimensions,
            hidden=self.units,
            dropout=self.dropout,
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            vectors_learning_rate=self.vectors_learning_rate,
            seed=self.seed,
        )


@dataclass(frozen=True)
class DomainSettings:
    """Features and regularisation of the domain part.

    A tweet is left out where a fit on others gives its label less than `doubted_below`.
    """

    C: float = 0.3
    min_count: int = 1
    doubted_below: float = 0.0


REVIEWED = DomainSettings(doubted_below=0.2)
"""Settings for tweets that people reviewed here: one in twenty may be wrong."""


@dataclass(frozen=True)
class LightSettings:
    """All parts; `network` None leaves it out.

    The network scores tweets whose log-odds by the linear part are within `sure_from`. There its
    log-odds have the weight `network_share`, before calibration. With a teacher, its targets have
    the weight `teacher_share`, the labels the rest.
    """

    linear: LinearSettings = field(default_factory=LinearSettings)
    network: NetworkSettings | None = field(default_factory=NetworkSettings)
    domain: DomainSettings = field(default_factory=DomainSettings)
    sure_from: float = 4.0
    network_share: float = 0.8
    teacher_share: float = 0.75

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Flat settings, for the manifest."""
        network = asdict(self.network) if self.network else {}
        if self.network:
            for given in ("vectors", "start"):
                path = network[given]
                network[given] = path.name if path else "none"
        return {
            "sure_from": self.sure_from,
            "network_share": self.network_share,
            "teacher_share": self.teacher_share,
            **asdict(self.linear),
            **{f"domain_{name}": value for name, value in asdict(self.domain).items()},
            **{f"network_{name}": value for name, value in network.items()},
        }
