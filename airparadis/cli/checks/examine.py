"""Every check, in the order in which things depend on one another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_mail import Mail
from sqlalchemy.orm import Session

from airparadis.cli.checks import database, model, outside, processes, settings
from airparadis.cli.checks.finding import Finding, error
from airparadis.config.settings import Config
from airparadis.ml.slot import ModelSlot

NETWORK = frozenset({"mail"})
"""Checks that speak to another machine."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined."""

    config: Config
    session: Session
    slot: ModelSlot
    mail: Mail
    now: datetime


CHECKS: tuple[tuple[str, Callable[[Patient], Finding]], ...] = (
    ("settings", lambda it: settings.check_settings(it.config)),
    ("secret key", lambda it: settings.check_key(it.config)),
    ("folder", lambda it: settings.check_folder(it.config)),
    ("disk", lambda it: settings.check_disk(it.config)),
    ("clock", lambda it: processes.check_clock(it.config, it.session, it.now)),
    ("database", lambda it: database.check_database(it.config, it.session)),
    ("migrations", lambda it: database.check_migrations(it.session)),
    ("write-ahead log", lambda it: database.check_log_size(it.config)),
    ("model", lambda it: model.check_model(it.slot)),
    ("mail", lambda it: outside.check_mail(it.config, it.mail)),
    ("chats and webhook", lambda it: outside.check_ways(it.config, it.mail)),
    ("outbox", lambda it: outside.check_outbox(it.session, it.now)),
    ("scheduler", lambda it: processes.check_scheduler(it.config, it.now)),
    ("worker", lambda it: processes.check_worker(it.config, it.now)),
)


def examine(patient: Patient, *, network: bool = True) -> Iterator[Finding]:
    """Run the checks; one that fails itself is a finding, and does not keep the others.

    Args:
        patient: what is examined.
        network: whether other machines may be spoken to.
    """
    for name, check in CHECKS:
        if not network and name in NETWORK:
            continue
        try:
            yield check(patient)
        except Exception as failure:  # whatever is wrong is what was asked for
            patient.session.rollback()
            reason = " ".join(str(failure).split())[:200]
            yield error(name, f"{type(failure).__name__}: {reason}", "see docs/reliability.md")
