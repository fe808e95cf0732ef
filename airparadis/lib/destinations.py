"""Addresses that nothing is posted to: those that only the machine itself can ask.

Clouds hand out the machine's credentials there. Hosts of a company's own network are allowed: that
is where its receivers are.
"""

import ipaddress
import socket
from contextlib import suppress
from urllib.parse import urlsplit

_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200", "168.63.129.16"})
"""Addresses of AWS, Alibaba Cloud and Azure outside the link-local networks."""


def is_forbidden_host(host: str) -> bool:
    """Return whether a host, as it is written, is an address that nothing is posted to."""
    with suppress(ValueError):
        address = ipaddress.ip_address(host.partition("%")[0])
        plain = getattr(address, "ipv4_mapped", None) or address
        is_none = plain.is_link_local or plain.is_multicast or plain.is_unspecified
        return bool(is_none or str(plain) in _METADATA)
    return False


def leads_nowhere(url: str) -> bool:
    """Return whether a name in an address stands for a forbidden host at the moment.

    Raises:
        OSError: the name is not known.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    return any(is_forbidden_host(str(place[0])) for *_, place in found)
