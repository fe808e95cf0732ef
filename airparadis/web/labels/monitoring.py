"""Labels of the dashboard and the drift page: time spans, drift findings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _

from airparadis.domain.monitoring.drift.compare import Finding
from airparadis.domain.monitoring.drift.period import PeriodFault
from airparadis.domain.monitoring.drift.stability import MIN_TWEETS, Drift
from airparadis.domain.monitoring.figures import Span
from airparadis.services.models.drift import Reference
from airparadis.web.presentation.formatting import percent


@dataclass(frozen=True, slots=True)
class FindingLabels:
    """A drift finding, put into words."""

    finding: Finding
    name: str
    badge: str
    sentence: str
    figures: str
    """The values before and now and their difference; empty if either is unknown."""


_BADGES: Mapping[Drift, Any] = {
    Drift.UNKNOWN: _("not measured"),
    Drift.TOO_FEW: _("too few to say"),
    Drift.NONE: _("no drift"),
    Drift.MODERATE: _("some drift"),
    Drift.LARGE: _("large drift"),
}
_SPANS = {
    Span.HOUR: _("Last hour"),
    Span.DAY: _("Last 24 hours"),
    Span.WEEK: _("Last 7 days"),
    Span.MONTH: _("Last 30 days"),
    Span.ALL: _("Since the beginning"),
}
_REFERENCES: Mapping[Reference, Any] = {
    Reference.TRAINING: _("Training"),
    Reference.EARLIER: _("The 30 days before"),
    Reference.PERIOD: _("Custom period"),
}


_PERIOD_FAULTS = {
    PeriodFault.MISSING: _("Choose a first and a last day."),
    PeriodFault.ORDER: _("The last day is before the first. Choose a later one."),
}


def period_fault(fault: PeriodFault) -> str:
    """Say what is wrong with a chosen period."""
    return str(_PERIOD_FAULTS[fault])


def finding_labels(finding: Finding) -> FindingLabels:
    """Put a drift finding into words."""
    name = str(gettext(finding.metric.labels.name))
    badge = str(_BADGES[finding.drift])
    return FindingLabels(finding, name, badge, _sentence(finding), _figures(finding))


def span_name(span: Span) -> str:
    """Name a time span."""
    return str(_SPANS[span])


def reference_name(reference: Reference) -> str:
    """Name the reference of a comparison."""
    return str(_REFERENCES[reference])


def _sentence(finding: Finding) -> str:
    labels = finding.metric.labels
    if finding.drift is Drift.UNKNOWN:
        return str(gettext(labels.unknown)) if labels.unknown else ""
    if finding.drift is Drift.TOO_FEW:
        count = format_decimal(MIN_TWEETS)
        return str(gettext("At least %(count)s tweets are needed on either side.", count=count))
    if not finding.has_drifted:
        return str(gettext(labels.same))
    return str(gettext(labels.more if _change(finding) > 0 else labels.less))


def _change(finding: Finding) -> float:
    return (finding.now or 0.0) - (finding.before or 0.0)


def _figures(finding: Finding) -> str:
    if finding.before is None or finding.now is None:
        return ""
    change = _change(finding)
    if not finding.metric.is_share:
        return _comparison(finding.before, finding.now, _mean, _signed(change))
    points = str(gettext("%(change)s points", change=_signed(100 * change)))
    return _comparison(finding.before, finding.now, lambda share: percent(share, 1), points)


def _comparison(before: float, now: float, write: Callable[[float], str], change: str) -> str:
    values = {"before": write(before), "now": write(now), "change": change}
    return str(gettext("%(before)s in the reference, %(now)s now: %(change)s", **values))


def _mean(words: float) -> str:
    return str(format_decimal(words, "0.0"))


def _signed(change: float) -> str:
    return str(format_decimal(change, "+0.0;−0.0"))


FILTERS: Mapping[str, Callable[..., object]] = {
    "reference_name": reference_name,
    "span_name": span_name,
}
