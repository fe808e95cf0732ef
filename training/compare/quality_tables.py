"""The tables on how well the models do."""

from training.compare.cells import NONE, Cell, Table, interval, name, share
from training.compare.curves import BINS
from training.compare.figures import Comparison, Model, SliceQuality
from training.compare.published import PUBLISHED, Published

ROC_RATES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5)


def quality_table(comparison: Comparison) -> Table:
    """Every figure on the test rows, and the published ones below."""
    figures = ("accuracy", "precision", "recall", "f1", "roc_auc")
    rows = [
        [
            name(model),
            Cell(f"{model.test.rows:,}"),
            *[interval(model.test.figures[figure]) for figure in figures],
            Cell(share(model.test.calibration_error)),
        ]
        for model in comparison.models
    ]
    rows += [_published_quality(published) for published in PUBLISHED]
    head = ("Model", "Test rows", "Accuracy", "Precision", "Recall", "F1", "ROC AUC")
    return Table("quality", "Test rows, with 95 % intervals", (*head, "Calibration error"), rows)


def _published_quality(published: Published) -> list[Cell]:
    reported = [published.accuracy, None, None, published.f1, published.roc_auc, None]
    return [
        Cell(published.name, "published, other test rows"),
        Cell(published.test_rows),
        *[Cell(NONE if value is None else share(value)) for value in reported],
    ]


def champion_table(comparison: Comparison) -> Table:
    """Each model less the champion, and McNemar's test."""
    rows = [
        [
            name(model),
            interval(against.accuracy, sign=True),
            interval(against.roc_auc, sign=True),
            Cell(f"{against.mcnemar.only_model:,}"),
            Cell(f"{against.mcnemar.only_champion:,}"),
            Cell(_p_value(against.mcnemar.p_value)),
        ]
        for model in comparison.models
        if (against := model.against_champion)
    ]
    head = ("Model", "Accuracy", "ROC AUC", "Only it is right", "Only the champion", "McNemar’s p")
    return Table("against", f"Less the champion, {comparison.champion}", head, rows)


def _p_value(value: float) -> str:
    return "< .0001" if value < 0.0001 else share(value)


def confusion_table(comparison: Comparison) -> Table:
    """Rows by what they are and what they are called."""
    rows = [
        [name(model), *[Cell(f"{count:,}") for line in model.test.confusion for count in line]]
        for model in comparison.models
    ]
    head = ("Model", "− as −", "− as +", "+ as −", "+ as +")
    return Table("confusion", "Test rows by label (first) and by what the model says", head, rows)


def calibration_table(comparison: Comparison) -> Table:
    """What the reliability diagram shows."""
    rows = [
        [name(model), *[_bin(model, place) for place in range(BINS)]] for model in comparison.models
    ]
    head = ("Model", *[f"from {place / BINS:.1f}" for place in range(BINS)])
    caption = "Share that is positive by probability said, and that probability’s mean"
    return Table("calibration", caption, head, rows)


def _bin(model: Model, place: int) -> Cell:
    for found in model.test.reliability:
        if found.place == place:
            return Cell(share(found.share_positive), share(found.mean_probability))
    return Cell(NONE)


def roc_table(comparison: Comparison) -> Table:
    """A few points of the ROC curves."""
    rows = [
        [name(model), *[Cell(share(model.test.roc[_place(model, rate)])) for rate in ROC_RATES]]
        for model in comparison.models
    ]
    head = ("Model", *[f"at {rate:.0%}" for rate in ROC_RATES])
    return Table("roc", "True positive rate at false positive rates", head, rows)


def _place(model: Model, rate: float) -> int:
    return round(rate * (len(model.test.roc) - 1))


def slices_table(comparison: Comparison) -> Table:
    """Every model on every slice of the test rows."""
    rows = [
        [
            Cell(slice_),
            Cell(f"{n:,}"),
            *[_slice(model.slices[slice_]) for model in comparison.models],
        ]
        for slice_, n in comparison.slices.items()
    ]
    head = ("Slice", "Rows", *[model.version for model in comparison.models])
    return Table("slices", "Accuracy by slice of the test rows, ROC AUC beside it", head, rows)


def _slice(found: SliceQuality) -> Cell:
    return Cell(share(found.accuracy), NONE if found.roc_auc is None else share(found.roc_auc))


def airline_table(comparison: Comparison) -> Table:
    """Balanced accuracy and ROC AUC on airline tweets that people labelled."""
    rows = [
        [
            name(model),
            Cell(f"{model.airline.rows:,}"),
            interval(model.airline.figures["balanced_accuracy"]),
            interval(model.airline.figures["roc_auc"]),
            Cell(share(model.airline.calibration_error)),
        ]
        for model in comparison.models
        if model.airline
    ]
    head = ("Model", "Rows", "Balanced accuracy", "ROC AUC", "Calibration error")
    return Table("airline", "Hand-labelled airline tweets, negative or positive", head, rows)
