"""A test of each way to the outside, by a button of the settings page."""

from dataclasses import dataclass
from typing import Self

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import NotificationError
from airparadis.notify.chat import ChatNotifier, address_digest, chat_notifiers
from airparadis.notify.mail import MailNotifier
from airparadis.notify.mail_faults import fault_of
from airparadis.notify.webhook import WebhookNotifier
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note_alone
from airparadis.web.access.limits import LOGINS, limited
from airparadis.web.extensions import mail
from airparadis.web.labels.messages import mail_fault
from airparadis.web.runtime import runtime

bp = Blueprint("delivery_tests", __name__, url_prefix="/admin/settings")


@dataclass(frozen=True, slots=True)
class Chat:
    """An address of `ALERT_CHAT_URLS` as the page shows it: made without loading Apprise."""

    service: str
    digest: str

    @classmethod
    def of(cls, url: str, config: Config) -> Self:
        """What may be shown of an address."""
        return cls(url.partition("://")[0], address_digest(url, config))


@bp.post("/test-mail")
@permission_required(Permission.MANAGE_SETTINGS)
@limited(LOGINS)
def test_mail() -> ResponseReturnValue:
    """Send a mail to the alert recipients now, and tell how it went."""
    config = runtime().config
    if not config.is_mail_configured:
        flash(_("Mail is not configured, so nothing was sent."), "alert")
        return redirect(url_for("settings.edit", _anchor="mail"), 303)
    note_alone(Act.TEST_MESSAGE, "mail")
    try:
        MailNotifier(mail, config).send_test(utc_now())
    except NotificationError as error:
        flash(f"{mail_fault(fault_of(error.__cause__), config)} ({error})", "alert")
    else:
        recipients = ", ".join(config.alert_recipients)
        flash(_("The test mail was taken by the server. It should reach %(who)s.", who=recipients))
    return redirect(url_for("settings.edit", _anchor="mail"), 303)


@bp.post("/test-webhook")
@permission_required(Permission.MANAGE_SETTINGS)
@limited(LOGINS)
def test_webhook() -> ResponseReturnValue:
    """Post to the webhook now, and tell how it went."""
    config = runtime().config
    if not config.alert_webhook_url:
        abort(404)
    return _try(WebhookNotifier(config), _("Webhook"))


@bp.post("/test-chat/<digest>")
@permission_required(Permission.MANAGE_SETTINGS)
@limited(LOGINS)
def test_chat(digest: str) -> ResponseReturnValue:
    """Write to one of the chats now, and tell how it went."""
    notifiers = {each.route.target: each for each in chat_notifiers(runtime().config)}
    name = next((target for target in notifiers if target.endswith(f" {digest}")), None)
    if name is None:
        abort(404)
    return _try(notifiers[name], name)


def _try(notifier: ChatNotifier | WebhookNotifier, name: str) -> ResponseReturnValue:
    note_alone(Act.TEST_MESSAGE, name)
    try:
        notifier.send_test()
    except NotificationError as error:
        flash(_("%(way)s did not take the test message: %(why)s", way=name, why=error), "alert")
    else:
        flash(_("%(way)s took the test message.", way=name))
    return redirect(url_for("settings.edit", _anchor="channels"), 303)
