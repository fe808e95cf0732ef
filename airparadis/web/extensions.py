"""Flask extensions, unbound; `create_app` binds them."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from airparadis.db.base import Base
from airparadis.notify.mailer import TimedMail
from airparadis.web.rate_limit_storage import CallCounts

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
mail = TimedMail()
babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


def limiter_settings(storage: str) -> dict[str, object]:
    """Where the limiter counts: each process for itself, or all of them in a Redis.

    While Redis is down each process counts for itself again: a limit that holds a little too late
    does less harm than a page that fails, or one that waits.
    """
    if not storage:
        return {"RATELIMIT_STORAGE_URI": f"{CallCounts.STORAGE_SCHEME[0]}://"}
    return {
        "RATELIMIT_STORAGE_URI": storage,
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        "RATELIMIT_KEY_PREFIX": "airparadis",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }
