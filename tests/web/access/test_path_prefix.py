"""Below a path every address is of that path, whether a proxy keeps or strips it."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import ConfigError
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.conftest import PASSWORD, running
from tests.support.pages.crawl import PREFIX, crawl

URL = f"https://example.org{PREFIX}"
HERE = {"base_url": "https://example.org"}
EMAIL = "a@example.org"


@pytest.fixture(params=["kept", "stripped"])
def below(config: Config, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    """A client whose proxy keeps or strips the path."""
    with running(config.model_copy(update={"public_url": URL})) as app:
        with app.app_context():
            accounts.create_user(db.session(), EMAIL, PASSWORD, Role.ADMINISTRATOR, utc_now())
            db.session.commit()
        if request.param == "stripped":
            inner = app.wsgi_app

            def stripped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
                environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(PREFIX)
                return inner(environ, start_response)

            app.wsgi_app = stripped  # type: ignore[method-assign]
        yield app.test_client()


def log_in(client: FlaskClient, target: str = "") -> str:
    answer = client.post(
        f"{PREFIX}/login?next={target}", data={"email": EMAIL, "password": PASSWORD}, **HERE
    )
    assert answer.status_code == 303
    return answer.location


def test_whatever_a_page_refers_to_is_there_and_below_the_path(below: FlaskClient) -> None:
    log_in(below)

    def get(path: str) -> tuple[int, str, str]:
        with below.get(path, **HERE) as answer:
            text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            return answer.status_code, text, answer.location or ""

    statuses = crawl(get, [f"{PREFIX}/", f"{PREFIX}/admin/", f"{PREFIX}/api/docs"])
    assert {path: status for path, status in statuses.items() if status >= 400} == {}
    assert len(statuses) > 40


def test_cookies_are_sent_to_this_application_only(below: FlaskClient) -> None:
    answers = [
        below.get(f"{PREFIX}/login", **HERE),
        below.post(f"{PREFIX}/preferences", data={"language": "fr"}, **HERE),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {
        "__Secure-session",
        "__Secure-language",
    }
    for cookie in cookies:
        assert f"Path={PREFIX}" in cookie.split("; ")
        assert "Secure" in cookie.split("; ")
    page = below.get(f"{PREFIX}/login", **HERE).text
    assert f'data-zone-cookie="__Secure-timezone" data-cookie-path="{PREFIX}"' in page
    assert '<html lang="fr"' in page


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        (f"{PREFIX}/radar/", f"{PREFIX}/radar/"),
        ("/radar/", f"{PREFIX}/home"),
        (f"{PREFIX}.evil/", f"{PREFIX}/home"),
        ("//evil.example/", f"{PREFIX}/home"),
    ],
)
def test_a_log_in_leads_on_below_the_path_only(
    below: FlaskClient, target: str, leads_to: str
) -> None:
    assert log_in(below, target) == leads_to


def test_who_must_log_in_comes_back_to_the_page(below: FlaskClient) -> None:
    answer = below.get(f"{PREFIX}/admin/?days=7", **HERE)
    assert answer.location.startswith(f"{PREFIX}/login?next=")
    form = {"email": EMAIL, "password": PASSWORD}
    assert below.post(answer.location, data=form, **HERE).location == f"{PREFIX}/admin/?days=7"


def test_the_api_and_probes_answer(below: FlaskClient) -> None:
    tweet = {"text": "Lost my bag"}
    for path in (f"{PREFIX}/api/v1/predict", f"{PREFIX}/api/v1/predict/", "/api/v1/predict"):
        assert below.post(path, json=tweet, **HERE).status_code == 200
    error = below.get(f"{PREFIX}/api/v1/nothing", **HERE)
    assert (error.json or {})["error"]["code"] == "not_found"
    described = below.get(f"{PREFIX}/api/v1/openapi.json", **HERE).json
    assert described is not None
    assert described["servers"] == [{"url": PREFIX}]
    assert below.get("/livez").status_code == 200


@pytest.mark.parametrize("path", ["/radar", "/static/x", "/api", "/login"])
def test_a_path_of_our_own_is_refused(config: Config, path: str) -> None:
    settings = {"public_url": f"https://example.org{path}"}
    with (
        pytest.raises(ConfigError, match="PUBLIC_URL"),
        running(config.model_copy(update=settings)),
    ):
        pass
