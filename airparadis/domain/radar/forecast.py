"""How fast it goes, and for the next hours, how it will go on if nothing happens."""

from collections.abc import Sequence
from typing import Final

DAMPING: Final = 0.7
"""Of each further hour's growth (Gardner & McKenzie, "Forecasting trends in time series",
Management Science 31, 1985): bursts do not grow for ever."""

_STEEPEST = 2.0


def next_hours(hourly: Sequence[float], usual: Sequence[float], count: int = 3) -> list[float]:
    """Tweets of the next hours: what is usual, and an excess whose growth is damped.

    Args:
        hourly: tweets of the last hours, the latest last, at least two.
        usual: what is usual for those.
        count: hours to foretell.
    """
    excess = [max(seen - mean, 0.0) for seen, mean in zip(hourly, usual, strict=True)]
    growth = (excess[-1] + 1) / (excess[-2] + 1)
    growth = min(max(growth, 1 / _STEEPEST), _STEEPEST)
    foretold, at, damping = [], excess[-1], DAMPING
    for _ in range(count):
        at *= growth**damping
        damping *= DAMPING
        foretold.append(usual[-1] + at)
    return foretold
