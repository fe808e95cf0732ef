"""The protocol of drift metrics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from airparadis.domain.monitoring.drift.profile import Profile


@dataclass(frozen=True, slots=True)
class Measurement:
    """The value of a metric for one set of tweets, and the histogram by which it is compared."""

    tweets: int
    value: float
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class MetricLabels:
    """Texts of a metric, marked for translation: its name, and sentences about a comparison.

    `unknown` says why a profile may lack it; empty if every profile has it.
    """

    name: str
    same: str
    more: str
    less: str
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class DriftMetric:
    """A property of tweets that may drift."""

    key: str
    """Its name in the API."""
    labels: MetricLabels
    measure: Callable[[Profile], Measurement | None]
    """None if the profile does not have it."""
    is_share: bool = True
    """True if its value is a share, shown in per cent."""


def share(tweets: int, hits: int, trials: int) -> Measurement:
    """Measure the share of hits among trials, taken from so many tweets."""
    return Measurement(tweets, hits / max(trials, 1), (hits, trials - hits))
