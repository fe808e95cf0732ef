"""What leaves towards services of others names no account."""

import re

from airparadis.text.patterns import HANDLE

_HANDLE = re.compile(HANDLE)
MASK = "@…"


def mask_handles(text: str) -> str:
    """Replace every @handle; `@channel`, which would wake a whole chat, is one, too."""
    return _HANDLE.sub(MASK, text)
