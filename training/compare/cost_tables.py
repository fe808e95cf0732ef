"""The tables on what the models cost."""

from training.compare.cells import NONE, Cell, Table, known, microseconds, name, share
from training.compare.figures import Comparison
from training.compare.published import PUBLISHED, Published


def training_table(comparison: Comparison) -> Table:
    """What it cost to train each model."""
    rows = [
        [
            name(model),
            known(model.cost.training_rows, "{:,}"),
            _duration(model.cost.training_seconds),
            known(model.cost.training_memory_mb, "{:,.0f} MB"),
        ]
        for model in comparison.models
    ]
    rows += [
        [
            Cell(published.name, "published"),
            known(published.training_rows, "{:,}"),
            _duration(published.training_seconds),
            Cell(NONE),
        ]
        for published in PUBLISHED
        if published.training_seconds
    ]
    return Table("training", "Training", ("Model", "Rows", "Time", "Peak memory"), rows)


def speed_table(comparison: Comparison) -> Table:
    """How fast each model scores."""
    rows = [
        [
            name(model),
            Cell(microseconds(speed.latency.median_us)),
            Cell(microseconds(speed.latency.p95_us)),
            Cell(microseconds(speed.latency.processor_us)),
            Cell(f"{speed.tweets_per_second:,.0f}/s"),
            Cell(microseconds(speed.processor_us)),
            Cell(f"{speed.latency.load_seconds:.2f} s"),
            Cell(f"{speed.latency.memory_mb:,.0f} MB"),
        ]
        for model in comparison.models
        for speed in (model.cost.speed,)
    ]
    rows += [_published_speed(published) for published in PUBLISHED if published.latency_us]
    one, batch = ("One tweet, median", "95 %", "Processor"), ("In batch", "Processor")
    head = ("Model", *one, *batch, "To load", "Memory")
    return Table("speed", f"Speed, on {comparison.machine}", head, rows)


def _published_speed(published: Published) -> list[Cell]:
    return [
        Cell(published.name, "published, measured on two cores"),
        known(published.latency_us, "{:,.0f} µs"),
        Cell(NONE),
        Cell(NONE),
        known(published.tweets_per_second, "{:,.0f}/s"),
        Cell(NONE),
        Cell(NONE),
        Cell(NONE),
    ]


def deployment_table(comparison: Comparison) -> Table:
    """What it takes to serve each model."""
    rows = [
        [
            name(model),
            Cell(f"{model.cost.artifact_mb:,.2f} MB"),
            Cell(f"{model.cost.libraries_mb:,.0f} MB"),
            Cell("yes" if model.cost.needs_torch else "no"),
            Cell(model.cost.gpu),
            Cell("yes" if model.cost.served else "no loader yet"),
        ]
        for model in comparison.models
    ]
    head = ("Model", "On disk", "Libraries", "PyTorch", "GPU", "Served by the application")
    return Table("deployment", "Ease of deployment", head, rows)


def learning_table(comparison: Comparison) -> Table:
    """Every family at several numbers of training rows, on validation rows."""
    rows = [
        [
            Cell(point.family),
            Cell(f"{point.training_rows:,}"),
            Cell(share(point.accuracy)),
            Cell(share(point.roc_auc)),
            _duration(point.seconds),
            Cell(f"{point.peak_memory_mb:,.0f} MB"),
        ]
        for point in comparison.learning
    ]
    head = ("Family", "Training rows", "Accuracy", "ROC AUC", "Time", "Peak memory")
    return Table("learning", "Validation rows, by number of training rows", head, rows)


def _duration(seconds: float | None) -> Cell:
    if seconds is None:
        return Cell(NONE)
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return Cell(f"{seconds / size:,.1f} {unit}")
    return Cell(f"{seconds:,.0f} s")
