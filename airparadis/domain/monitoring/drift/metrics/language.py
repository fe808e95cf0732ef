"""The share of tweets rejected for their language."""

from airparadis.domain.monitoring.drift.metric import DriftMetric, Measurement, MetricLabels, share
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.lib.translation import N_


def _measure(profile: Profile) -> Measurement:
    tweets = profile.scored + profile.foreign
    return share(tweets, profile.foreign, tweets)


METRIC = DriftMetric(
    "language",
    MetricLabels(
        name=N_("Rejected: another language"),
        same=N_("About as many tweets are rejected as in the reference."),
        more=N_("More tweets are rejected than in the reference."),
        less=N_("Fewer tweets are rejected than in the reference."),
    ),
    _measure,
)
