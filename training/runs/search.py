"""Bounded random search and repeated fits: every choice is made on validation rows."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.predictions.label import Label
from training.data.material import Material
from training.data.split import Part
from training.errors import TrainingError
from training.evaluation.figures import evaluate
from training.families import FAMILIES, Family, family_module, make_family, takes_option

Options = Mapping[str, object]
HEADLINE = "f1_negative"
Rows = tuple[list[str], NDArray[np.int8]]
"""Raw tweets and their labels, 0 or 1."""

FOLDS_SEED = 42
LEFT_OUT = 0.1
"""Share of the training rows that a repetition leaves out."""


@dataclass(frozen=True)
class Trial:
    """Options that were tried, their figures on validation rows, and the seconds of the fit."""

    options: Options
    figures: Mapping[str, float]
    seconds: float


def search(
    family: str, material: Material, trials: int, minutes: float, seed: int, *, track: bool
) -> list[Trial]:
    """Try options drawn at random from the family's `SEARCH`; return the trials, best first.

    It ends after `trials`, or before the next one once `minutes` are over.

    Raises:
        TrainingError: the family has nothing to search.
    """
    space: Mapping[str, Sequence[object]] = getattr(family_module(family), "SEARCH", {})
    if not space:
        raise TrainingError(f"{family} has no options to search")
    rng = np.random.default_rng(seed)
    until = time.monotonic() + 60 * minutes
    drawn: list[Options] = [{}]  # the defaults come first
    for _ in range(10 * trials):
        options = {name: values[int(rng.integers(len(values)))] for name, values in space.items()}
        if options not in drawn and len(drawn) < trials:
            drawn.append(options)
    found: list[Trial] = []
    with _logged(family, material, f"{family}, random search", track=track) as log:
        for tried in drawn:
            if found and time.monotonic() > until:
                print(f"stopped after {minutes:g} minutes")
                break
            found.append(log(_fit(family, material, tried)))
    return sorted(found, key=lambda trial: trial.figures[HEADLINE], reverse=True)


def try_all(
    family: str, material: Material, drawn: Sequence[Options], *, track: bool
) -> list[Trial]:
    """Fit with each of the options, in order."""
    with _logged(family, material, f"{family}, {len(drawn)} trials", track=track) as log:
        return [log(_fit(family, material, options)) for options in drawn]


def repeat(
    family: str, material: Material, options: Options, seeds: int, *, track: bool
) -> list[Trial]:
    """Fit with other seeds, each time without another tenth of the training rows."""
    with _logged(family, material, f"{family}, {seeds} seeds", track=track) as log:
        return [log(_fit(family, material, options, seed)) for seed in range(42, 42 + seeds)]


def cross_validate(
    family: str, material: Material, options: Options, folds: int, *, track: bool
) -> list[Trial]:
    """Fit once for each fold of the training rows, without it, and judge on it.

    Near-duplicates are in one fold. The validation rows calibrate, as in any training.

    Raises:
        TrainingError: a fold is so small that it lacks a label.
    """
    rows = material.rows(Part.TRAIN)
    fold, y = folds_of(material.tweets.keys[rows], folds), material.tweets.y[rows]
    if any(len(np.unique(y[fold == own])) < len(Label) for own in range(folds)):
        raise TrainingError(f"{len(rows):,} training rows are too few for {folds:,} folds")
    with _logged(family, material, f"{family}, {folds} folds", track=track) as log:
        return [log(_fit_without(family, material, options, fold == own)) for own in range(folds)]


def folds_of(keys: NDArray[np.uint64], folds: int) -> NDArray[np.intp]:
    """Deal rows to folds of like size, shape (n,), those with the same key to the same."""
    distinct, number = np.unique(keys, return_inverse=True)
    dealt: NDArray[np.intp] = np.random.default_rng(FOLDS_SEED).permutation(len(distinct)) % folds
    return dealt[number]


def spread(trials: Sequence[Trial]) -> dict[str, tuple[float, float]]:
    """Return mean and standard deviation of every figure."""
    return {
        name: (
            float(np.mean([trial.figures[name] for trial in trials])),
            float(np.std([trial.figures[name] for trial in trials], ddof=min(1, len(trials) - 1))),
        )
        for name in trials[0].figures
    }


def _fit(family: str, material: Material, options: Options, seed: int | None = None) -> Trial:
    """Fit with these options, and judge on the validation rows."""
    X, y = material.labelled(Part.TRAIN)
    if seed is not None:
        rows = np.flatnonzero(np.random.default_rng(seed).random(len(y)) >= LEFT_OUT)
        X, y = [X[row] for row in rows], y[rows]
    has_seed = seed is not None and takes_option(family, "seed")
    fitted = make_family(family, **options, **({"seed": seed} if has_seed else {}))
    validation = material.labelled(Part.VALIDATION)
    shown = dict(options) if seed is None else {**options, "seed": seed}
    return _tried(fitted, (X, y), validation, validation, shown)


def _fit_without(
    family: str, material: Material, options: Options, left_out: NDArray[np.bool_]
) -> Trial:
    """Fit without the training rows `left_out`, a mask of shape (n,), and judge on them."""
    texts, y = material.labelled(Part.TRAIN)
    rest, judged = (
        ([texts[row] for row in rows], y[rows])
        for rows in (np.flatnonzero(~left_out), np.flatnonzero(left_out))
    )
    fitted = make_family(family, **options)
    return _tried(fitted, rest, material.labelled(Part.VALIDATION), judged, options)


def _tried(fitted: Family, train: Rows, validation: Rows, judged: Rows, options: Options) -> Trial:
    started = time.monotonic()
    fitted.fit(*train, *validation)
    seconds = time.monotonic() - started
    figures = evaluate(fitted.predict_proba(judged[0])[:, 1], judged[1]).figures
    trial = Trial(options, figures, seconds)
    print(f"{HEADLINE} {figures[HEADLINE]:.4f}, {seconds:.1f} s: {describe(trial)}")
    return trial


def describe(trial: Trial) -> str:
    """Write a trial's options as the command takes them."""
    words = (f"--{name.replace('_', '-')} {value}" for name, value in trial.options.items())
    return " ".join(words) or "the defaults"


@contextmanager
def _logged(
    family: str, material: Material, name: str, *, track: bool
) -> Iterator[Callable[[Trial], Trial]]:
    """Open a run of MLflow, and yield what logs a trial as a nested run of it."""
    if not track:
        yield lambda trial: trial
        return
    from training import tracking

    experiment, split = FAMILIES[family].experiment, material.split
    tags = {
        "data_fingerprint": split.data_fingerprint,
        "split_fingerprint": split.fingerprint,
        "split_variant": split.variant,
    }

    def log(trial: Trial) -> Trial:
        with tracking.run(experiment, trial.options, tags, nested=True):
            tracking.name_run(describe(trial))
            tracking.log_metrics({f"validation_{n}": value for n, value in trial.figures.items()})
        return trial

    with tracking.run(experiment, {"family": family, "sample": material.sample}, tags):
        tracking.name_run(name)
        yield log
