"""Labels of models: gate checks, trainings, refused releases."""

from collections.abc import Callable, Mapping

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _

from airparadis.domain.models.training import JobState
from airparadis.domain.models.verdict import Check, CheckKind, Doubt
from airparadis.lib.errors import ReleaseError
from airparadis.web.labels.slices import slice_name
from airparadis.web.presentation.formatting import labelled

_KINDS = {
    CheckKind.ROWS: _("Reviewed tweets used for testing"),
    CheckKind.GAIN: _("F1 of negative on reviewed tweets"),
    CheckKind.MACRO_RECALL: _("Mean recall of three classes"),
    CheckKind.SLICE: _("Accuracy on a slice"),
    CheckKind.CALIBRATION: _("Calibration error"),
    CheckKind.BEHAVIOUR: _("Behaviour: cases it no longer gets right"),
    CheckKind.LATENCY: _("Milliseconds for a tweet"),
    CheckKind.SIZE: _("Megabytes"),
}

_DOUBTS = {
    Doubt.TOO_FEW: _("too few to say"),
    Doubt.UNCHANGED: _("unchanged"),
    Doubt.MAY_BE_LEARNT: _("cannot judge: the model in production may have learnt these tweets"),
}

_STATES = {
    JobState.QUEUED: _("Queued"),
    JobState.RUNNING: _("Running"),
    JobState.DONE: _("Done"),
    JobState.FAILED: _("Failed"),
}

_RELEASE_FAULTS = {
    "unjudged": _("The gate has never judged this version: give a reason to release it."),
    "refused": _("The gate refuses this version: give a reason of a few words to release it."),
    "stale": _("It was judged against a model that is no longer in production: train again."),
    "unknown": _("This version does not exist."),
    "served": _("This version is already in production."),
    "moved": _("Another version was released in the meantime: check again."),
    "first": _("There is no earlier release to go back to."),
}

_FORMATS = {
    CheckKind.ROWS: "#,##0",
    CheckKind.BEHAVIOUR: "0",
    CheckKind.LATENCY: "0.00",
    CheckKind.SIZE: "0.0",
}


def release_fault(error: ReleaseError) -> str:
    """Say why a version was not released."""
    return str(_RELEASE_FAULTS.get(error.kind, error))


def check_figure(value: float | None, kind: CheckKind) -> str:
    """Format a figure of a gate check with its significant digits."""
    if value is None:
        return "–"
    return str(format_decimal(value, _FORMATS.get(kind, "0.0000")))


def check_name(check: Check) -> str:
    """Name a gate check and, if it is about a slice, the slice."""
    if check.kind is CheckKind.SLICE:
        return labelled(_KINDS[check.kind], slice_name(check.subject))
    return str(_KINDS[check.kind])


def check_result(check: Check) -> str:
    """Say how a gate check went; one that says nothing is not called passed."""
    if check.doubt:
        return str(_DOUBTS[check.doubt])
    return str(_("passed") if check.passed else _("failed"))


FILTERS: Mapping[str, Callable[..., object]] = {
    "check_figure": check_figure,
    "check_name": check_name,
    "check_result": check_result,
    "job_state": lambda state: str(_STATES[state]),
}
