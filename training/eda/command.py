"""From a file of tweets to the report, its figures as JSON, its charts, and the same in MLflow."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from training.data.tweets import Tweets, read_tweets
from training.eda.collect import collect
from training.eda.dates import read_dates
from training.eda.figures import Figures
from training.eda.measures import measure_on_all_cores
from training.eda.plots import draw
from training.eda.report import render
from training.errors import TrainingError
from training.reporting.charts import Chart

EXPERIMENT = "sentiment_airparadis_eda"
SAMPLE_SEED = 42


def explore(data: Path, out: Path, sample: int | None, *, track: bool) -> Figures:
    """Explore the usable rows of `data`, or `sample` of them drawn at random; write to `out`.

    Writes `report.html`, `figures.json` and `plots/*.svg`; with `track`, logs them to MLflow too.
    Raises `TrainingError` when the data cannot be read or `out` cannot be written.
    """
    tweets = read_tweets(data)
    print(tweets.faults.summary(len(tweets.texts)))
    usable = len(tweets.texts)
    tweets = sampled(tweets, sample)
    measures = measure_on_all_cores(tweets.texts, tweets.y)
    figures = collect(data.name, tweets, measures, read_dates(data, tweets.rows), usable)
    files = _write(figures, draw(figures), out)
    print(f"wrote {files[0]}")
    if track:
        _track(figures, files)
    return figures


def sampled(tweets: Tweets, sample: int | None) -> Tweets:
    """`sample` rows drawn at random, in order; all of them when there are no more."""
    if sample is None or sample >= len(tweets.texts):
        return tweets
    rng = np.random.default_rng(SAMPLE_SEED)
    rows = np.sort(rng.choice(len(tweets.texts), sample, replace=False))
    texts = [tweets.texts[row] for row in rows]
    columns = {name: getattr(tweets, name)[rows] for name in ("rows", "y", "hashes")}
    return replace(tweets, texts=texts, **columns)


def _write(figures: Figures, charts: dict[str, Chart], out: Path) -> list[Path]:
    contents = {
        out / "report.html": render(figures, charts),
        out / "figures.json": json.dumps(asdict(figures), indent=2, ensure_ascii=False),
    }
    contents |= {out / "plots" / f"{chart.name}.svg": chart.svg for chart in charts.values()}
    try:
        (out / "plots").mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            path.write_text(content, encoding="utf-8", errors="replace")  # lone surrogates
    except OSError as error:
        raise TrainingError(f"cannot write to {out}: {error.strerror}") from error
    return list(contents)


def _track(figures: Figures, files: Iterable[Path]) -> None:
    from training import tracking

    parameters = {"data": figures.data, "rows": figures.rows, "usable": figures.usable}
    tags = {"data_fingerprint": figures.data_fingerprint}
    with tracking.run(EXPERIMENT, parameters, tags) as run_id:
        tracking.log_metrics(_metrics(figures))
        for path in files:
            tracking.log_files([path], "plots" if path.suffix == ".svg" else None)
    print(f"logged to MLflow: {EXPERIMENT}, run {run_id}")


def _metrics(figures: Figures) -> dict[str, float]:
    names = ("rows", "negative", "positive", "corrupt", "empty", "misread", "only_noise")
    found = {name: float(getattr(figures, name)) for name in names}
    found |= {name: float(value) for name, value in asdict(figures.repetition).items()}
    for length in figures.lengths:
        for when, spread in (("before", length.before), ("after", length.after)):
            if spread:
                found |= {f"{length.form}_{when}_rows": spread.rows}
                found |= {f"{length.form}_{when}_mean_words": spread.mean}
    return found
