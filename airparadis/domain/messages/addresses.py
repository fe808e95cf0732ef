"""Mail addresses: validated where they are entered, written as servers and headers need them."""

from email.headerregistry import Address
from typing import NamedTuple

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

SPECIAL_USE_DOMAIN_NAMES.clear()  # a house may have mail at `localhost` or in `.local`

MAX_ADDRESS = 254
"""Characters (RFC 5321)."""


class Sender(NamedTuple):
    """A sender of mails."""

    name: str
    """Shown beside the address; may be empty."""
    address: str

    @property
    def domain(self) -> str:
        """The domain of the address, in ASCII."""
        return self.address.rpartition("@")[2]

    def header(self) -> Address:
        """Return the value of a From header, quoted where it must be."""
        return address_header(self.address, self.name)


def parse_address(text: str) -> str:
    """Return a mail address with its domain in ASCII; names without a dot are valid in a house.

    The local part may hold other characters than ASCII: servers take them by SMTPUTF8 (RFC 6531).

    Raises:
        ValueError: it is no address; the message says why without quoting it.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise ValueError("should be a mail address such as ana@example.org") from None
    address = f"{found.local_part}@{found.ascii_domain}"
    if len(address) > MAX_ADDRESS:
        raise ValueError("should be a mail address such as ana@example.org")
    return address


def parse_sender(text: str) -> Sender:
    """Return the sender in `ana@example.org` or `Air Paradis, alerts <ana@example.org>`.

    Raises:
        ValueError: there is no address in it, or its name has more than one line.
    """
    name, bracket, rest = text.strip().rpartition("<")
    if not bracket:
        return Sender("", parse_address(text))
    name = name.strip().removeprefix('"').removesuffix('"').strip()
    if not rest.endswith(">") or not (name.isprintable() or not name):
        raise ValueError("should be an address, or a name and an address in <>")
    return Sender(name, parse_address(rest.removesuffix(">")))


def address_header(address: str, name: str = "") -> Address:
    """Return the value of an address in a header."""
    local, _, domain = address.rpartition("@")
    return Address(name, username=local.strip('"'), domain=domain)


def is_international(address: str) -> bool:
    """Return whether only servers with SMTPUTF8 take an address."""
    return not address.isascii()
