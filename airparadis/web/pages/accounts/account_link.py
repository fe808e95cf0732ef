"""Links to choose a password: made, mailed or shown once."""

from airparadis.db.tables import User
from airparadis.lib.clock import utc_now
from airparadis.notify.account_links import make_token
from airparadis.notify.account_mail import Occasion, write
from airparadis.notify.paths import path_to
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime


def send_link(user: User, language: str | None = None) -> str:
    """Mail a link within the current transaction.

    Returns:
        Nothing if it was mailed; without mail the link, to be handed over in another way.
    """
    config = runtime().config
    link = link_for(user)
    occasion = Occasion.INVITATION if user.is_invited else Occasion.RESET
    is_mailed = write(db.session(), config, occasion, user, utc_now(), link=link, language=language)
    return "" if is_mailed else link


def link_for(user: User) -> str:
    """The address at which the owner of an account chooses a password."""
    config = runtime().config
    endpoint = "password_link.accept" if user.is_invited else "password_link.reset"
    path = path_to(endpoint, token=make_token(config.signing_key(), user))
    return f"{config.base_url}{path}"
