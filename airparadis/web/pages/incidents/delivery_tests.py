"""Tests of each notifier, by buttons of the settings page."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.messages.outbox import Channel
from airparadis.lib.errors import NotificationError
from airparadis.notify.notifier import Notifier
from airparadis.notify.registry import KINDS
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note_alone
from airparadis.web.access.limits import LOGINS, limited
from airparadis.web.extensions import mail
from airparadis.web.runtime import runtime

bp = Blueprint("delivery_tests", __name__, url_prefix="/admin/settings")


@bp.post("/test-<channel>", defaults={"digest": ""})
@bp.post("/test-<channel>/<digest>")
@permission_required(Permission.MANAGE_SETTINGS)
@limited(LOGINS)
def send(channel: str, digest: str) -> ResponseReturnValue:
    """Send a test message now, and show how it went."""
    if channel not in set(Channel):
        abort(404)
    kind = KINDS[Channel(channel)]
    targets = {found.route.target: found for found in kind.notifiers(runtime().config, mail)}
    target = next((name for name in targets if name.endswith(f" {digest}")), "") if digest else ""
    if target in targets and bool(target) is bool(digest):
        note_alone(Act.TEST_MESSAGE, target or channel)
        _test(targets[target])
    elif kind.not_configured and not targets:
        flash(str(kind.not_configured), "alert")
    else:
        abort(404)
    return redirect(url_for("settings.edit", _anchor=kind.section), 303)


def _test(notifier: Notifier) -> None:
    try:
        notifier.send_test()
    except NotificationError as error:
        flash(notifier.test_result(error), "alert")
    else:
        flash(notifier.test_result(None))
