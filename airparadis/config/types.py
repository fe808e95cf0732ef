"""Types of settings: each parses one kind of text and says what it should be."""

import re
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from limits import parse as parse_limit
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from airparadis.config.locales import LOCALES
from airparadis.domain.messages.addresses import parse_address, parse_sender
from airparadis.domain.messages.digest import parse_time
from airparadis.domain.messages.quiet_hours import parse_hours
from airparadis.domain.radar.sources.mastodon import parse_timeline

POSTGRESQL_SCHEMES = frozenset({"postgres", "postgresql", "postgresql+psycopg"})


def _language(code: str) -> str:
    if code not in LOCALES:
        raise ValueError(f"should be one of {', '.join(LOCALES)}")
    return code


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError):
        raise ValueError("should be a zone such as Europe/Paris") from None


def _rate(text: str) -> str:
    try:
        parse_limit(text)
    except ValueError:
        raise ValueError("should be a limit such as 60/minute") from None
    return text


def _sender(text: str) -> str:
    parse_sender(text)
    return text


def _split(text: object) -> object:
    return text.replace(",", " ").split() if isinstance(text, str) else text


def _split_urls(text: object) -> object:
    """Split at white space, or at a comma before a scheme: URLs may contain commas."""
    return re.split(r"[\s,]+(?=[a-z]+://)", text.strip()) if isinstance(text, str) else text


def _chat_url(text: str) -> str:
    if "://" not in text:
        raise ValueError("should be addresses such as slack://…")
    return text


def _hours(text: str) -> str:
    if text:
        parse_hours(text)
    return text


def _time(text: str) -> str:
    if text:
        parse_time(text)
    return text


def _web_url(text: str) -> str:
    if text and not re.match(r"https?://[^/\s]", text):
        raise ValueError("should be an address such as https://example.org/hook")
    return text


def _socket_url(text: str) -> str:
    if text and not re.match(r"wss?://[^/\s]", text):
        raise ValueError("should be an address such as wss://example.org/subscribe")
    return text


def _public_url(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^/\s?#@]+(/[A-Za-z0-9._~-]+)*/?", text):
        raise ValueError("should be an address such as https://example.org or …/tweets")
    return text


def _limit_storage(text: str) -> str:
    if text and not re.match(r"(redis|rediss|redis\+unix)://.", text):
        raise ValueError("should be an address such as redis://host:6379/0")
    return text


def _database_url(text: str) -> str:
    """Point every spelling of a PostgreSQL URL at the installed driver."""
    if not text:
        return text
    scheme, found, rest = text.strip().partition("://")
    if found and scheme in POSTGRESQL_SCHEMES:
        return f"postgresql+psycopg://{rest}"
    if found and scheme == "sqlite":
        return text.strip()
    raise ValueError("should be an address such as postgresql://user:password@host/name")


Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().resolve())]
Port = Annotated[int, Field(ge=1, le=65535)]
Share = Annotated[float, Field(ge=0, le=1)]
Language = Annotated[str, AfterValidator(_language)]
Zone = Annotated[str, AfterValidator(_zone)]
Rate = Annotated[str, AfterValidator(_rate)]
Address = Annotated[str, AfterValidator(parse_address)]
Sender = Annotated[str, AfterValidator(_sender)]
ChatUrl = Annotated[str, AfterValidator(_chat_url)]
ChatUrls = Annotated[tuple[ChatUrl, ...], NoDecode, BeforeValidator(_split_urls)]
Time = Annotated[str, AfterValidator(_time)]
Hours = Annotated[str, AfterValidator(_hours)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
WebUrls = Annotated[tuple[WebUrl, ...], NoDecode, BeforeValidator(_split_urls)]
Timeline = Annotated[str, AfterValidator(parse_timeline)]
Timelines = Annotated[tuple[Timeline, ...], NoDecode, BeforeValidator(_split)]
SocketUrl = Annotated[str, AfterValidator(_socket_url)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
LimitStorage = Annotated[str, AfterValidator(_limit_storage)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Addresses = Annotated[tuple[Address, ...], NoDecode, BeforeValidator(_split)]
