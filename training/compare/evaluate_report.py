"""The report of `evaluate`: for a terminal, as JSON, and as one HTML file with charts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from training.compare.cells import Cell, Part, Section, by_model, interval, make_table, share
from training.compare.evaluate import Evaluation
from training.compare.figures import JudgedModel
from training.compare.page import Page, sections_as_html, sections_as_markdown
from training.compare.plots import draw_quality
from training.compare.quality_sections import (
    METHOD,
    against_section,
    curve_parts,
    figure_columns,
    slices_section,
)
from training.reporting.page import write_report

FIGURES = {
    "F1 of negative": "f1_negative",
    "Balanced accuracy": "balanced_accuracy",
    "Accuracy": "accuracy",
    "ROC AUC": "roc_auc",
    "F1 of positive": "f1",
}
ORIGIN = "python -m training evaluate"


def as_text(evaluation: Evaluation) -> str:
    """Render the report for a terminal: everything but the curves."""
    page = Page(f"Models on {evaluation.data}", _lead(evaluation), _sections(evaluation))
    return sections_as_markdown(page, f"{ORIGIN}, {evaluation.made_at}")


def write_evaluation(evaluation: Evaluation, out: Path) -> list[Path]:
    """Write `report.html`, `report.md`, `report.json` and charts; return their paths.

    Raises:
        TrainingError: `out` cannot be written.
    """
    models, first = evaluation.models, evaluation.models[0].version
    charts = draw_quality(models, list(evaluation.slices), first)
    figures, *others = _sections(evaluation)
    curves = Section("curves", "Curves", "", curve_parts(models))
    page = Page(f"Models on {evaluation.data}", _lead(evaluation), [figures, curves, *others])
    texts = {
        "report.html": sections_as_html(page, charts, f"{ORIGIN}, {evaluation.made_at}"),
        "report.md": as_text(evaluation),
        "report.json": json.dumps(asdict(evaluation), indent=2, ensure_ascii=False),
    }
    return write_report(out, texts, charts)


def _lead(evaluation: Evaluation) -> str:
    counts = ", ".join(f"{count:,} {label}" for label, count in evaluation.rows.items() if count)
    best = max(evaluation.models, key=lambda model: model.test.figures["f1_negative"].value)
    figure = share(best.test.figures["f1_negative"].value)
    lead = f"{counts}. Best F1 of the negative class: {best.version}, {figure}."
    if evaluation.fitted_on_it:
        lead += f" Fitted on this very file, so flattered: {', '.join(evaluation.fitted_on_it)}."
    return lead


def _sections(evaluation: Evaluation) -> list[Section]:
    found = [_figures(evaluation)]
    if len(evaluation.models) > 1:
        found.append(against_section(evaluation.models, evaluation.models[0].version))
    if evaluation.slices:
        found.append(slices_section(evaluation.slices, evaluation.models))
    found.append(_mistakes(evaluation))
    return found


def _figures(evaluation: Evaluation) -> Section:
    columns: Mapping[str, Callable[[JudgedModel], Cell | str]] = {
        "Rows": lambda model: f"{model.test.rows:,}",
        **figure_columns(FIGURES),
    }
    if recalls := evaluation.macro_recall:
        columns = dict(columns) | {
            "Macro recall, three classes": lambda model: (
                interval(recalls[model.version]) if model.version in recalls else "no neutral"
            )
        }
    table = by_model("quality", "With 95 % intervals", evaluation.models, columns)
    text = "Neutral tweets count for the recall of three classes only. "
    return Section("figures", "Figures", (text if recalls else "") + METHOD, [Part(table)])


def _mistakes(evaluation: Evaluation) -> Section:
    head = ("Model", "Label", "P(positive)", "Tweet")
    rows = [
        [version, mistake.label, share(mistake.positive), mistake.text]
        for version, mistakes in evaluation.mistakes.items()
        for mistake in mistakes
    ]
    table = make_table("mistakes", "Tweets that a model is surest of and gets wrong", head, rows)
    text = "Read them before you trust a figure: some are wrong in the file, not in the model."
    return Section("mistakes", "Worst mistakes", text, [Part(table)])
