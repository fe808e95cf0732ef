"""The table of label filters that templates use."""

from collections.abc import Callable, Mapping

from airparadis.notify import burst_labels
from airparadis.web.labels import (
    accounts,
    audit,
    batches,
    contacts,
    incidents,
    languages,
    messages,
    models,
    monitoring,
    predictions,
    radar,
    review,
)

FILTERS: Mapping[str, Callable[..., object]] = {
    **accounts.FILTERS,
    **audit.FILTERS,
    **batches.FILTERS,
    **burst_labels.FILTERS,
    **contacts.FILTERS,
    **incidents.FILTERS,
    **languages.FILTERS,
    **messages.FILTERS,
    **models.FILTERS,
    **monitoring.FILTERS,
    **predictions.FILTERS,
    **radar.FILTERS,
    **review.FILTERS,
}
