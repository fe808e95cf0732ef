"""Agreement between people who label the same tweets."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two opinions on the same tweets: their number, the number alike, and Cohen's kappa."""

    pairs: int
    alike: int
    kappa: float | None
    """None without pairs, or where chance alone would always agree."""


def agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Compare first and second opinions.

    Kappa is the agreement beyond chance, 1 for perfect and 0 for chance (J. Cohen, "A Coefficient
    of Agreement for Nominal Scales", Educational and Psychological Measurement 20, 1960).
    """
    n = len(pairs)
    alike = sum(first == second for first, second in pairs)
    if not n:
        return Agreement(0, 0, None)
    firsts, seconds = (Counter(column) for column in zip(*pairs, strict=True))
    by_chance = sum(firsts[label] * seconds[label] for label in firsts) / n**2
    kappa = None if by_chance == 1 else (alike / n - by_chance) / (1 - by_chance)
    return Agreement(n, alike, kappa)
