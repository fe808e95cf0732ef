"""Signatures of webhooks, in the manner of Stripe and GitHub: HMAC-SHA256 of time and body."""

import hashlib
import hmac

TOLERANCE_SECONDS = 300
"""How far a receiver lets the time of a signature lie from its own: older ones are replays."""


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The signature's header: `t=<seconds since 1970>,v1=<hexadecimal HMAC>`.

    The HMAC (RFC 2104) is over the time, a full stop and the body, so that neither can be changed.
    """
    signed = b"%d.%b" % (timestamp, body)
    return f"t={timestamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
