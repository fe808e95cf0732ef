"""The administrator's settings of incidents: the rule, its preview, a test mail."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.auth import role_required
from airparadis.domain.accounts import Role
from airparadis.domain.window import WindowRule
from airparadis.errors import NotificationError
from airparadis.extensions import db, limiter, mail
from airparadis.forms import RuleForm
from airparadis.mail_faults import fault_of
from airparadis.notifications import MailNotifier
from airparadis.runtime import runtime, utc_now
from airparadis.services import alert_rule
from airparadis.views.mail_words import fault_words

bp = Blueprint("settings", __name__, url_prefix="/admin/settings")


@bp.get("")
@role_required(Role.ADMINISTRATOR)
def edit() -> str:
    """The rule that holds, and how often it would have fired."""
    rule = _current_rule()
    return _page(RuleForm(formdata=None, threshold=rule.threshold, minutes=rule.minutes), rule)


@bp.post("")
@role_required(Role.ADMINISTRATOR)
def save() -> ResponseReturnValue:
    """Store the rule; or only preview it."""
    form = RuleForm()
    if not form.validate_on_submit():
        return _page(form, None), 422
    rule = _rule(form)
    if form.preview.data:
        return _page(form, rule)
    alert_rule.store_rule(db.session(), rule, current_user.email, utc_now())
    db.session.commit()
    flash(_("The rule is saved; it holds from the next check on, in a few seconds."))
    return redirect(url_for(".edit"), 303)


@bp.post("/reset")
@role_required(Role.ADMINISTRATOR)
def reset() -> ResponseReturnValue:
    """Let the environment's rule hold again."""
    alert_rule.reset_rule(db.session())
    db.session.commit()
    flash(_("The rule of the environment’s settings holds again."))
    return redirect(url_for(".edit"), 303)


@bp.get("/preview")
@role_required(Role.ADMINISTRATOR)
def preview() -> ResponseReturnValue:
    """The preview alone, for the script that keeps it up to date while typing."""
    form = RuleForm.from_query()
    rule = _rule(form) if form.validate() else None
    return render_template("settings/_preview.html", **_preview(rule))


@bp.post("/test-mail")
@role_required(Role.ADMINISTRATOR)
@limiter.limit(lambda: runtime().config.rate_limit_login)
def test_mail() -> ResponseReturnValue:
    """Send a mail to the alert recipients now, and tell how it went."""
    config = runtime().config
    if not config.is_mail_configured:
        flash(_("Mail is not configured, so nothing was sent."), "alert")
        return redirect(url_for(".edit", _anchor="mail"), 303)
    try:
        MailNotifier(mail, config).send_test(utc_now())
    except NotificationError as error:
        flash(f"{fault_words(fault_of(error.__cause__), config)} ({error})", "alert")
    else:
        recipients = ", ".join(config.alert_recipients)
        flash(_("The test mail was taken by the server. It should reach %(who)s.", who=recipients))
    return redirect(url_for(".edit", _anchor="mail"), 303)


def _current_rule() -> WindowRule:
    return alert_rule.current_policy(db.session(), runtime().config.alert_policy).rule


def _rule(form: RuleForm) -> WindowRule:
    return WindowRule(form.threshold.data, timedelta(minutes=form.minutes.data))


def _page(form: RuleForm, previewed: WindowRule | None) -> str:
    config = runtime().config
    return render_template(
        "settings/edit.html",
        form=form,
        config=config,
        stored=alert_rule.stored_setting(db.session()),
        default=config.alert_rule,
        **_preview(previewed),
    )


def _preview(rule: WindowRule | None) -> dict[str, object]:
    policy = runtime().config.alert_policy
    firings = (
        [] if rule is None else alert_rule.preview(db.session(), policy.with_rule(rule), utc_now())
    )
    return {"previewed": rule, "firings": firings, "days": alert_rule.PREVIEW.days}
