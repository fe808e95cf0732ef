"""The report on cost: speed, deployment, training, learning curves."""

from training.compare.cells import (
    NONE,
    Cell,
    Part,
    Rows,
    Section,
    Table,
    by_model,
    duration,
    known,
    make_table,
    microseconds,
    share,
)
from training.compare.figures import Comparison
from training.compare.published import PUBLISHED
from training.evaluation.speed import N_SINGLES


def cost_section(comparison: Comparison) -> Section:
    """Make the section on speed, deployment and training."""
    return Section(
        "cost",
        "Cost",
        f"Speed: processes started for the purpose, one thread each; {N_SINGLES} tweets one "
        f"by one in one process, then batches in one process a core. Wall time, in which other "
        f"jobs count, and the processor’s own time a tweet, in which they hardly do. Libraries: "
        f"the distributions that scoring imports and all they require, as installed. A dash: not "
        f"known.",
        [
            Part(_speed(comparison), ("latency", "Accuracy against the time of one tweet")),
            Part(_deployment(comparison), ("size", "Accuracy against size on disk")),
            Part(_training(comparison)),
        ],
    )


def _speed(comparison: Comparison) -> Table:
    return by_model(
        "speed",
        f"Speed, on {comparison.machine}",
        comparison.models,
        {
            "One tweet, median": lambda model: microseconds(model.cost.speed.latency.median_us),
            "95 %": lambda model: microseconds(model.cost.speed.latency.p95_us),
            "Processor": lambda model: microseconds(model.cost.speed.latency.processor_us),
            "In batch": lambda model: f"{model.cost.speed.tweets_per_second:,.0f}/s",
            "Processor in batch": lambda model: microseconds(model.cost.speed.processor_us),
            "To load": lambda model: f"{model.cost.speed.latency.load_seconds:.2f} s",
            "Memory": lambda model: f"{model.cost.speed.latency.memory_mb:,.0f} MB",
        },
        [
            [
                Cell(published.name, "published, measured on two cores"),
                *(known(published.latency_us, "{:,.0f} µs"), NONE, NONE),
                *(known(published.tweets_per_second, "{:,.0f}/s"), NONE, NONE, NONE),
            ]
            for published in PUBLISHED
            if published.latency_us
        ],
    )


def _deployment(comparison: Comparison) -> Table:
    return by_model(
        "deployment",
        "Ease of deployment",
        comparison.models,
        {
            "On disk": lambda model: f"{model.cost.artifact_mb:,.2f} MB",
            "Libraries": lambda model: f"{model.cost.libraries_mb:,.0f} MB",
            "PyTorch": lambda model: "yes" if model.cost.needs_torch else "no",
            "GPU": lambda model: model.cost.gpu,
            "Served by the application": lambda m: "yes" if m.cost.served else "no loader yet",
        },
    )


def _training(comparison: Comparison) -> Table:
    return by_model(
        "training",
        "Training",
        comparison.models,
        {
            "Rows": lambda model: known(model.cost.training_rows, "{:,}"),
            "Time": lambda model: duration(model.cost.training_seconds),
            "Peak memory": lambda model: known(model.cost.training_memory_mb, "{:,.0f} MB"),
        },
        [
            [
                Cell(published.name, "published"),
                known(published.training_rows, "{:,}"),
                duration(published.training_seconds),
                NONE,
            ]
            for published in PUBLISHED
            if published.training_seconds
        ],
    )


def learning_section(comparison: Comparison) -> Section:
    """Make the section on every family at several numbers of training rows."""
    rows: Rows = [
        [
            point.family,
            f"{point.training_rows:,}",
            share(point.accuracy),
            share(point.roc_auc),
            duration(point.seconds),
            f"{point.peak_memory_mb:,.0f} MB",
        ]
        for point in comparison.learning
    ]
    head = ("Family", "Training rows", "Accuracy", "ROC AUC", "Time", "Peak memory")
    caption = "Validation rows, by number of training rows"
    return Section(
        "learning",
        "Learning curves",
        "Each family fitted on ever more training rows, judged on the validation rows.",
        [
            Part(
                make_table("learning", caption, head, rows),
                ("learning", "Accuracy by number of training rows"),
            )
        ],
    )
