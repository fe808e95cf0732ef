"""What the report says and in which order, once for HTML and markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.compare import cost_tables, quality_tables
from training.compare.cells import Table, share
from training.compare.figures import Comparison
from training.evaluation.bootstrap import RESAMPLES
from training.evaluation.speed import SINGLES


@dataclass(frozen=True)
class Part:
    """A table, and the charts that show it, as (name, title)."""

    table: Table
    charts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Section:
    """A heading, a paragraph and what stands under them."""

    id: str
    title: str
    text: str
    parts: Sequence[Part]


def lead(comparison: Comparison) -> str:
    """The comparison in two sentences."""
    best = max(comparison.models, key=lambda model: model.test.figures["accuracy"].value)
    rows = comparison.models[0].test.rows
    return (
        f"Models compared: {len(comparison.models)}, on the same {rows:,} test rows of "
        f"{comparison.data}, split “{comparison.split_variant}”. The most accurate is "
        f"{best.version}: accuracy "
        f"{share(best.test.figures['accuracy'].value)}, ROC AUC "
        f"{share(best.test.figures['roc_auc'].value)}."
    )


def sections(comparison: Comparison) -> list[Section]:
    """Every section the figures allow."""
    found = [_figures(comparison)]
    if len(comparison.models) > 1:
        found.append(_champion(comparison))
    found += [_cost(comparison), _slices(comparison)]
    if comparison.models[0].airline:
        found.append(_airline(comparison))
    if comparison.learning:
        found.append(_learning(comparison))
    return found


def _figures(comparison: Comparison) -> Section:
    return Section(
        "figures",
        "Figures",
        f"Precision, recall and F1 are of positive. Intervals are of the percentile bootstrap, "
        f"{RESAMPLES:,} resamples of the rows, the same for every model (Efron and Tibshirani, An "
        f"Introduction to the Bootstrap, 1993). Calibration error: 15 equal bins of confidence "
        f"(Guo et al., ICML 2017). The published models were each tested on rows of their own, "
        f"drawn much as ours are, but not the same.",
        [
            Part(quality_tables.quality_table(comparison)),
            Part(quality_tables.roc_table(comparison), [("roc", "ROC curves")]),
            Part(
                quality_tables.calibration_table(comparison),
                [("calibration", "Reliability: probability said against share found")],
            ),
            Part(
                quality_tables.confusion_table(comparison),
                [("confusion", "Confusion matrices, each line summing to one")],
            ),
        ],
    )


def _champion(comparison: Comparison) -> Section:
    return Section(
        "champion",
        "Against the champion",
        f"The champion is {comparison.champion}. Differences are taken on the same resamples. The "
        f"rows that only one of the two has right decide McNemar’s test, exact and two-sided "
        f"(McNemar, Psychometrika 12, 1947): how likely so uneven a split is if both err equally "
        f"often.",
        [Part(quality_tables.champion_table(comparison))],
    )


def _cost(comparison: Comparison) -> Section:
    return Section(
        "cost",
        "Cost",
        f"Speed: processes started for the purpose, one thread each; {SINGLES} test tweets one by "
        f"one in one process, then batches in one process a core. Wall time, in which other jobs "
        f"count, and the processor’s own time a tweet, in which they hardly do. Libraries: "
        f"the distributions that scoring imports and all they require, as installed. A dash: not "
        f"known.",
        [
            Part(
                cost_tables.speed_table(comparison),
                [("latency", "Accuracy against the time of one tweet")],
            ),
            Part(
                cost_tables.deployment_table(comparison),
                [("size", "Accuracy against size on disk")],
            ),
            Part(cost_tables.training_table(comparison)),
        ],
    )


def _slices(comparison: Comparison) -> Section:
    return Section(
        "slices",
        "Slices",
        "Parts of the test rows; a tweet may be in several. Words are what white space separates, "
        "links and handles aside. A text is seen if the same stands in a training or validation "
        "row; one labelled both ways is wrong in at least one of its rows.",
        [Part(quality_tables.slices_table(comparison), [("slices", "Accuracy by slice")])],
    )


def _airline(comparison: Comparison) -> Section:
    return Section(
        "airline",
        "Airline tweets labelled by people",
        "Test part of the 2015 tweets to US airlines, by hash of the tweet’s id, neutral ones left "
        "out. In the published file most are negative, hence balanced accuracy.",
        [Part(quality_tables.airline_table(comparison))],
    )


def _learning(comparison: Comparison) -> Section:
    return Section(
        "learning",
        "Learning curves",
        "Each family fitted on ever more training rows, judged on the validation rows.",
        [
            Part(
                cost_tables.learning_table(comparison),
                [("learning", "Accuracy by number of training rows")],
            )
        ],
    )
