"""The charts of the comparison; colour, mark and line tell a model apart, and a table says more."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import LogLocator

from training.compare.cells import share
from training.compare.figures import Comparison, JudgedModel, LearningPoint, Model
from training.compare.published import PUBLISHED
from training.reporting.charts import (
    INK,
    MUTED,
    POSITIVE,
    SERIES,
    Chart,
    canvas,
    house_style,
    to_chart,
)

MARKS = "osD^vPX*"
DASHES: Sequence[Any] = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
LABELS = ("−", "+")
MATRICES_A_LINE = 3


def draw(comparison: Comparison) -> dict[str, Chart]:
    """Draw every chart the figures allow, by name."""
    models = comparison.models
    with house_style():
        charts = [
            *_quality(models, list(comparison.slices), comparison.champion),
            _against_cost(models, "latency", "one tweet, median, µs", _latency),
            _against_cost(models, "size", "artifact, MB", lambda model: model.cost.artifact_mb),
        ]
        if comparison.learning:
            charts.append(_learning(comparison.learning))
    return {chart.name: chart for chart in charts}


def draw_quality(
    models: Sequence[JudgedModel], slices: Sequence[str], champion: str
) -> dict[str, Chart]:
    """Draw the charts that need no cost, by name."""
    with house_style():
        return {chart.name: chart for chart in _quality(models, slices, champion)}


def _quality(models: Sequence[JudgedModel], slices: Sequence[str], champion: str) -> list[Chart]:
    charts = [_roc(models), _calibration(models), _confusion(models)]
    return [*charts, _slices(models, slices, champion)] if slices else charts


def _roc(models: Sequence[JudgedModel]) -> Chart:
    figure, axes = canvas(6, 5)
    for place, model in enumerate(models):
        rates = np.linspace(0, 1, len(model.test.roc))
        auc = share(model.test.figures["roc_auc"].value)
        axes.plot(rates, model.test.roc, label=f"{model.version}, {auc}", **_line(place))
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8)
    axes.set(xlabel="false positive rate", ylabel="true positive rate")
    axes.legend(loc="lower right", title="area under the curve")
    best = max(models, key=lambda model: model.test.figures["roc_auc"].value)
    said = f"ROC curves; the largest area is that of {best.version}."
    return to_chart("roc", said, figure)


def _calibration(models: Sequence[JudgedModel]) -> Chart:
    figure, axes = canvas(6, 5)
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8)
    for place, model in enumerate(models):
        said = [found.mean_probability for found in model.test.reliability]
        found_positive = [found.share_positive for found in model.test.reliability]
        axes.plot(said, found_positive, label=model.version, **_line(place, marked=True))
    axes.set(xlabel="mean probability of positive", ylabel="share that is positive")
    axes.legend(loc="upper left")
    best = min(models, key=lambda model: model.test.calibration_error)
    said_best = f"Nearest to the diagonal, where probabilities are true: {best.version}."
    return to_chart("calibration", said_best, figure)


def _confusion(models: Sequence[JudgedModel]) -> Chart:
    lines = math.ceil(len(models) / MATRICES_A_LINE)
    figure = Figure(figsize=(2.9 * MATRICES_A_LINE, 2.9 * lines), layout="constrained")
    grid = np.ravel(figure.subplots(lines, MATRICES_A_LINE))
    for axes in grid[len(models) :]:
        axes.set_axis_off()
    for axes, model in zip(grid, models, strict=False):
        _matrix(axes, model)
    return to_chart("confusion", "Share of the rows of each label called − and +.", figure)


def _matrix(axes: Axes, model: JudgedModel) -> None:
    for line, counts in enumerate(model.test.confusion):
        for column, count in enumerate(counts):
            part = count / max(sum(counts), 1)
            corner = (column - 0.5, line - 0.5)
            axes.add_patch(Rectangle(corner, 1, 1, color=POSITIVE, alpha=0.45 * part, linewidth=0))
            axes.text(column, line, f"{part:.1%}", ha="center", va="center", color=INK)
    axes.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), xlabel="called", ylabel="is")
    axes.set_xticks([0, 1], LABELS)
    axes.set_yticks([0, 1], LABELS)
    axes.set_title(model.version, fontsize=10)


def _latency(model: Model) -> float:
    return model.cost.speed.latency.median_us


def _against_cost(
    models: Sequence[Model], name: str, label: str, cost: Callable[[Model], float]
) -> Chart:
    figure, axes = canvas(6.5, 3.6)
    for place, model in enumerate(models):
        accuracy = model.test.figures["accuracy"]
        errors = [[accuracy.value - accuracy.low], [accuracy.high - accuracy.value]]
        axes.errorbar(cost(model), accuracy.value, errors, label=model.version, **_dots(place))
    floor = PUBLISHED[-1]
    axes.axhline(floor.accuracy, color=MUTED, linestyle="--", linewidth=1)
    axes.annotate(
        f"{floor.name}, published",
        (1, floor.accuracy),
        xycoords=("axes fraction", "data"),
        va="bottom",
        ha="right",
        color=MUTED,
    )
    _logarithmic(axes)
    axes.margins(0.15)
    axes.set(xlabel=f"{label} (logarithmic)", ylabel="accuracy")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    cheapest = min(models, key=cost)
    return to_chart(name, f"Further left is cheaper; furthest is {cheapest.version}.", figure)


def _slices(models: Sequence[JudgedModel], names: Sequence[str], champion_name: str) -> Chart:
    figure, axes = canvas(7.5, 0.36 * len(names) + 1.6)
    for place, model in enumerate(models):
        accuracies = [model.slices[name].accuracy for name in names]
        axes.plot(accuracies, range(len(names)), label=model.version, **_dots(place))
    axes.set_yticks(range(len(names)), names, color=INK)
    axes.invert_yaxis()
    axes.grid(axis="both")
    axes.set(xlabel="accuracy")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    champion = next(model for model in models if model.version == champion_name)
    worst = min(names, key=lambda name: champion.slices[name].accuracy)
    return to_chart("slices", f"{champion_name} is weakest on “{worst}”.", figure)


def _learning(points: Sequence[LearningPoint]) -> Chart:
    figure, axes = canvas(6.5, 3.6)
    for place, family in enumerate(sorted({point.family for point in points})):
        own = [point for point in points if point.family == family]
        rows, accuracies = [p.training_rows for p in own], [p.accuracy for p in own]
        axes.plot(rows, accuracies, label=family, **_line(place, marked=True))
    _logarithmic(axes)
    axes.grid(axis="y")
    axes.set(xlabel="training rows (logarithmic)", ylabel="accuracy on validation rows")
    axes.legend()
    best = max(points, key=lambda point: point.accuracy)
    said = f"Best: {best.family} on {best.training_rows:,} rows, {share(best.accuracy)}."
    return to_chart("learning", said, figure)


def _logarithmic(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.minorticks_off()


def _dots(place: int) -> dict[str, Any]:
    """Return a model's colour and marker, the same in every chart without lines."""
    colour, mark = SERIES[place % len(SERIES)], MARKS[place % len(MARKS)]
    return {"color": colour, "marker": mark, "linestyle": ""}


def _line(place: int, *, marked: bool = False) -> dict[str, Any]:
    """Return a model's colour and dashes, the same in every chart with lines."""
    look = _dots(place) | {"linestyle": DASHES[place % len(DASHES)], "markersize": 5}
    return look if marked else look | {"marker": None}
