"""The exploration of a file of tweets: a report, figures as JSON, charts, and a run in MLflow."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from training.data.tables import GUESSED, Columns
from training.data.tweets import Tweets, read_tweets
from training.eda.collect import collect
from training.eda.dates import read_dates
from training.eda.figures import Figures
from training.eda.measures import measure_on_all_cores
from training.eda.plots import draw
from training.eda.statistics import LAST_BIN
from training.reporting.charts import Chart
from training.reporting.page import inlined, page_environment, write_report

EXPERIMENT = "sentiment_airparadis_eda"
SAMPLE_SEED = 42
TEMPLATE = "template.html"


def explore(
    data: Path, out: Path, sample: int | None, columns: Columns = GUESSED, *, track: bool
) -> Figures:
    """Explore the usable rows of `data`, or `sample` of them drawn at random; write to `out`.

    Writes `report.html`, `figures.json` and `plots/*.svg`; with `track`, logs them to MLflow too.
    Raises `TrainingError` when the data cannot be read or `out` cannot be written.
    """
    tweets = read_tweets(data, columns)
    print(tweets.summary)
    usable = len(tweets.texts)
    tweets = sampled(tweets, sample)
    measures = measure_on_all_cores(tweets.texts, tweets.y)
    figures = collect(data.name, tweets, measures, read_dates(data, tweets.rows, columns), usable)
    charts = draw(figures)
    as_json = json.dumps(asdict(figures), indent=2, ensure_ascii=False)
    texts = {"report.html": render(figures, charts), "figures.json": as_json}
    files = write_report(out, texts, charts)
    if track:
        from training import tracking

        parameters = {"data": figures.data, "rows": figures.rows, "usable": figures.usable}
        tags = {"data_fingerprint": figures.data_fingerprint}
        with tracking.run(EXPERIMENT, parameters, tags):
            tracking.log_report(_metrics(figures), files)
    return figures


def sampled(tweets: Tweets, sample: int | None) -> Tweets:
    """Draw `sample` rows at random, in order; all of them when there are no more."""
    if sample is None or sample >= len(tweets.texts):
        return tweets
    rng = np.random.default_rng(SAMPLE_SEED)
    rows = np.sort(rng.choice(len(tweets.texts), sample, replace=False))
    texts = [tweets.texts[row] for row in rows]
    columns = {name: getattr(tweets, name)[rows] for name in ("rows", "y", "hashes")}
    return replace(tweets, texts=texts, **columns)


def render(figures: Figures, charts: Mapping[str, Chart]) -> str:
    """Render the report; every text from the data is escaped."""
    environment = page_environment(Path(__file__).parent)
    environment.filters |= {"short": _short, "signed": _signed}
    template = environment.get_template(TEMPLATE)
    return template.render(figures=figures, charts=inlined(charts), last_bin=LAST_BIN)


def _signed(number: float, decimals: int) -> str:
    return f"{number:+.{decimals}f}".replace("-", "−")


def _short(number: float) -> str:
    """Format at most two decimals, none where there are none."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _metrics(figures: Figures) -> dict[str, float]:
    names = ("rows", "negative", "positive", "corrupt", "empty", "misread", "only_noise")
    found = {name: float(getattr(figures, name)) for name in names}
    found |= {name: float(value) for name, value in asdict(figures.repetition).items()}
    for length in figures.lengths:
        for when, spread in (("before", length.before), ("after", length.after)):
            if spread:
                found[f"{length.form}_{when}_rows"] = spread.rows
                found[f"{length.form}_{when}_mean_words"] = spread.mean
    return found
