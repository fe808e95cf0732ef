"""Errors of mail servers are faults with a sentence of what to check."""

import smtplib
import socket
import ssl

import pytest
from flask import Flask
from flask_babel import force_locale

from airparadis.config.settings import Config
from airparadis.notify.mail_faults import MailFault, fault_label, fault_of


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), MailFault.CREDENTIALS),
        (smtplib.SMTPRecipientsRefused({}), MailFault.RECIPIENTS),
        (smtplib.SMTPSenderRefused(550, b"no", "a@example.org"), MailFault.SENDER),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), MailFault.UNSUPPORTED),
        (smtplib.SMTPServerDisconnected("gone"), MailFault.DISCONNECTED),
        (smtplib.SMTPDataError(451, b"later"), MailFault.REFUSED),
        (ssl.SSLCertVerificationError("self-signed"), MailFault.CERTIFICATE),
        (ssl.SSLError("wrong version"), MailFault.TLS),
        (TimeoutError(), MailFault.TIMEOUT),
        (socket.gaierror(), MailFault.UNKNOWN_HOST),
        (ConnectionRefusedError(), MailFault.NOBODY_LISTENS),
        (OSError(), MailFault.OTHER),
        (None, MailFault.OTHER),
    ],
)
def test_each_error_of_sending_is_a_fault(error: Exception | None, fault: MailFault) -> None:
    assert fault_of(error) is fault


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("fault", MailFault)
def test_each_fault_has_a_sentence_that_names_the_server(
    app: Flask, fault: MailFault, language: str
) -> None:
    config = Config(mail_server="smtp.example.org", mail_port=2525)
    with app.test_request_context(), force_locale(language):
        sentence = fault_label(fault, config)
    assert "smtp.example.org:2525" in sentence
    assert "%(" not in sentence
