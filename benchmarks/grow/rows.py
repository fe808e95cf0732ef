"""Made-up rows that are shaped like real ones.

Traffic has days, weeks and bursts; one prediction in ten is voted on, one vote in seven says
"wrong"; one prediction in a thousand is reviewed; one tweet of the radar in three belongs to a
stream.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.grow.chance import Chance
from benchmarks.grow.columns import Chunk
from benchmarks.grow.predictions import PredictionMaker
from benchmarks.grow.radar import RadarMaker


def rows(predictions: int, tweets: int, until: np.datetime64, seed: int = 42) -> Iterator[Chunk]:
    """All rows of a database, parents before their children; the same `seed` makes the same."""
    chance = Chance(until, seed)
    yield from PredictionMaker(chance, predictions).chunks()
    yield from RadarMaker(chance, tweets).chunks()
