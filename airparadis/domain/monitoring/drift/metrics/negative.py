"""The share of negative tweets among the scored ones."""

from airparadis.domain.monitoring.drift.metric import DriftMetric, Measurement, MetricLabels, share
from airparadis.domain.monitoring.drift.profile import SCORE_BINS, Profile
from airparadis.lib.translation import N_


def _measure(profile: Profile) -> Measurement:
    return share(profile.scored, sum(profile.scores[: SCORE_BINS // 2]), profile.scored)


METRIC = DriftMetric(
    "negative",
    MetricLabels(
        name=N_("Negative tweets"),
        same=N_("About as many tweets are negative as in the reference."),
        more=N_("More tweets are negative than in the reference."),
        less=N_("Fewer tweets are negative than in the reference."),
    ),
    _measure,
)
