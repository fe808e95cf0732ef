"""Redirects stay on this site."""

from urllib.parse import urlsplit

from flask import request


def local_url(target: str | None = None, *, default: str) -> str:
    """`target`, or the request's `next`, if it is a path of this site, else `default`."""
    url = target if target is not None else request.args.get("next", "")
    parts = urlsplit(url)
    is_path = url.startswith("/") and not url.startswith(("//", "/\\"))
    is_printable = url.isprintable() and "\\" not in url
    return url if is_path and is_printable and not parts.netloc and not parts.scheme else default
