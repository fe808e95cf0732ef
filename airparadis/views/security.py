"""Response headers that hold for every page."""

from flask import Response, session

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def add_security_headers(response: Response) -> Response:
    """Forbid inline script and style, framing, sniffing and leaking addresses to other sites."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    # What an account sees must not outlive its session on a shared machine. For everybody else
    # `no-store` would only make the Back button forget what was typed.
    response.headers.setdefault(
        "Cache-Control", "no-store" if "_user_id" in session else "no-cache"
    )
    return response
