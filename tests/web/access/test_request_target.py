"""Targets and hosts as HTTP/1.1 has them, static files without a session, secrets in no `repr`."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.services.radar.connectors.x.client import XClient


def status(app: Flask, **environ: str | None) -> str:
    built = EnvironBuilder("/login").get_environ() | {"SERVER_PROTOCOL": "HTTP/1.1"}
    for name, value in environ.items():
        if value is None:
            del built[name]
        else:
            built[name] = value
    _body, found, headers = run_wsgi_app(app.wsgi_app, built)
    assert "Content-Security-Policy" in headers
    return found[:3]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "200"),
        ({"HTTP_HOST": None}, "400"),
        ({"HTTP_HOST": ""}, "400"),
        ({"HTTP_HOST": "localhost,evil.example"}, "400"),
        ({"HTTP_HOST": None, "SERVER_PROTOCOL": "HTTP/1.0"}, "200"),
        ({"HTTP_HOST": "evil.example", "RAW_URI": "http://localhost/login"}, "200"),
        ({"HTTP_HOST": "localhost", "RAW_URI": "http://evil.example/login"}, "400"),
        ({"HTTP_HOST": "localhost", "RAW_URI": "http://[/login"}, "400"),
        ({"HTTP_HOST": "localhost", "RAW_URI": "http:///login"}, "400"),
    ],
)
def test_a_target_and_a_host_are_answered_as_the_standard_says(
    app: Flask, environ: dict[str, str | None], expected: str
) -> None:
    assert status(app, **environ) == expected


def test_a_static_file_sets_no_cookie_and_asks_for_no_session(
    log_in: Callable[[Role], FlaskClient],
) -> None:
    client = log_in(Role.VIEWER)
    assert "Set-Cookie" in client.get("/admin").headers
    for path in ("/static/css/app.css", "/static/none.css"):
        answer = client.get(path)
        answer.close()
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_no_secret_is_in_a_repr() -> None:
    secrets = {
        name: f"hidden-{name}"
        for name, field in Config.model_fields.items()
        if field.annotation is str and any(mark in name for mark in ("secret", "password", "token"))
    }
    assert len(secrets) > 4
    shown = [repr(Config.model_validate(secrets)), repr(XClient("u", "hidden-x"))]
    assert not any("hidden" in text for text in shown)
