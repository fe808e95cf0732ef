"""The table of connectors: a new one is a module with a `CONNECTOR`, and a line here."""

import logging
from collections.abc import Mapping

from airparadis.config.settings import Config
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.bluesky import listener as bluesky
from airparadis.services.radar.connectors.connector import Connector, Intake
from airparadis.services.radar.connectors.feeds import polling
from airparadis.services.radar.connectors.mastodon import timelines
from airparadis.services.radar.connectors.x import listener, search

CONNECTORS: Mapping[str, Connector] = {
    connector.name: connector
    for connector in (
        search.CONNECTOR,
        listener.CONNECTOR,
        bluesky.CONNECTOR,
        timelines.CONNECTOR,
        polling.CONNECTOR,
    )
}
CONNECTOR_LABELS: Mapping[str, str] = {name: found.label for name, found in CONNECTORS.items()}
"""Names of connectors on pages, to be translated."""

_log = logging.getLogger(__name__)


def configured_connectors(config: Config) -> list[Connector]:
    """Return the connectors that the settings turn on."""
    return [found for found in CONNECTORS.values() if found.is_configured(config)]


def run_connector(connector: Connector, config: Config, intake: Intake) -> None:
    """Run a connector; a bug in one is recorded, and stops neither others nor the looking."""
    try:
        connector.run(config, intake)
    except Exception as error:
        _log.exception("the connector %s failed", connector.name)
        intake.session.rollback()
        fault = SourceFault(FaultKind.INTERNAL, title=type(error).__name__)
        states.record_fault(intake.session, connector.name, fault, intake.clock())
