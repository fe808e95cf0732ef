"""The comparison as one HTML file that needs nothing beside it, as Markdown, and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from training.compare.cells import Section, share
from training.compare.cost_sections import cost_section, learning_section
from training.compare.figures import Comparison, Model
from training.compare.page import Page, sections_as_html, sections_as_markdown
from training.compare.plots import draw
from training.compare.quality_sections import (
    against_section,
    airline_section,
    figures_section,
    slices_section,
)
from training.reporting.charts import Chart
from training.reporting.page import write_report

EXPERIMENT = "comparison"


def write_comparison(comparison: Comparison, out: Path) -> list[Path]:
    """Write `report.html`, `comparison.md`, `comparison.json` and charts; return their paths.

    Raises `TrainingError` when `out` cannot be written.
    """
    charts = draw(comparison)
    texts = {
        "report.html": as_html(comparison, charts),
        "comparison.md": as_markdown(comparison),
        "comparison.json": json.dumps(asdict(comparison), indent=2),
    }
    return write_report(out, texts, charts)


def track_comparison(comparison: Comparison, files: Sequence[Path]) -> None:
    """Log figures and files to MLflow."""
    from training import tracking

    names = ("data", "split_variant", "champion", "machine")
    fingerprints = ("data_fingerprint", "split_fingerprint")
    parameters, tags = (
        {name: getattr(comparison, name) for name in group} for group in (names, fingerprints)
    )
    figures = {
        f"{model.version}.{name}": value
        for model in comparison.models
        for name, value in _metrics(model).items()
    }
    with tracking.run(EXPERIMENT, parameters, tags):
        tracking.log_report(figures, files)


def _metrics(model: Model) -> dict[str, float]:
    found = {name: figure.value for name, figure in model.test.figures.items()}
    found |= {
        "expected_calibration_error": model.test.calibration_error,
        "latency_median_us": model.cost.speed.latency.median_us,
        "tweets_per_second": model.cost.speed.tweets_per_second,
        "artifact_mb": model.cost.artifact_mb,
    }
    if model.airline:
        for name in ("balanced_accuracy", "roc_auc"):
            found[f"airline_{name}"] = model.airline.figures[name].value
    return found


def _sections(comparison: Comparison) -> list[Section]:
    """Make every section the figures allow."""
    found = [figures_section(comparison)]
    if len(comparison.models) > 1:
        found.append(against_section(comparison.models, comparison.champion))
    found += [cost_section(comparison), slices_section(comparison.slices, comparison.models)]
    if comparison.models[0].airline:
        found.append(airline_section(comparison))
    if comparison.learning:
        found.append(learning_section(comparison))
    return found


def _lead(comparison: Comparison) -> str:
    best = max(comparison.models, key=lambda model: model.test.figures["accuracy"].value)
    accuracy, auc = (share(best.test.figures[name].value) for name in ("accuracy", "roc_auc"))
    return (
        f"Models compared: {len(comparison.models)}, on the same {best.test.rows:,} "
        f"{comparison.part} rows of {comparison.data}, split “{comparison.split_variant}”. "
        f"The most accurate is {best.version}: accuracy {accuracy}, ROC AUC {auc}."
    )


def as_html(comparison: Comparison, charts: Mapping[str, Chart]) -> str:
    """Render the report as a page with its charts in it."""
    return sections_as_html(
        Page("How the models compare", _lead(comparison), _sections(comparison)),
        charts,
        f"python -m training compare, {comparison.made_at}; "
        f"data {comparison.data_fingerprint[:12]}, split {comparison.split_fingerprint[:12]}",
    )


def as_markdown(comparison: Comparison) -> str:
    """Render the report's words and tables for a document."""
    page = Page("How the models compare", _lead(comparison), _sections(comparison))
    return sections_as_markdown(page, f"python -m training compare, {comparison.made_at}")
