"""The length of tweets, in words."""

from airparadis.domain.monitoring.drift.metric import DriftMetric, Measurement, MetricLabels
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.lib.translation import N_


def _measure(profile: Profile) -> Measurement:
    return Measurement(profile.read, profile.words / max(profile.read, 1), profile.lengths)


METRIC = DriftMetric(
    "length",
    MetricLabels(
        name=N_("Length in words"),
        same=N_("Tweets are about as long as in the reference."),
        more=N_("Tweets are longer than in the reference."),
        less=N_("Tweets are shorter than in the reference."),
    ),
    _measure,
    is_share=False,
)
