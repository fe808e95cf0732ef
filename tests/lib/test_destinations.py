"""Webhooks go to no address that only this machine can ask."""

import socket
from typing import Any

import pytest

from airparadis.config.settings import Config
from airparadis.lib.destinations import is_forbidden_host, leads_nowhere
from airparadis.lib.errors import NotificationError
from airparadis.notify.webhook import KIND, WebhookNotifier

METADATA = ("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "0.0.0.0")  # noqa: S104
ALLOWED = ("10.1.2.3", "192.168.1.5", "127.0.0.1", "93.184.216.34", "::1", "hooks.example.org")


@pytest.mark.parametrize("host", METADATA)
def test_addresses_of_the_machine_alone_are_refused(config: Config, host: str) -> None:
    assert is_forbidden_host(host)
    written = f"[{host}]" if ":" in host else host
    with pytest.raises(ValueError, match="web"):
        KIND.check(f"http://{written}/latest", config)


@pytest.mark.parametrize("host", ALLOWED)
def test_hosts_of_a_network_are_allowed(host: str) -> None:
    assert not is_forbidden_host(host)


@pytest.mark.parametrize("url", ["http://2852039166/", "http://0xa9fea9fe/", "http://evil.test/"])
def test_a_name_that_stands_for_one_is_refused_when_it_is_posted_to(
    config: Config, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def found(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert leads_nowhere(url)
    notifier = WebhookNotifier(config.model_copy(update={"alert_webhook_url": url}))
    with pytest.raises(NotificationError, match="ForbiddenHostError"):
        notifier._post(b"{}", "1")
