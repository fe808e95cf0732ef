"""The report on quality: figures, champion, slices, airline tweets."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from training.compare.cells import (
    NONE,
    Cell,
    Columns,
    Part,
    Rows,
    Section,
    by_model,
    interval,
    make_table,
    share,
)
from training.compare.figures import BINS, Comparison, JudgedModel
from training.compare.published import PUBLISHED
from training.evaluation.bootstrap import RESAMPLES

ROC_RATES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5)
FIGURES = {
    "Accuracy": "accuracy",
    "Precision": "precision",
    "Recall": "recall",
    "F1": "f1",
    "ROC AUC": "roc_auc",
}
METHOD = (
    f"Intervals are of the percentile bootstrap, {RESAMPLES:,} resamples of the rows, the same for "
    "every model (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). Calibration "
    "error: 15 equal bins of confidence (Guo et al., ICML 2017)."
)
CONFUSION = ("− as −", "− as +", "+ as −", "+ as +")


def figures_section(comparison: Comparison) -> Section:
    """Make the section on the rows judged, with the published figures below ours."""
    rows = f"{comparison.part.capitalize()} rows"
    quality = by_model(
        "quality",
        f"{rows}, with 95 % intervals",
        comparison.models,
        {rows: lambda model: f"{model.test.rows:,}", **figure_columns(FIGURES)},
        [
            [
                Cell(known.name, "published, other test rows"),
                *(known.test_rows, share(known.accuracy), NONE, NONE),
                *(share(known.f1), share(known.roc_auc), NONE),
            ]
            for known in PUBLISHED
        ],
    )
    return Section(
        "figures",
        "Figures",
        f"Precision, recall and F1 are of positive. {METHOD} The published models were each tested "
        f"on rows of their own, drawn much as ours are, but not the same.",
        [Part(quality), *curve_parts(comparison.models)],
    )


def figure_columns(names: Mapping[str, str]) -> Columns:
    """Make a column for each figure, by title, and one for the calibration error."""
    columns: dict[str, Callable[[JudgedModel], Cell | str]] = {
        title: partial(_figure, name) for title, name in names.items()
    }
    return columns | {"Calibration error": lambda model: share(model.test.calibration_error)}


def curve_parts(models: Sequence[JudgedModel]) -> list[Part]:
    """Make the tables and charts of ROC, calibration and confusion."""
    roc = by_model(
        "roc",
        "True positive rate at false positive rates",
        models,
        {f"at {rate:.0%}": partial(_roc, rate) for rate in ROC_RATES},
    )
    calibration = by_model(
        "calibration",
        "Share that is positive by probability said, and that probability’s mean",
        models,
        {f"from {place / BINS:.1f}": partial(_bin, place) for place in range(BINS)},
    )
    confusion = by_model(
        "confusion",
        "Rows by label (first) and by what the model says",
        models,
        {title: partial(_confusion, place) for place, title in enumerate(CONFUSION)},
    )
    return [
        Part(roc, ("roc", "ROC curves")),
        Part(calibration, ("calibration", "Reliability: probability against share found")),
        Part(confusion, ("confusion", "Confusion matrices, each line summing to one")),
    ]


def _figure(name: str, model: JudgedModel) -> Cell:
    return interval(model.test.figures[name])


def _roc(rate: float, model: JudgedModel) -> str:
    return share(model.test.roc[round(rate * (len(model.test.roc) - 1))])


def _bin(place: int, model: JudgedModel) -> Cell:
    for found in model.test.reliability:
        if found.place == place:
            return Cell(share(found.share_positive), share(found.mean_probability))
    return Cell(NONE)


def _confusion(place: int, model: JudgedModel) -> str:
    return f"{model.test.confusion[place // 2][place % 2]:,}"


def against_section(models: Sequence[JudgedModel], champion: str) -> Section:
    """Make the section on each model minus the champion, with McNemar's test."""
    rows: Rows = [
        [
            Cell(model.family, model.version),
            interval(against.accuracy, sign=True),
            interval(against.roc_auc, sign=True),
            f"{against.mcnemar.only_model:,}",
            f"{against.mcnemar.only_champion:,}",
            "< .0001" if against.mcnemar.p_value < 0.0001 else share(against.mcnemar.p_value),
        ]
        for model in models
        if (against := model.against_champion)
    ]
    head = ("Model", "Accuracy", "ROC AUC", "Only it is right", "Only the other", "McNemar’s p")
    return Section(
        "champion",
        "Model against model",
        f"Each model less {champion}. Differences are taken on the same resamples. The "
        f"rows that only one of the two has right decide McNemar’s test, exact and two-sided "
        f"(McNemar, Psychometrika 12, 1947): how likely so uneven a split is if both err equally "
        f"often.",
        [Part(make_table("against", f"Less the champion, {champion}", head, rows))],
    )


def slices_section(slices: Mapping[str, int], models: Sequence[JudgedModel]) -> Section:
    """Make the section on every slice of the rows; `slices` has their sizes by name."""
    rows: Rows = [
        [
            name,
            f"{n_rows:,}",
            *(
                Cell(share(found.accuracy), NONE if found.roc_auc is None else share(found.roc_auc))
                for found in (model.slices[name] for model in models)
            ),
        ]
        for name, n_rows in slices.items()
    ]
    head = ("Slice", "Rows", *(model.version for model in models))
    return Section(
        "slices",
        "Slices",
        "Parts of the rows; a tweet may be in several. Words are what white space separates, links "
        "and handles aside. A text is seen if the same words are in a training or validation row; "
        "one labelled both ways is wrong in at least one of its rows.",
        [
            Part(
                make_table("slices", "Accuracy by slice, ROC AUC beside it", head, rows),
                ("slices", "Accuracy by slice"),
            )
        ],
    )


def airline_section(comparison: Comparison) -> Section:
    """Make the section on airline tweets that people labelled."""
    rows: Rows = [
        [
            Cell(model.family, model.version),
            f"{airline.rows:,}",
            interval(airline.figures["balanced_accuracy"]),
            interval(airline.figures["roc_auc"]),
            share(airline.calibration_error),
        ]
        for model in comparison.models
        if (airline := model.airline)
    ]
    head = ("Model", "Rows", "Balanced accuracy", "ROC AUC", "Calibration error")
    caption = "Hand-labelled airline tweets, negative or positive"
    return Section(
        "airline",
        "Airline tweets labelled by people",
        f"{comparison.part.capitalize()} part of the 2015 tweets to US airlines, by hash of the "
        "tweet’s id, neutral ones left out. In the published file most are negative, hence "
        "balanced accuracy.",
        [Part(make_table("airline", caption, head, rows))],
    )
