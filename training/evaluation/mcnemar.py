"""McNemar's test: do two models err on the same rows equally often?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest


@dataclass(frozen=True)
class McNemar:
    """Rows that only one of the models has right, and how likely that is by chance.

    McNemar, "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12 (1947); `p_value` is that of the exact two-sided test, the
    discordant rows being tosses of a fair coin.
    """

    only_model: int
    only_champion: int
    p_value: float


def mcnemar(model: NDArray[np.bool_], champion: NDArray[np.bool_]) -> McNemar:
    """Compare the rows that are right, both of shape (n,) and in the same order."""
    only_model = int((model & ~champion).sum())
    only_champion = int((champion & ~model).sum())
    discordant = only_model + only_champion
    p_value = float(binomtest(only_model, discordant).pvalue) if discordant else 1.0
    return McNemar(only_model, only_champion, p_value)
