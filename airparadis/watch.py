"""One pass of the monitor: check the error window, then send what is owed."""

from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.domain.incident import WindowRule
from airparadis.errors import NotificationError
from airparadis.logs import log_alert, log_notification
from airparadis.notifications import Notifier
from airparadis.services import incidents


def run_once(session: Session, rule: WindowRule, notifier: Notifier | None, now: datetime) -> None:
    """Check and notify. An incident is committed before anybody is told.

    Args:
        session: used and committed.
        rule: when to open an incident.
        notifier: how to tell; None if mail is not configured: the log line has to do.
        now: the time of the pass.
    """
    opened = incidents.check_error_window(session, rule, now)
    if opened is not None and notifier is None:
        incidents.waive_notification(opened)
    session.commit()
    if opened is not None:
        log_alert(opened)
    if notifier is not None:
        _deliver(session, notifier, now)


def _deliver(session: Session, notifier: Notifier, now: datetime) -> None:
    incident = incidents.claim_notification(session, now)
    session.commit()
    if incident is None:
        return
    predictions = incidents.reported_predictions(session, incident)
    session.commit()  # no transaction may wait on a mail server
    error = None
    try:
        notifier.notify(incident, predictions)
    except NotificationError as failure:
        error = str(failure)
    incidents.settle_notification(incident, delivered=error is None, now=now)
    session.commit()
    log_notification(incident, error=error)
