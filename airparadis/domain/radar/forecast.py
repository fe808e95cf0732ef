"""A short forecast of a burst, if nothing happens."""

from collections.abc import Sequence
from typing import Final

DAMPING: Final = 0.7
"""Damping of every further hour's growth (Gardner & McKenzie, "Forecasting trends in time series",
Management Science 31, 1985): bursts do not grow for ever."""

_MAX_GROWTH = 2.0


def next_hours(hourly: Sequence[float], usual: Sequence[float], count: int = 3) -> list[float]:
    """Forecast the tweets of the next hours: the usual level, and an excess of damped growth.

    Args:
        hourly: tweets of the last hours, the latest last, at least two.
        usual: usual tweets of those hours.
        count: hours to forecast.
    """
    excess = [max(count - mean, 0.0) for count, mean in zip(hourly, usual, strict=True)]
    growth = (excess[-1] + 1) / (excess[-2] + 1)
    growth = min(max(growth, 1 / _MAX_GROWTH), _MAX_GROWTH)
    forecast, at, damping = [], excess[-1], DAMPING
    for _ in range(count):
        at *= growth**damping
        damping *= DAMPING
        forecast.append(usual[-1] + at)
    return forecast
