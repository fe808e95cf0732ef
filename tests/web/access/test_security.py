"""Headers that hold for every answer."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role

PATHS = ["/", "/login", "/nothing", "/api/docs", "/api/v1/model", "/livez"]


@pytest.mark.parametrize("path", PATHS)
def test_no_inline_script_or_style_is_allowed_and_no_frame(client: FlaskClient, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_not_sniffed_and_addresses_do_not_leak(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_what_an_account_sees_is_not_stored(log_in: Callable[[Role], FlaskClient]) -> None:
    assert log_in(Role.ANALYST).get("/admin").headers["Cache-Control"] == "no-store"


def test_the_public_form_survives_the_back_button(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-cache"


def test_assets_are_kept_by_browsers(client: FlaskClient) -> None:
    with client.get("/static/css/app.css") as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("form", "cookie"), [({"language": "fr"}, "language"), ({"theme": "dark"}, "theme")]
)
def test_a_choice_is_kept_and_leads_back(
    client: FlaskClient, form: dict[str, str], cookie: str
) -> None:
    response = client.post("/preferences", data={**form, "next": "/login?next=/admin"})
    assert response.location == "/login?next=/admin"
    kept = client.get_cookie(cookie)
    assert kept is not None
    assert kept.value == next(iter(form.values()))


@pytest.mark.parametrize("form", [{"language": "de"}, {"theme": "pink"}])
def test_a_choice_that_does_not_exist_is_refused(client: FlaskClient, form: dict[str, str]) -> None:
    assert client.post("/preferences", data=form).status_code == 400


@pytest.mark.parametrize(
    ("header", "word"), [("fr-FR,fr;q=0.9", "Tweet"), ("de", "Score"), ("en", "Score")]
)
def test_the_language_follows_the_browser(client: FlaskClient, header: str, word: str) -> None:
    page = client.get("/", headers={"Accept-Language": header}).text
    assert f'<html lang="{"fr" if header.startswith("fr") else "en"}"' in page
    assert word in page


ODD_ZONES: tuple[str, ...] = (
    "Mars/Olympus",
    "../../etc/passwd",
    "",
    "x" * 2_000,
    "\x01",
    "Factory",
)
ODD_ZONES += ("right/UTC", "posix/UTC", "posixrules", "localtime", "tzdata.zi")


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_a_zone_that_does_not_exist_is_ignored(client: FlaskClient, zone: str) -> None:
    made = client.post("/", data={"text": "I love this airline"})
    client.set_cookie("timezone", zone)
    page = client.get(made.location)
    assert page.status_code == 200
    assert "UTC" in page.text
