"""State of the sources on the radar's pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.lib.clock import utc_now
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.registry import CONNECTORS
from airparadis.web.extensions import db
from tests.support.streams import stream

LogIn = Callable[[Role], FlaskClient]
LABELS = {
    "en": ("Stream from Bluesky", "Timelines of Mastodon", "RSS and Atom feeds"),
    "fr": ("Flux de Bluesky", "Fils de Mastodon", "Flux RSS et Atom"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_faults_of_every_source_are_shown_as_it_put_them(
    app: Flask, log_in: LogIn, language: str
) -> None:
    fault = SourceFault(FaultKind.SERVER, 503, "Down <for> now", "see you later")
    with app.app_context():
        session = db.session()
        stream(session)
        for name in CONNECTORS:
            states.record_fault(session, name, fault, utc_now())
    analyst = log_in(Role.ANALYST)
    analyst.set_cookie("language", language)
    for path in ("/radar", "/radar/streams/1"):
        page = analyst.get(path).text
        assert page.count("HTTP 503 Down &lt;for&gt; now: see you later") == len(CONNECTORS)
        for label in LABELS[language]:
            assert label in page


def test_what_a_source_no_longer_has_is_shown_with_its_streams(app: Flask, log_in: LogIn) -> None:
    with app.app_context():
        session, now = db.session(), utc_now()
        stream(session)
        begin = now - timedelta(hours=3)
        states.record_loss(session, SourceName.BLUESKY, begin, now - timedelta(hours=1), now)
    page = log_in(Role.ANALYST).get("/radar/streams/1").text
    assert "Lost: an unknown number of tweets" in page


def test_a_connector_s_source_is_one_that_streams_can_choose() -> None:
    sources = {name.partition("_")[0] for name in CONNECTORS}  # X has two connectors
    assert sources == {name.value for name in SourceName} - {"other"}
