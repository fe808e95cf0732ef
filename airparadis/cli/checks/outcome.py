"""The instance that a check examines, and the outcome of a check."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_mail import Mail
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.ml.slot import ModelSlot


@dataclass(frozen=True, slots=True)
class Instance:
    """The parts of an instance that checks examine."""

    config: Config
    session: Session
    slot: ModelSlot
    mail: Mail
    now: datetime


class State(StrEnum):
    """The severity of an outcome."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a check in one line and, unless all is well, advice."""

    state: State
    message: str
    advice: str = ""


def ok(message: str) -> Outcome:
    """Report that all is well."""
    return Outcome(State.OK, message)


def warning(message: str, advice: str) -> Outcome:
    """Report something that works, but not for long or not for everybody."""
    return Outcome(State.WARNING, message, advice)


def error(message: str, advice: str) -> Outcome:
    """Report something that does not work."""
    return Outcome(State.ERROR, message, advice)
