"""The curves as a picture: the mean of the runs, and between what it likely lies."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.stats import t

from training.reporting.charts import MUTED, NEGATIVE, POSITIVE, house_style, to_chart

PANELS = (("f1", "F1"), ("balanced_accuracy", "balanced accuracy"))
LINES = (
    ("queue", "in the order of the queue", POSITIVE, "o-"),
    ("chance", "by chance", NEGATIVE, "s--"),
)
INSIDE = 0.95


def draw(found: Mapping[str, Any]) -> str:
    """An SVG of both curves, on white, for light and dark pages alike."""
    places = np.arange(len(found["sizes"]))
    with house_style():
        figure = Figure(figsize=(9.5, 4.2), layout="constrained", facecolor="white")
        for axes, (name, words) in zip(figure.subplots(1, 2), PANELS, strict=True):
            for order, label, colour, style in LINES:
                mean, half = mean_and_half(np.array(found[order][name]))
                axes.plot(places, mean, style, color=colour, label=label)
                axes.fill_between(places, mean - half, mean + half, color=colour, alpha=0.18)
            axes.axhline(mean[0], color=MUTED, linewidth=0.8)
            axes.set_xticks(places, [f"{size:,}" for size in found["sizes"]], rotation=45)
            axes.set(xlabel="reviewed tweets", ylabel=f"{words}, airline test part")
        axes.legend(loc="lower right")
        svg = to_chart("rehearsal", "", figure).svg
    return svg.replace("<svg ", '<svg style="background:#fff" ', 1)


def mean_and_half(runs: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean of runs, shape (n_runs, n), and half the width of its 95 % interval (Student's t)."""
    n = len(runs)
    if n < 2:
        return runs.mean(axis=0), np.zeros(runs.shape[1])
    spread = runs.std(axis=0, ddof=1) / np.sqrt(n)
    return runs.mean(axis=0), spread * t.ppf(0.5 + INSIDE / 2, n - 1)
