"""Flask extensions, unbound; `create_app` binds them."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from limits.storage import Storage, storage_from_string

from airparadis.db.base import Base
from airparadis.lib.rate_limit import RateLimits
from airparadis.notify.mailer import TimedMail
from airparadis.web.rate_limit_storage import CallCounts

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
mail = TimedMail()
babel = Babel()
csrf = CSRFProtect()
login = LoginManager()


def rate_limits(storage: str) -> RateLimits:
    """Return the rate limits, counted by each process or, with a storage, by all in a Redis."""
    name = "airparadis"
    if not storage:
        return RateLimits(name, CallCounts())
    options = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    shared = storage_from_string(storage, wrap_exceptions=True, **options)
    assert isinstance(shared, Storage)  # noqa: S101 (no asynchronous one: the setting's type says so)
    return RateLimits(name, CallCounts(), shared)
