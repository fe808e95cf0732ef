"""Errors as readers meet them behind the proxy: what to do next, in their language."""

import contextlib
from collections.abc import Callable, Iterator

import pytest
import requests

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.conftest import PASSWORD, running
from tests.server.proxy import needs_nginx, proxy_before
from tests.support.servers.serving import serving

pytestmark = needs_nginx

VIEWER = "viewer@example.org"
ADVICE = {
    "en": {
        403: "You are logged in as",
        404: "Check the address",
        413: "send a smaller file",
        422: "Enter a tweet.",
        429: "Try again in",
        503: "No tweet can be scored at the moment",
    },
    "fr": {
        403: "Vous êtes connecté",
        404: "Vérifiez l’adresse",
        413: "envoyez un fichier plus petit",
        422: "Saisissez un tweet.",
        429: "Réessayez dans",
        503: "Aucun tweet ne peut être analysé pour le moment",
    },
}

Ask = Callable[[requests.Session, str], requests.Response]


def _too_often(reader: requests.Session, site: str) -> requests.Response:
    answers = [_score(reader, site, "fine") for _ in range(4)]
    return answers[-1]


def _score(reader: requests.Session, site: str, text: str) -> requests.Response:
    return reader.post(site, {"text": text}, timeout=20)


CASES: dict[int, Ask] = {
    403: lambda reader, site: reader.get(f"{site}admin/accounts", timeout=20),
    404: lambda reader, site: reader.get(f"{site}nothing", timeout=20),
    413: lambda reader, site: _score(reader, site, "a" * (8_500_000)),
    422: lambda reader, site: _score(reader, site, ""),
    429: _too_often,
    503: lambda reader, site: _score(reader, site, "fine"),
}


@contextlib.contextmanager
def served(config: Config) -> Iterator[str]:
    """Serve an application behind the proxy; yield the address of its first page."""
    with running(config) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            accounts.create_user(db.session(), VIEWER, PASSWORD, Role.VIEWER, utc_now())
            db.session.commit()
        with serving(app) as address:
            port = int(address.rpartition(":")[2])
            with proxy_before(port) as (front, _):
                yield f"http://127.0.0.1:{front}/"


def settings_of(config: Config, status: int) -> Config:
    """Return settings under which an error is met soon."""
    changed: dict[str, object] = {"trusted_proxies": 1}
    if status == 429:
        changed["rate_limit_form"] = "3/minute"
    if status == 503:
        changed["model_dir"] = config.instance_path / "nothing"
    return config.model_copy(update=changed)


@pytest.mark.parametrize("status", CASES)
def test_a_page_says_what_to_do_next(config: Config, status: int) -> None:
    with served(settings_of(config, status)) as site:
        for language, advice in ADVICE.items():
            with requests.Session() as reader:
                reader.headers["Accept-Language"] = language
                if status == 403:
                    login = {"email": VIEWER, "password": PASSWORD}
                    reader.post(f"{site}login", login, timeout=20)
                answer = CASES[status](reader, site)
            assert answer.status_code == status
            assert f'<html lang="{language}"' in answer.text
            assert advice[status] in answer.text
            assert "<form" in answer.text or 'class="button' in answer.text
