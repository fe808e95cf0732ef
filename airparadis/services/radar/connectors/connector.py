"""The protocol of a connector: it brings the tweets of a source to the streams."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.domain.radar.sources.source_faults import SourceFault
from airparadis.lib.errors import AirParadisError
from airparadis.ml.contract import Classifier


class SourceError(AirParadisError):
    """A source gave no tweets; `fault` says why, without the `secret` of the request."""

    def __init__(self, fault: SourceFault, secret: str = "") -> None:
        if secret:
            fault = replace(
                fault,
                title=fault.title.replace(secret, "…"),
                detail=fault.detail.replace(secret, "…"),
            )
        super().__init__(fault.message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Intake:
    """The session, model, clock and stop signal with which a connector works."""

    session: Session
    classifier: Callable[[], Classifier]
    clock: Callable[[], datetime]
    keep_on: Callable[[], bool] = lambda: True
    """False once the process is to stop."""
    wait: Callable[[float], object] = lambda _seconds: None
    """Sleeps for some seconds, or until the process is to stop."""


class Connector(Protocol):
    """A line of the registry."""

    @property
    def name(self) -> str:
        """Its name in stored states, of at most 20 characters."""

    @property
    def label(self) -> str:
        """Its name on pages, to be translated."""

    @property
    def is_continuous(self) -> bool:
        """Whether `run` works until the process stops; else it is called once a minute."""

    def is_configured(self, config: Config) -> bool:
        """Return whether the settings turn it on."""

    def run(self, config: Config, intake: Intake) -> None:
        """Fetch, score and store tweets; commits, and waits on no network in a transaction.

        Faults of the source are recorded by `states`, not raised.
        """
