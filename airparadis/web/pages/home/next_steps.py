"""The next steps of a signed-in reader, the most pressing first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session

from airparadis.domain.accounts.roles import Permission
from airparadis.notify.contacts import is_anybody_told
from airparadis.services.batches import batches
from airparadis.services.incidents.open_incidents import OpenIncidents
from airparadis.services.models import versions
from airparadis.services.review import assignments
from airparadis.services.review import queue as review
from airparadis.web.access.access import account, may
from airparadis.web.presentation.formatting import number
from airparadis.web.runtime import runtime


@dataclass(frozen=True, slots=True)
class NextStep:
    """A thing to do, and the page that does it."""

    label: str
    url: str
    hint: str = ""


def next_steps(
    session: Session, incidents: OpenIncidents, *, has_streams: bool
) -> Sequence[NextStep]:
    """List what the reader's role can do now; scoring a tweet always comes last."""
    steps = list(_acknowledge(incidents))
    for permission, find in _STEPS:
        if may(permission):
            steps.extend(find(session))
    if may(Permission.MANAGE_STREAMS) and not has_streams:
        label = _("Create a stream to watch what is said about you")
        steps.append(NextStep(label, url_for("radar.create")))
    return [*steps, NextStep(_("Score a tweet"), url_for("prediction.form"))]


def _acknowledge(incidents: OpenIncidents) -> Iterator[NextStep]:
    count = incidents.unacknowledged
    if count and may(Permission.HANDLE_INCIDENTS):
        label = ngettext(
            "Take on %(count)s open incident",
            "Take on %(count)s open incidents",
            count,
            count=number(count),
        )
        yield NextStep(label, url_for("incidents.history", state="open"))


def _choose_column(session: Session) -> Iterator[NextStep]:
    for job in batches.waiting_for(session, current_user.email):
        label = _("Choose the column of %(file)s", file=job.name)
        yield NextStep(label, url_for("batches.show", job_id=job.id))


def _release(session: Session) -> Iterator[NextStep]:
    candidate = versions.candidate(session)
    if candidate is not None and candidate.verdict is not None and candidate.verdict.passed:
        label = _("Release %(version)s", version=candidate.version)
        yield NextStep(label, url_for("models.show"), _("It passed the gate."))


def _review_assigned(session: Session) -> Iterator[NextStep]:
    waiting = assignments.count_waiting(session, account().id)
    if waiting:
        label = ngettext(
            "Review %(count)s tweet assigned to you",
            "Review %(count)s tweets assigned to you",
            waiting,
            count=number(waiting),
        )
        yield NextStep(label, url_for("review.queue", assigned="me"))


def _review(session: Session) -> Iterator[NextStep]:
    waiting = review.count_waiting(session)
    if waiting:
        label = ngettext(
            "Review %(count)s tweet", "Review %(count)s tweets", waiting, count=number(waiting)
        )
        hint = _("Reported or uncertain: your label improves the next model.")
        yield NextStep(label, url_for("review.queue"), hint)


def _set_up_alerts(session: Session) -> Iterator[NextStep]:
    if not is_anybody_told(session, runtime().config):
        hint = _("Nobody is notified of an incident at the moment.")
        yield NextStep(_("Set up alerts"), url_for("contacts.listing"), hint)


_STEPS: Sequence[tuple[Permission, Callable[[Session], Iterator[NextStep]]]] = (
    (Permission.SCORE_FILES, _choose_column),
    (Permission.RELEASE_MODELS, _release),
    (Permission.REVIEW, _review_assigned),
    (Permission.REVIEW, _review),
    (Permission.MANAGE_SETTINGS, _set_up_alerts),
)
