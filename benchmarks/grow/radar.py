"""Made-up tweets of the radar's streams, and their counts."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.grow.chance import SECOND, TEXTS, Chance
from benchmarks.grow.columns import (
    VERSIONS,
    Chunk,
    Column,
    Times,
    floats,
    labels,
    moments,
    reasons,
)
from benchmarks.grow.predictions import CHUNK

STREAMS = 5


class RadarMaker:
    """Makes so many tweets and what belongs to them."""

    def __init__(self, chance: Chance, count: int) -> None:
        self._chance, self._count = chance, count

    def chunks(self) -> Iterator[Chunk]:
        """Streams, tweets, which belongs to which, and how many there were."""
        at = self._chance.times(self._count)
        stream = self._chance.rng.integers(0, 3 * STREAMS, self._count)  # two thirds belong to none
        positive, reason = self._chance.scores(self._count)
        yield self._streams(moments(at[:1])[0])
        for start in range(0, self._count, CHUNK):
            part = slice(start, start + CHUNK)
            yield self._tweets(start, at[part], positive[part], reason[part])
            chosen = np.flatnonzero(stream[part] < STREAMS)
            yield Chunk(
                "stream_tweet",
                ("stream_id", "created_at", "tweet_id"),
                (
                    [str(each + 1) for each in stream[part][chosen].tolist()],
                    moments(at[part][chosen]),
                    [str(start + each + 1) for each in chosen.tolist()],
                ),
            )
        yield from _counts(at, stream, positive, reason)

    def _streams(self, when: str | None) -> Chunk:
        numbers = [str(place + 1) for place in range(STREAMS)]
        return Chunk(
            "stream",
            ("id", "name", "terms", "languages", "sensitivity", "created_at", "unmatched_below"),
            (
                numbers,
                [f"stream {each}" for each in numbers],
                ['["airparadis"]'] * STREAMS,
                ["[]"] * STREAMS,
                ["balanced"] * STREAMS,
                [when] * STREAMS,
                ["0"] * STREAMS,
            ),
        )

    def _tweets(
        self, start: int, at: Times, positive: NDArray[np.float64], reason: NDArray[np.int8]
    ) -> Chunk:
        count, when, scored = len(at), moments(at), reason == 0
        numbers = [str(place) for place in range(start + 1, start + count + 1)]
        authors = self._chance.rng.integers(0, self._count // 5 + 1, count).tolist()
        return Chunk(
            "tweet",
            (
                *("id", "source", "source_id", "author", "text", "reach", "created_at"),
                *("received_at", "label", "reason", "probability_positive", "model_version"),
                "duplicate_key",
            ),
            (
                numbers,
                ["x"] * count,
                numbers,
                [f"author{each}" for each in authors],
                [
                    self._chance.texts[each]
                    for each in self._chance.rng.integers(0, TEXTS, count).tolist()
                ],
                [str(each) for each in self._chance.rng.zipf(1.6, count).clip(max=10**6).tolist()],
                when,
                when,
                labels(positive, scored),
                reasons(reason),
                floats(positive, scored),
                [VERSIONS[1]] * count,
                [str(each) for each in self._chance.rng.integers(0, 2**62, count).tolist()],
            ),
        )


def _counts(at: Times, stream: Any, positive: Any, reason: Any) -> Iterator[Chunk]:
    """The counts of streams and of the background by tick and hour."""
    scored = reason == 0
    negative = scored & (positive < 0.5)
    for step, length in (("tick", 300 * SECOND), ("hour", 3600 * SECOND)):
        begun = at // length * length
        for number in range(STREAMS + 1):
            mine = stream == number if number < STREAMS else stream >= STREAMS
            steps, place = np.unique(begun[mine], return_inverse=True)
            sums = [
                np.bincount(place, weights=each[mine], minlength=len(steps)).astype(int)
                for each in (np.ones(len(at)), scored, negative)
            ]
            names: tuple[str, ...] = ("step", "at", "tweets", "scored", "negative")
            columns: tuple[Column, ...] = (
                [step] * len(steps),
                moments(steps),
                *([str(each) for each in one.tolist()] for one in sums),
            )
            if number < STREAMS:
                names, columns = ("stream_id", *names), ([str(number + 1)] * len(steps), *columns)
            yield Chunk("stream_count" if number < STREAMS else "background_count", names, columns)
