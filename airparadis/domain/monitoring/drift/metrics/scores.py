"""The distribution of scores, summed up as the mean confidence."""

from airparadis.domain.monitoring.drift.metric import DriftMetric, Measurement, MetricLabels
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.lib.translation import N_


def _measure(profile: Profile) -> Measurement:
    """Measure in ten bins: twenty would need twice the tweets to rise above chance."""
    pairs = zip(profile.scores[::2], profile.scores[1::2], strict=True)
    mean = profile.confidence / max(profile.scored, 1)
    return Measurement(profile.scored, mean, [one + other for one, other in pairs])


METRIC = DriftMetric(
    "scores",
    MetricLabels(
        name=N_("Scores (mean confidence)"),
        same=N_("The scores are spread as in the reference."),
        more=N_("The scores have shifted: the model is surer than in the reference."),
        less=N_("The scores have shifted: the model is less sure than in the reference."),
    ),
    _measure,
)
