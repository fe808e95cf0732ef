"""Labels of the dashboard and the drift page: time spans, drift findings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _

from airparadis.domain.monitoring.drift import MIN_TWEETS, Aspect, Drift, Finding
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


@dataclass(frozen=True, slots=True)
class _AspectLabels:
    name: Any
    same: Any
    more: Any
    less: Any


_ASPECTS: Mapping[Aspect, _AspectLabels] = {
    Aspect.NEGATIVE: _AspectLabels(
        _("Negative tweets"),
        _("About as many tweets are negative as in the reference."),
        _("More tweets are negative than in the reference."),
        _("Fewer tweets are negative than in the reference."),
    ),
    Aspect.SCORES: _AspectLabels(
        _("Scores (mean confidence)"),
        _("The scores are spread as in the reference."),
        _("The scores have shifted: the model is surer than in the reference."),
        _("The scores have shifted: the model is less sure than in the reference."),
    ),
    Aspect.VOCABULARY: _AspectLabels(
        _("Unknown words"),
        _("About as many words are new to the model as in the reference."),
        _("More words are new to the model: people write of other things, or otherwise."),
        _("Fewer words are new to the model than in the reference."),
    ),
    Aspect.LENGTH: _AspectLabels(
        _("Length in words"),
        _("Tweets are about as long as in the reference."),
        _("Tweets are longer than in the reference."),
        _("Tweets are shorter than in the reference."),
    ),
    Aspect.LANGUAGE: _AspectLabels(
        _("Turned away as not English"),
        _("About as many tweets are turned away as in the reference."),
        _("More tweets are turned away than in the reference."),
        _("Fewer tweets are turned away than in the reference."),
    ),
}
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
}


def finding_labels(finding: Finding) -> FindingLabels:
    """Put a drift finding into words."""
    name, badge = str(_ASPECTS[finding.aspect].name), str(_BADGES[finding.drift])
    return FindingLabels(finding, name, badge, _sentence(finding), _figures(finding))


def span_name(span: Span) -> str:
    """Name a time span."""
    return str(_SPANS[span])


def reference_name(reference: Reference) -> str:
    """Name the reference of a comparison."""
    return str(_REFERENCES[reference])


def _sentence(finding: Finding) -> str:
    if finding.drift is Drift.UNKNOWN:
        return str(gettext("This model keeps no list of the words that it knows."))
    if finding.drift is Drift.TOO_FEW:
        count = format_decimal(MIN_TWEETS)
        return str(gettext("It takes %(count)s tweets on either side to tell.", count=count))
    labels = _ASPECTS[finding.aspect]
    if not finding.has_drifted:
        return str(labels.same)
    return str(labels.more if _change(finding) > 0 else labels.less)


def _change(finding: Finding) -> float:
    return (finding.now or 0.0) - (finding.before or 0.0)


def _figures(finding: Finding) -> str:
    if finding.before is None or finding.now is None:
        return ""
    change = _change(finding)
    if finding.aspect is Aspect.LENGTH:
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
