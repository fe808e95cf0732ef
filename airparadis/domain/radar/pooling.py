"""Several sources of a stream as one series: each is expected by its own past.

What is not known of a source yet is left out of counts and expectation alike: a new source is
no burst, and takes part once its usual level is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.expectation import Expectation, expect
from airparadis.domain.radar.series import Counts, Floats, Series, trailing_sums

SHARE_HOURS: Final = 24
"""Over so long the background's share of negative tweets is taken where there are several."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Counts of the sources whose usual level is known, and that level."""

    series: Series
    usual: Expectation


def pool(parts: Sequence[Series], first_step: int = 0) -> Pooled:
    """Pool the series of a stream's sources; of one source alone, nothing changes.

    Args:
        parts: at least one; equal in start, length and steps.
        first_step: the first step to expect, a multiple of an hour's steps.
    """
    usuals = [expect(part, first_step) for part in parts]
    if len(parts) == 1:
        return Pooled(parts[0], usuals[0])
    known = [~np.isnan(usual.tweets) for usual in usuals]
    learnt = [number for number, mask in enumerate(known) if mask.any()]
    if len(learnt) <= 1:
        number = learnt[0] if learnt else 0
        return Pooled(_masked(parts[number], known[number], first_step), usuals[number])
    masked = [_masked(parts[number], known[number], first_step) for number in learnt]
    usual = _together([usuals[number] for number in learnt], masked)
    return Pooled(total(masked), usual)


def total(parts: Sequence[Series]) -> Series:
    """Add up the counts of sources."""
    first, *others = parts
    if not others:
        return first
    columns = (
        np.sum([getattr(part.counts, column.name) for part in parts], axis=0)
        for column in fields(Counts)
    )
    return Series(first.start, Counts(*columns), first.zone, first.per_hour)


def _masked(part: Series, known: NDArray[np.bool_], first_step: int) -> Series:
    """Take out what is not known from `first_step` on; the past is only learnt from."""
    keep = np.where(np.arange(len(known)) >= first_step, known, True)
    columns = (getattr(part.counts, column.name) * keep for column in fields(Counts))
    return Series(part.start, Counts(*columns), part.zone, part.per_hour)


def _together(usuals: Sequence[Expectation], parts: Sequence[Series]) -> Expectation:
    tweets, tweets_spread = _sum([(usual.tweets, usual.tweets_spread) for usual in usuals])
    negative, negative_spread = _sum([(usual.negative, usual.negative_spread) for usual in usuals])
    shares = [_share(usual, part) for usual, part in zip(usuals, parts, strict=True)]
    weights = [np.nan_to_num(usual.tweets) + 1e-9 for usual in usuals]
    known = [~np.isnan(share) for share in shares]
    weight = sum(own * mask for own, mask in zip(weights, known, strict=True))
    share = sum(np.nan_to_num(own * value) for own, value in zip(weights, shares, strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.clip(np.asarray(share) / np.asarray(weight), 1e-6, 1 - 1e-6)
    return Expectation(
        tweets,
        tweets_spread,
        negative,
        negative_spread,
        np.log(mean / (1 - mean)),
        np.where(np.isnan(tweets), np.nan, 0.0),  # the share is whole, no background is to be added
    )


def _sum(columns: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Add independent means; return them with the relative variance of the sum."""
    means = np.stack([mean for mean, _ in columns])
    spreads = np.stack([spread for _, spread in columns])
    is_unknown = np.isnan(means).all(axis=0)
    mean = np.nan_to_num(means).sum(axis=0)
    variance = np.nan_to_num(means * means * spreads).sum(axis=0)
    spread = variance / np.maximum(mean * mean, 1e-12)
    return np.where(is_unknown, np.nan, mean), np.where(is_unknown, np.nan, spread)


def _share(usual: Expectation, part: Series) -> Floats:
    """Return the usual share of negative tweets; NaN where it is unknown."""
    width = SHARE_HOURS * part.per_hour
    scored = trailing_sums(part.counts.background_scored, width)
    negative = trailing_sums(part.counts.background_negative, width)
    around = np.log((negative + 0.5) / (scored - negative + 0.5))
    log_odds = usual.share_offset + usual.has_background * around
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)
