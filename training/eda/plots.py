"""The charts of the exploration."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.eda.figures import Figures, Length, Span
from training.eda.statistics import LAST_BIN, WordOdds
from training.reporting.charts import (
    GROUND,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    Chart,
    canvas,
    house_style,
    to_chart,
)

HATCH = "////"  # negative bars: the classes differ in print and to every eye
LABELLED_WORDS = 20


def draw(figures: Figures) -> dict[str, Chart]:
    """Draw every chart the figures allow, by name."""
    with house_style():
        charts = [_length(length) for length in figures.lengths]
        charts += [_marks(figures), _words(figures)]
        if figures.span:
            charts.append(_days(figures.span))
    return {chart.name: chart for chart in charts}


def _length(length: Length) -> Chart:
    figure, axes = canvas(6, 2.8)
    bins = range(LAST_BIN + 1)
    kept = [rows if words >= length.min_words else 0 for words, rows in enumerate(length.histogram)]
    axes.bar(
        bins, length.histogram, 1, color="none", edgecolor=MUTED, linewidth=0.9, label="before"
    )
    axes.bar(bins, kept, 0.8, color=POSITIVE, label="after")
    axes.set_xticks(range(0, LAST_BIN + 1, 10), [*map(str, range(0, LAST_BIN, 10)), f"{LAST_BIN}+"])
    axes.set(xlabel="words", ylabel="tweets")
    if length.min_words:
        axes.legend(title=f"short-row filter (under {length.min_words})", alignment="right")
    _thousands(axes)
    return to_chart(f"length-{length.form}", _length_in_words(length, sum(kept)), figure)


def _length_in_words(length: Length, kept: int) -> str:
    commonest = length.histogram.index(max(length.histogram))
    said = f"Tweets by number of words; the commonest is {commonest}."
    if not length.min_words:
        return said
    left_out = sum(length.histogram) - kept
    return f"{said} The short-row filter leaves out {left_out:,} tweets."


def _marks(figures: Figures) -> Chart:
    figure, axes = canvas(8, 3.2)
    names = [marks.mark for marks in figures.marks]
    shares = (
        [100 * marks.share_of_negative for marks in figures.marks],
        [100 * marks.share_of_positive for marks in figures.marks],
    )
    places = range(len(names))
    for side, label, share in zip((-0.2, 0.2), ("negative", "positive"), shares, strict=True):
        bars = axes.barh([place + side for place in places], share, 0.36, **_look(label))
        axes.bar_label(bars, [f"{value:.2f} %" for value in share], padding=4, color=INK)
    axes.set_yticks(list(places), names)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set(xlabel="% of the tweets of a class that hold at least one")
    axes.legend(loc="lower right")
    return to_chart("marks", "Share of tweets of each class that hold each kind of mark.", figure)


def _words(figures: Figures) -> Chart:
    figure = Figure(figsize=(8, 5.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    _ranking(left, "negative", figures.negative_words)
    _ranking(right, "positive", figures.positive_words)
    negative, positive = (
        words[0].word if words else "none"
        for words in (figures.negative_words, figures.positive_words)
    )
    return to_chart(
        "words",
        f"The first {LABELLED_WORDS} of each class by z-score: “{negative}” is the most negative, "
        f"“{positive}” the most positive.",
        figure,
    )


def _ranking(axes: Axes, label: str, words: Sequence[WordOdds]) -> None:
    shown = words[:LABELLED_WORDS]
    axes.barh(range(len(shown)), [abs(word.z) for word in shown], 0.7, **_look(label))
    axes.set_yticks(range(len(shown)), [word.word for word in shown], color=INK)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_title(label, loc="left", fontweight="bold")
    axes.set(xlabel="z-score, without its sign")


def _days(span: Span) -> Chart:
    figure, axes = canvas(8, 2.8)
    dates = np.array([day.name for day in span.days], "datetime64[D]")
    negative, positive = [day.negative for day in span.days], [day.positive for day in span.days]
    axes.bar(dates, negative, 0.8, **_look("negative"))
    axes.bar(dates, positive, 0.8, bottom=negative, **_look("positive"))
    axes.set(ylabel="tweets")
    axes.legend()
    _thousands(axes)
    busiest = max(span.days, key=lambda day: day.negative + day.positive)
    return to_chart("days", f"Tweets a day, by class; most on {busiest.name}.", figure)


def _look(label: str) -> dict[str, Any]:
    """Return the style of a class's bars, the same in every chart."""
    if label == "negative":
        return {"label": label, "color": NEGATIVE, "edgecolor": GROUND, "hatch": HATCH}
    return {"label": label, "color": POSITIVE, "edgecolor": GROUND}


def _thousands(axes: Axes) -> None:
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.grid(axis="y")
