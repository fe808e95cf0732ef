"""The share of words unknown to the model."""

from airparadis.domain.monitoring.drift.metric import DriftMetric, Measurement, MetricLabels, share
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.lib.translation import N_


def _measure(profile: Profile) -> Measurement | None:
    if profile.read and not profile.tokens:
        return None
    return share(profile.read, profile.unknown_tokens, profile.tokens)


METRIC = DriftMetric(
    "vocabulary",
    MetricLabels(
        name=N_("Unknown words"),
        same=N_("About as many words are new to the model as in the reference."),
        more=N_(
            "More words are new to the model: people write about other things, or in other words."
        ),
        less=N_("Fewer words are new to the model than in the reference."),
        unknown=N_("This model has no list of the words it knows."),
    ),
    _measure,
)
