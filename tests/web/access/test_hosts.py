"""Host names, transport, sizes."""

import base64
import hashlib

import pytest
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.notify.mail_links import acknowledge_token
from airparadis.services.accounts import api_keys
from airparadis.web.access.security import HEADERS
from airparadis.web.extensions import db
from tests.support.fakes import FakeClassifier

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


def test_behind_https_every_cookie_is_bound_to_the_host(config: Config) -> None:
    app = create_app(
        config.model_copy(update={"public_url": "https://buzz.example"}), FakeClassifier()
    )
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    client, here = app.test_client(), {"base_url": "https://buzz.example"}
    made = client.post("/", data={"text": "I hate it"}, **here)
    answers = [
        client.get("/login", **here),
        client.post("/preferences", data={"language": "fr", "theme": "dark"}, **here),
        client.post(f"{made.location}/feedback", data={"is_correct": "false"}, **here),
    ]
    cookies = {
        header.partition("=")[0]: header
        for answer in answers
        for header in answer.headers.getlist("Set-Cookie")
    }
    assert set(cookies) == {
        f"__Host-{name}" for name in ("session", "language", "theme", "visitor")
    }
    for cookie in cookies.values():
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert part in cookie, cookie
        assert "Domain" not in cookie
    page = client.get("/login", **here).text
    assert (
        '<html lang="fr" data-zone-cookie="__Host-timezone" data-cookie-path="/" data-theme="dark">'
        in page
    )


def test_a_cookie_that_a_neighbour_may_have_set_is_not_read_behind_https(config: Config) -> None:
    client = client_of(config, public_url="https://buzz.example")
    client.set_cookie("language", "fr", domain="buzz.example")
    assert '<html lang="en"' in client.get("/login", base_url="https://buzz.example").text


def test_no_signature_of_ours_uses_sha_1(config: Config) -> None:
    app = create_app(config, FakeClassifier())
    with app.test_request_context():
        signed = [generate_csrf(), acknowledge_token("key", 1)]
    with app.test_client() as client:
        client.get("/login")
        cookie = client.get_cookie("session")
    assert cookie
    signed.append(cookie.value)
    sizes = {len(base64.urlsafe_b64decode(token.rpartition(".")[2] + "==")) for token in signed}
    assert sizes == {hashlib.sha256().digest_size}


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


def test_callers_without_a_key_are_counted_by_their_address(config: Config) -> None:
    client = client_of(config, rate_limit_api="2/minute", trusted_proxies=1)

    def ask(address: str) -> int:
        return client.get("/api/v1/model", headers={"X-Forwarded-For": address}).status_code

    assert [ask("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert ask("192.0.2.2") == 200


def test_a_key_has_a_rate_of_its_own_wherever_it_is_used(config: Config) -> None:
    app = create_app(
        config.model_copy(update={"rate_limit_api": "2/minute", "trusted_proxies": 1}),
        FakeClassifier(),
    )
    with app.app_context():
        db.create_all()
        first, second = (api_keys.create(db.session(), name, utc_now()) for name in ("a", "b"))
        db.session.commit()
    client = app.test_client()

    def ask(key: str, address: str) -> int:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        asked = client.get("/api/v1/model", headers=headers | {"X-Forwarded-For": address})
        return asked.status_code

    assert [ask(first, f"192.0.2.{n}") for n in range(3)] == [200, 200, 429]
    assert ask(second, "192.0.2.0") == 200, "another key at the same address is another caller"
    assert ask("", "192.0.2.0") == 200, "and so is who has none"
    assert [ask(f"ap_wrong{n}", "192.0.2.9") for n in range(3)] == [401, 401, 429], (
        "wrong keys count for their address: trying them out is slowed down"
    )
