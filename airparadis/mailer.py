"""Flask-Mail with a time limit: a silent SMTP server must not hold its caller for ever."""

import smtplib

from flask import current_app
from flask_mail import Connection, Mail


class _TimedConnection(Connection):
    def configure_host(self) -> smtplib.SMTP:
        """Flask-Mail's own, with the time-out that it lacks."""
        connect = smtplib.SMTP_SSL if self.mail.use_ssl else smtplib.SMTP
        host = connect(
            self.mail.server, self.mail.port, timeout=current_app.config["MAIL_TIMEOUT_SECONDS"]
        )
        if self.mail.use_tls:
            host.starttls()
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host


class TimedMail(Mail):
    """A `Mail` whose connections give up."""

    def connect(self) -> Connection:
        """Open a connection within the application context."""
        return _TimedConnection(current_app.extensions["mail"])
