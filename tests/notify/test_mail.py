"""Mails against a real SMTP server: TLS, refusals, headers."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.addresses import Sender
from airparadis.domain.messages.outbox import Channel
from airparadis.lib.errors import ConfigError, NotificationError, RecipientsError
from airparadis.notify.mail import MailNotifier, build_mail
from airparadis.notify.mail_faults import MailFault, fault_of
from airparadis.web.extensions import mail
from tests.support.fakes import FakeClassifier
from tests.support.servers.ports import free_port
from tests.support.servers.smtp import Inbox

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Picky(Inbox):
    """Refuses recipients by their names, and keeps envelopes."""

    envelopes: list[Envelope]

    async def handle_RCPT(  # noqa: N802 (the name that aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 No such user"
        if address.startswith("full"):
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        self.envelopes = [envelope]
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of `localhost`, its key beside it."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command.split(), *subject, *files], check=True, capture_output=True)
    return folder / "cert.pem"


@contextmanager
def server(certificate: Path | None = None, utf8: bool = True) -> Iterator[tuple[Picky, int]]:
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    inbox = Picky()
    controller = Controller(
        inbox, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=utf8, tls_context=context
    )
    controller.start()
    try:
        yield inbox, controller.port
    finally:
        controller.stop()


def message(*recipients: str) -> OutboxMessage:
    return OutboxMessage(
        id=7,
        channel=Channel.MAIL,
        notice=Notice.OPENED,
        recipients=list(recipients),
        subject="Début",
        text="text",
        html="<p>text</p>",
        created_at=NOON,
    )


def notifier(port: int, **more: object) -> tuple[Flask, MailNotifier]:
    values = {"mail_server": "localhost", "mail_port": port, "mail_timeout_seconds": 3} | more
    config = Config(secret_key="tests", **values)  # type: ignore[arg-type]
    return create_app(config, FakeClassifier()), MailNotifier(mail, config)


def test_an_impostor_gets_neither_mail_nor_password(certificate: Path) -> None:
    with server(certificate) as (inbox, port):
        app, sender = notifier(port, mail_use_tls=True, mail_username="ana", mail_password="secret")
        with app.app_context(), pytest.raises(NotificationError) as failure:
            sender.send(message("ana@example.org"))
    assert fault_of(failure.value.__cause__) is MailFault.CERTIFICATE
    assert inbox.messages == []


def test_a_known_authority_is_trusted_for_the_right_name_only(certificate: Path) -> None:
    known = {"mail_use_tls": True, "mail_ca_file": str(certificate)}
    with server(certificate) as (inbox, port):
        app, sender = notifier(port, **known)
        with app.app_context():
            sender.send(message("ana@example.org"))
        app, sender = notifier(port, **known, mail_server="127.0.0.1")
        with app.app_context(), pytest.raises(NotificationError, match="CertVerification"):
            sender.send(message("ana@example.org"))
    assert len(inbox.messages) == 1


def test_anybody_is_trusted_only_by_an_explicit_setting(certificate: Path) -> None:
    with server(certificate) as (inbox, port):
        app, sender = notifier(port, mail_use_tls=True, mail_tls_verify=False)
        with app.app_context():
            sender.send(message("ana@example.org"))
    assert len(inbox.messages) == 1


def test_refused_recipients_are_named_and_the_others_get_the_mail() -> None:
    with server() as (inbox, port):
        app, sender = notifier(port)
        with app.app_context(), pytest.raises(RecipientsError) as failure:
            sender.send(message("gone@example.org", "full@example.org", "ana@example.org"))
    assert failure.value.refused == {"gone@example.org": "550 5.1.1 No such user"}
    assert failure.value.waiting == {"full@example.org": "452 4.2.2 Mailbox full"}
    assert failure.value.reached == 1
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("utf8", [True, False])
def test_addresses_beyond_ascii_are_taken_or_refused_by_name(utf8: bool) -> None:
    with server(utf8=utf8) as (inbox, port):
        app, sender = notifier(port)
        with app.app_context():
            try:
                sender.send(message("zoé@example.org", "ana@example.org"))
                refused = set[str]()
            except RecipientsError as failure:
                refused = {*failure.refused}
    assert refused == (set() if utf8 else {"zoé@example.org"})
    assert len(inbox.messages) == 1


def test_headers_are_right_with_a_sender_that_has_a_name_and_a_comma() -> None:
    with server() as (inbox, port):
        app, sender = notifier(port, mail_default_sender="Air Paradis, alerts <a@example.org>")
        with app.app_context():
            sender.send(message("ana@example.org"))
    [arrived] = inbox.messages
    assert arrived["From"] == '"Air Paradis, alerts" <a@example.org>'
    assert arrived["Message-ID"] == f"<outbox-7-{NOON.timestamp():.0f}@example.org>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Subject"] == "Début"
    assert inbox.envelopes[0].mail_from == "a@example.org"


def test_a_header_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        build_mail(Sender("", "a@b.org"), ["b@b.org"], "a\nBcc: c@b.org", "text", None, "<1@b>")


def test_a_user_name_without_password_is_a_fault_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAIL_USERNAME", "ana")
    with pytest.raises(ConfigError, match=r"^MAIL_PASSWORD is missing: MAIL_USERNAME is set$"):
        Config.from_env(None)
