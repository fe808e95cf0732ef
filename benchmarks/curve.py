"""Processor time and memory of trainings against the number of rows, as a table and a chart.

    ./script/train learning-curve tfidf --data sentiment140.csv --sizes 1000 10000 100000
    python -m benchmarks.curve tfidf=instance/training/learning-curve/tfidf.json --out curve.svg

Prints a Markdown table of what `learning-curve` wrote, under the names given, and draws it.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.compare.figures import LearningPoint
from training.reporting.charts import SERIES, house_style, to_chart

MARKS = ("o", "s", "^", "D", "v", "P")
DESCRIPTION = "Processor seconds of a fit and the most memory of its process, by training rows"


def main() -> None:
    """Read, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("curves", nargs="+", metavar="NAME=FILE")
    parser.add_argument("--out", type=Path, required=True, help="the SVG file to write")
    options = parser.parse_args()
    curves: dict[str, list[LearningPoint]] = {}
    for each in options.curves:
        name, _, file = each.partition("=")
        read = json.loads(Path(file).read_text("utf-8"))
        curves[name] = [LearningPoint(**point) for point in read]
    print(_table(curves))
    with house_style():
        options.out.write_text(to_chart("curve", DESCRIPTION, _drawn(curves)).svg, "utf-8")


def _table(curves: Mapping[str, Sequence[LearningPoint]]) -> str:
    sizes = sorted({point.training_rows for points in curves.values() for point in points})
    lines = ["| rows | " + " | ".join(curves) + " |", "| --: |" + " --: |" * len(curves)]
    for size in sizes:
        cells = [_cell(points, size) for points in curves.values()]
        lines.append(f"| {size:,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(points: Sequence[LearningPoint], size: int) -> str:
    found = [point for point in points if point.training_rows == size]
    if not found:
        return ""
    return f"{found[0].processor_seconds:,.1f} s, {found[0].peak_memory_mb:,.0f} MB"


def _drawn(curves: Mapping[str, Sequence[LearningPoint]]) -> Figure:
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    seconds, memory = figure.subplots(1, 2)
    for place, (name, points) in enumerate(curves.items()):
        look = {"color": SERIES[place % len(SERIES)], "marker": MARKS[place % len(MARKS)]}
        rows = [point.training_rows for point in points]
        seconds.plot(rows, [point.processor_seconds for point in points], label=name, **look)
        memory.plot(rows, [point.peak_memory_mb for point in points], label=name, **look)
    _framed(seconds, "processor seconds of the fit")
    _framed(memory, "most memory, MB")
    seconds.legend()
    return figure


def _framed(axes: Axes, label: str) -> None:
    axes.set(xscale="log", yscale="log", xlabel="training rows", ylabel=label)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.grid(axis="y")


if __name__ == "__main__":
    main()
