"""The share of neutral tweets among the scored ones."""

from airparadis.domain.monitoring.drift.metric import DriftMetric, Measurement, MetricLabels, share
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.lib.translation import N_


def _measure(profile: Profile) -> Measurement | None:
    if profile.neutral is None:
        return None
    return share(profile.scored, profile.neutral, profile.scored)


METRIC = DriftMetric(
    "neutral",
    MetricLabels(
        name=N_("Neutral tweets"),
        same=N_("About as many tweets are neutral as in the reference."),
        more=N_("More tweets are neutral than in the reference."),
        less=N_("Fewer tweets are neutral than in the reference."),
        unknown=N_("The model or its training figures cover two classes only."),
    ),
    _measure,
)
