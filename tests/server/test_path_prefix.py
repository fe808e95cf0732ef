"""Below a path, behind the proxy that is deployed: every page, asset and redirect is there."""

from collections.abc import Iterator

import pytest
import requests

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.conftest import PASSWORD, running
from tests.server.proxy import needs_nginx, proxy_before
from tests.support.pages.crawl import PREFIX, crawl
from tests.support.servers.serving import serving

pytestmark = needs_nginx

EMAIL = "a@example.org"


@pytest.fixture
def upstream(config: Config) -> Iterator[int]:
    settings = {"public_url": f"http://127.0.0.1{PREFIX}", "trusted_proxies": 1}
    with running(config.model_copy(update=settings)) as app:
        with app.app_context():
            accounts.create_user(db.session(), EMAIL, PASSWORD, Role.ADMINISTRATOR, utc_now())
            db.session.commit()
        with serving(app) as address:
            yield int(address.rpartition(":")[2])


@pytest.mark.parametrize("strips_path", [False, True])
def test_a_reader_finds_everything_below_the_path(upstream: int, strips_path: bool) -> None:
    with proxy_before(upstream, strips_path=strips_path) as (port, _), requests.Session() as reader:
        site = f"http://127.0.0.1:{port}"

        def get(path: str) -> tuple[int, str, str]:
            answer = reader.get(site + path, allow_redirects=False, timeout=20)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            location = answer.headers.get("Location", "").removeprefix(site)
            return answer.status_code, answer.text if is_page else "", location

        form = {"email": EMAIL, "password": PASSWORD}
        answer = reader.post(f"{site}{PREFIX}/login", form, allow_redirects=False, timeout=20)
        assert answer.headers["Location"] == f"{PREFIX}/home"
        assert {cookie.path for cookie in reader.cookies} == {PREFIX}
        statuses = crawl(get, [f"{PREFIX}/", f"{PREFIX}/admin/", f"{PREFIX}/api/docs"])
        assert {path: status for path, status in statuses.items() if status >= 400} == {}
        assert len(statuses) > 40
