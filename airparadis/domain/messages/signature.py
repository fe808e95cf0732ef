"""Webhook signatures like those of Stripe and GitHub: HMAC-SHA256 of time and body."""

import hashlib
import hmac

TOLERANCE_SECONDS = 300
"""Largest age of a signature that a receiver should accept; older ones are replays."""


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature header: `t=<seconds since 1970>,v1=<hexadecimal HMAC>`.

    The HMAC (RFC 2104) covers time, a full stop and body, so that neither can be changed.
    """
    signed = b"%d.%b" % (timestamp, body)
    return f"t={timestamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
