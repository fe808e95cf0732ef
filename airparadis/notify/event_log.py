"""Structured log lines: one JSON object a line, whatever a tweet contains."""

import logging
import sys
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict

from airparadis.db.tables import Feedback, Incident, Prediction
from airparadis.domain.incidents.incident import Cause, Notice

FEEDBACK_LOG = "feedback.log"
_FEEDBACK = "airparadis.feedback"


def configure_logging(instance_path: Path) -> None:
    """Send feedback events to `instance/logs/feedback.log` and to standard error.

    Lines are appended in one write each, so that several processes can share the file, and the
    file is opened again when a log rotation has moved it away.
    """
    folder = instance_path / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    logger = logging.getLogger(_FEEDBACK)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    close_logging()
    to_file = WatchedFileHandler(folder / FEEDBACK_LOG, encoding="utf-8", delay=True)
    to_terminal = logging.StreamHandler(sys.stderr)
    to_terminal.setLevel(logging.WARNING)
    for handler in (to_file, to_terminal):
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)


def close_logging() -> None:
    """Let go of the log file."""
    logger = logging.getLogger(_FEEDBACK)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def _event_first(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Put the event first, where readers look for it."""
    return {"event": line.pop("event"), **line}


_events: Any = structlog.wrap_logger(
    logging.getLogger(_FEEDBACK),
    wrapper_class=structlog.stdlib.BoundLogger,
    processors=[
        structlog.contextvars.merge_contextvars,  # the request's identifier
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _event_first,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
)


def log_vote(feedback: Feedback) -> None:
    """A committed vote. A wrong one is a WRONG_PREDICTION line with what is needed to study it."""
    prediction = feedback.prediction
    if feedback.is_correct:
        _events.info("VOTE", prediction_id=str(prediction.public_id), is_correct=True)
        return
    _events.info(
        "WRONG_PREDICTION",
        prediction_id=str(prediction.public_id),
        text=prediction.text,
        label=prediction.label,
        confidence=prediction.confidence,
        probability_positive=prediction.probability_positive,
        neutral_probability=prediction.neutral_probability,
        corrected_label=feedback.corrected_label,
        model_version=prediction.model_version,
    )


def log_vote_taken_back(prediction: Prediction) -> None:
    """A voter's latest vote on a prediction that no longer holds."""
    _events.info("VOTE_TAKEN_BACK", prediction_id=str(prediction.public_id))


def log_alert(incident: Incident) -> None:
    """A committed incident: one ALERT line, whether or not mail can be sent."""
    _events.warning(
        "ALERT",
        incident_id=incident.id,
        **_what(incident),
        threshold=incident.threshold,
        window_seconds=incident.window_seconds,
        first_report_at=incident.first_report_at.isoformat(),
        last_report_at=incident.last_report_at.isoformat(),
    )


def log_resolved(incident: Incident) -> None:
    """A committed end of an incident."""
    _events.info("ALERT_RESOLVED", incident_id=incident.id, **_what(incident))


def _what(incident: Incident) -> dict[str, str | int]:
    counted = "tweets" if incident.cause is Cause.BURST else "wrong_predictions"
    return {"cause": incident.cause.value, counted: incident.report_count}


_OF_THEIR_OWN = {Notice.DIGEST, Notice.ACCOUNT}


def log_notification(
    incident_id: int | None, notice: Notice, attempts: int, *, route: str, error: str | None
) -> None:
    """Log the outcome of sending a message; `route` is no address."""
    kind = notice.upper() if notice in _OF_THEIR_OWN else "ALERT"
    if error is None:
        _events.info(f"{kind}_SENT", incident_id=incident_id, notice=notice, route=route)
    else:
        _events.warning(
            f"{kind}_NOT_SENT",
            incident_id=incident_id,
            notice=notice,
            route=route,
            attempts=attempts,
            error=error,
        )
