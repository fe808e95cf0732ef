"""Comparisons of our own making, with figures a real run could have."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from training.compare.figures import Comparison, Cost, LearningPoint, Model
from training.compare.quality import Trial
from training.evaluation.speed import Latency, Speed

VERSIONS = ("light-2026.11.23-0123abcd", "tfidf-2026.11.23-4567cdef", "lstm-2026.11.23-89abef01")


def comparison(n_models: int = 3) -> Comparison:
    """Models ever worse, of which the first is the champion."""
    y, probabilities = scored_rows(n_models)
    trial = Trial(y, probabilities)
    masks = {"all": np.ones(len(y), bool), "first label only": y == 0}
    against, slices = trial.against(0), trial.slices(masks)
    models = [
        Model(version, version.partition("-")[0], quality, slices[place], other, quality, cost())
        for place, (version, quality, other) in enumerate(
            zip(VERSIONS[:n_models], trial.qualities(), against, strict=True)
        )
    ]
    return Comparison(
        made_at="2026-11-23 22:00 UTC",
        machine="a machine, 2 cores",
        data="<tweets>.csv",
        split_variant="published",
        data_fingerprint="d" * 64,
        split_fingerprint="e" * 64,
        part="test",
        champion=VERSIONS[0],
        models=models,
        slices={name: int(mask.sum()) for name, mask in masks.items()},
        learning=[LearningPoint("light", n, 0.7 + n / 1e5, 0.8, 3.0, 90.0) for n in (1000, 10_000)],
    )


def scored_rows(n_models: int) -> tuple[NDArray[np.int8], list[NDArray[np.float64]]]:
    """Labels of 400 rows, and what models of ever less skill say of them."""
    random = np.random.default_rng(0)
    y = random.integers(2, size=400).astype(np.int8)
    scores = [random.normal(size=400) + (3 - skill) * (y - 0.5) for skill in range(n_models)]
    return y, [1 / (1 + np.exp(-score)) for score in scores]


def cost(*, recorded: bool = False) -> Cost:
    """Return the cost of a small model; that of its training is known if `recorded`."""
    speed = Speed(Latency(0.5, 60.0, 150.0, 40.0, 80.0), 20_000.0, 45.0, 2)
    found = Cost(2.85, None, None, None, speed, False, "no use", 71.4, True)
    if not recorded:
        return found
    return replace(found, training_rows=1000, training_seconds=187_200.0, training_memory_mb=1500.0)
