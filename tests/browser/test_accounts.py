"""An account from its invitation to a second factor and a forgotten password."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from airparadis.config.settings import Config
from airparadis.db.tables import User
from airparadis.services.accounts.second_factor import STEP_SECONDS
from airparadis.web.extensions import db
from tests.browser import conftest
from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import open_dashboard
from tests.support.servers.smtp import Inbox

pytestmark = pytest.mark.browser
EVE = "eve@example.org"
FIRST, SECOND = "first plain words of eve", "second plain words of eve"


@pytest.fixture
def site(tmp_path: Path, post: tuple[Inbox, int]) -> Iterator[Site]:
    config = Config(
        secret_key="for tests only",
        instance_path=tmp_path,
        rate_limit_login="1000/minute",
        mail_server="127.0.0.1",
        mail_port=post[1],
    )
    yield from conftest.run_site(config)


def path_in_mail(site: Site, inbox: Inbox, subject: str) -> str:
    """Let the scheduler send the latest mail, and return the path of its link."""
    result = site.app.test_cli_runner().invoke(args=["monitor"])
    assert result.exit_code == 0, result.output
    message = inbox.messages[-1]
    assert (message["To"], subject in message["Subject"]) == (EVE, True)
    body = message.get_body(("plain",))
    assert body is not None
    link = re.search(r"http://[^/]+(/\S+)", body.get_content())
    assert link is not None
    return link[1]


def choose_password(page: Page, password: str) -> None:
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("Repeat the new password").fill(password)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is set")


def log_in(page: Page, password: str) -> None:
    page.get_by_label("Mail address").fill(EVE)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def enter_code(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_title(EVE)).to_be_visible()


def later_code(site: Site) -> str:
    """Return a code of a later step than the last used one, since no code is accepted twice."""
    with site.app.app_context():
        user = db.session.query(User).filter_by(email=EVE).one()
        assert user.totp_secret is not None
        assert user.totp_last_step is not None
        step = max(user.totp_last_step + 1, int(time.time()) // STEP_SECONDS)
        return pyotp.TOTP(user.totp_secret).generate_otp(step)


def test_a_colleague_is_invited_turns_on_a_second_factor_and_forgets_her_password(
    open_page: OpenPage, site: Site, post: tuple[Inbox, int]
) -> None:
    inbox = post[0]
    admin = open_page()
    open_dashboard(admin, site)
    admin.goto("/admin/accounts")
    admin.get_by_label("Mail address").fill(EVE)
    admin.get_by_label("Analyst").check()
    admin.get_by_role("button", name="Invite").click()
    expect(admin.get_by_role("status")).to_contain_text(f"on its way to {EVE}")

    eve = open_page(path_in_mail(site, inbox, "You are invited"))
    choose_password(eve, FIRST)
    log_in(eve, FIRST)
    eve.locator(".site-account summary").click()
    eve.get_by_role("link", name="My account").click()
    eve.get_by_role("link", name="Turn on a second factor").click()
    eve.get_by_label("Current password").fill(FIRST)
    eve.get_by_role("button", name="Continue").click()
    picture = eve.get_by_role("img", name="QR code")
    expect(picture).to_have_js_property("complete", True)
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    secret = eve.locator("#secret").inner_text()
    eve.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    eve.get_by_role("button", name="Turn it on").click()
    expect(eve.locator(".codes li")).to_have_count(10)
    recovery = eve.locator(".codes code").all_text_contents()
    eve.get_by_role("link", name="I have saved them").click()

    phone = open_page("/login")
    log_in(phone, FIRST)
    enter_code(phone, recovery[0])
    eve.reload()
    eve.get_by_role("button", name="End this session").click()
    expect(eve.get_by_role("status")).to_contain_text("The session is ended.")
    phone.goto("/account")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Log in")

    phone.get_by_role("link", name="Password forgotten?").click()
    phone.get_by_label("Mail address").fill(EVE)
    phone.get_by_role("button", name="Send the link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your mail")
    phone.goto(path_in_mail(site, inbox, "Choose a new password"))
    choose_password(phone, SECOND)
    log_in(phone, SECOND)
    enter_code(phone, later_code(site))
    eve.goto("/account")
    expect(eve.get_by_role("heading", level=1)).to_have_text("Log in")
