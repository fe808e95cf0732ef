"""Host names, transport, sizes."""

import pytest
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config import Config
from airparadis.views.security import HEADERS
from tests.fakes import FakeClassifier

PATHS = ["/", "/login", "/nothing", "/api/v1/nothing", "/static/css/app.css"]


def client_of(config: Config, **settings: object) -> FlaskClient:
    return create_app(config.model_copy(update=settings), FakeClassifier()).test_client()


@pytest.mark.parametrize(
    ("settings", "known", "unknown"),
    [
        (
            {},
            ["localhost", "127.0.0.1:8000", "[::1]:8000"],
            ["evil.example", "localhost.evil.example"],
        ),
        ({"public_url": "https://buzz.example"}, ["buzz.example", "localhost"], ["evil.example"]),
        (
            {"allowed_hosts": ("a.example", ".b.example")},
            ["a.example", "x.b.example"],
            ["localhost"],
        ),
        ({"allowed_hosts": ("*",)}, ["evil.example"], []),
        ({"host": "0.0.0.0"}, ["any.example"], []),  # noqa: S104
    ],
)
def test_only_our_host_names_are_answered_to(
    config: Config, settings: dict[str, object], known: list[str], unknown: list[str]
) -> None:
    client = client_of(config, **settings)
    for host in known:
        assert client.get("/login", headers={"Host": host}).status_code == 200, host
    for host in unknown:
        assert client.get("/login", headers={"Host": host}).status_code == 400, host
        error = client.get("/api/v1/model", headers={"Host": host})
        assert (error.json or {})["error"]["code"] == "bad_request"
        assert client.get("/livez", headers={"Host": host}).status_code == 200


def test_the_host_that_a_trusted_proxy_tells_is_checked_too(config: Config) -> None:
    client = client_of(config, public_url="https://buzz.example", trusted_proxies=1)
    told = {"Host": "localhost", "X-Forwarded-Host": "evil.example"}
    assert client.get("/login", headers=told).status_code == 400


@pytest.mark.parametrize(("url", "is_told"), [("https://buzz.example", True), ("", False)])
def test_browsers_are_told_to_come_by_https_where_that_is_so(
    config: Config, url: str, is_told: bool
) -> None:
    headers = client_of(config, public_url=url).get("/login").headers
    assert ("Strict-Transport-Security" in headers) is is_told


@pytest.mark.parametrize(
    "path", ["/", "/login", "/nothing", "/api/v1/nothing", "/static/css/app.css"]
)
def test_the_usual_headers_are_on_every_answer(config: Config, path: str) -> None:
    with client_of(config).get(path) as answer:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert "Server" not in answer.headers or "Python" not in answer.headers["Server"]


def test_behind_https_the_session_cookie_is_bound_to_the_host(config: Config) -> None:
    client = client_of(config, public_url="https://buzz.example")
    cookies = client.get("/login", base_url="https://buzz.example").headers.getlist("Set-Cookie")
    [session] = [each for each in cookies if "session=" in each]
    assert session.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in session
    assert "Domain" not in session


@pytest.mark.parametrize("path", ["/", "/login", "/admin/review/files"])
def test_a_form_that_is_too_large_is_refused(config: Config, path: str) -> None:
    body = b"text=" + b"x" * 9_000_000
    answer = client_of(config).post(
        path, data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_a_call_that_is_too_large_is_refused_in_json(config: Config) -> None:
    answer = client_of(config).post(
        "/api/v1/predict", data=b" " * 9_000_000, content_type="application/json"
    )
    assert answer.status_code == 413
    assert (answer.json or {})["error"]["code"] == "too_large"


def test_a_key_has_a_rate_of_its_own(config: Config) -> None:
    client = client_of(config, rate_limit_api="2/minute")
    codes = [client.get("/api/v1/model").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
