"""Masking of account names in messages to external services."""

import re

from airparadis.text.patterns import HANDLE

_HANDLE = re.compile(HANDLE)
MASK = "@…"


def mask_handles(text: str) -> str:
    """Replace every @handle, including `@channel`, which would notify a whole chat."""
    return _HANDLE.sub(MASK, text)
