"""The server that mails leave by."""

import ssl

from pydantic import Field, PositiveInt, ValidationInfo, field_validator

from airparadis.config.groups.base import Group
from airparadis.config.locales import DEFAULT_LOCALE
from airparadis.config.types import Language, Port, Sender


class Mail(Group):
    """The server that mails leave by."""

    mail_server: str = Field(
        "", description="SMTP server. Empty: no mail; alerts are logged and shown."
    )
    mail_port: Port = Field(25, description="Its port.")
    mail_use_tls: bool = Field(False, description="Whether to upgrade with STARTTLS.")
    mail_use_ssl: bool = Field(False, description="Whether to speak TLS from the first byte.")
    mail_tls_verify: bool = Field(
        True, description="Whether its certificate and name must be right; off, anybody may answer."
    )
    mail_ca_file: str = Field(
        "", description="Authorities (PEM) that sign its certificate. Empty: those of the system."
    )
    mail_username: str = Field(
        "", repr=False, description="Account on the SMTP server, if it wants one."
    )
    mail_password: str = Field(
        "", repr=False, validate_default=True, description="Its password. Secret."
    )
    mail_default_sender: Sender = Field(
        "airparadis@localhost",
        description="Sender of every mail: an address, or `Name <address>`.",
    )
    mail_language: Language = Field(DEFAULT_LOCALE.code, description="Language of the mails.")
    mail_timeout_seconds: PositiveInt = Field(
        10, description="After how long a silent SMTP server is given up."
    )

    @field_validator("mail_password")
    @classmethod
    def _is_not_missing(cls, password: str, info: ValidationInfo) -> str:
        if info.data.get("mail_username") and not password:
            raise ValueError("is missing: MAIL_USERNAME is set")
        return password

    @field_validator("mail_ca_file")
    @classmethod
    def _holds_certificates(cls, file: str) -> str:
        if file:
            try:
                ssl.create_default_context(cafile=file)
            except (OSError, ssl.SSLError):
                raise ValueError("should be a file of certificates (PEM)") from None
        return file
