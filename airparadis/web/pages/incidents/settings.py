"""The administrator's settings of incidents: the policy, its preview, the time of digests."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import WindowRule
from airparadis.lib.clock import utc_now
from airparadis.notify.contacts import digest_mails
from airparadis.notify.registry import listed_addresses
from airparadis.services.incidents import alert_rule
from airparadis.services.messages import contacts, digest, quiet_hours
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.forms.incidents import DigestForm, RuleForm
from airparadis.web.runtime import runtime

MINUTE = timedelta(minutes=1)

bp = Blueprint("settings", __name__, url_prefix="/admin/settings")


@bp.get("")
@permission_required(Permission.MANAGE_SETTINGS)
def edit() -> str:
    """The policy that holds, and how often it would have fired."""
    policy = alert_rule.current_policy(db.session(), runtime().config.alert_policy)
    return _page(_filled(policy), policy)


@bp.post("")
@permission_required(Permission.MANAGE_SETTINGS)
def save() -> ResponseReturnValue:
    """Store the policy; or only preview it."""
    form = RuleForm()
    if not form.validate_on_submit():
        return _page(form, None), 422
    policy = _policy(form)
    if form.preview.data:
        return _page(form, policy)
    alert_rule.store_policy(db.session(), policy, current_user.email, utc_now())
    note(Act.RULE_SAVED, window=str(policy.rule.window), threshold=policy.rule.threshold)
    db.session.commit()
    flash(_("The rule is saved; it applies from the next check, in a few seconds."))
    return redirect(url_for(".edit"), 303)


@bp.post("/reset")
@permission_required(Permission.MANAGE_SETTINGS)
def reset() -> ResponseReturnValue:
    """Let the environment's rule hold again."""
    alert_rule.reset_policy(db.session())
    note(Act.RULE_RESET)
    db.session.commit()
    flash(_("The environment’s rule is in force again."))
    return redirect(url_for(".edit"), 303)


@bp.get("/preview")
@permission_required(Permission.MANAGE_SETTINGS)
def preview() -> ResponseReturnValue:
    """The preview alone, for the script that keeps it up to date while typing."""
    form = RuleForm.from_query()
    policy = _policy(form) if form.validate() else None
    return render_template("incidents/settings/_preview.html", **_preview(policy))


@bp.post("/digest")
@permission_required(Permission.MANAGE_SETTINGS)
def save_digest() -> ResponseReturnValue:
    """Store when digests leave; an empty time turns them off."""
    form = DigestForm()
    if not form.validate_on_submit():
        flash(_("Enter a time such as 08:00, or none."), "alert")
        return redirect(url_for(".edit", _anchor="digest"), 303)
    digest.store_time(db.session(), form.at.data, current_user.email, utc_now())
    note(Act.DIGEST_TIME, str(form.at.data or ""))
    db.session.commit()
    flash(_("The time of the digest is saved."))
    return redirect(url_for(".edit", _anchor="digest"), 303)


def _filled(policy: AlertPolicy) -> RuleForm:
    return RuleForm(
        formdata=None,
        threshold=policy.rule.threshold,
        minutes=policy.rule.minutes,
        repeat=0 if policy.repeat_after is None else policy.repeat_after // MINUTE,
        damping=None if policy.damping is None else policy.damping // MINUTE,
    )


def _policy(form: RuleForm) -> AlertPolicy:
    damping = form.damping.data
    return AlertPolicy(
        WindowRule(form.threshold.data, form.minutes.data * MINUTE),
        form.repeat.data * MINUTE or None,
        None if damping is None else damping * MINUTE,
    )


def _page(form: RuleForm, previewed: AlertPolicy | None) -> str:
    config, session = runtime().config, db.session()
    at = digest.current_time(session, config.digest_at)
    return render_template(
        "incidents/settings/edit.html",
        form=form,
        digest_form=DigestForm(formdata=None, at=at),
        digest_message=digest.latest_message(session),
        config=config,
        addresses=listed_addresses(config),
        is_overruled=bool(contacts.stored_setting(session) or quiet_hours.stored_setting(session)),
        has_digest_recipients=bool(digest_mails(session, config)),
        stored=alert_rule.stored_setting(session),
        default=config.alert_rule,
        **_preview(previewed),
    )


def _preview(policy: AlertPolicy | None) -> dict[str, object]:
    firings = [] if policy is None else alert_rule.preview(db.session(), policy, utc_now())
    return {
        "previewed": policy.rule if policy else None,
        "firings": firings,
        "days": alert_rule.PREVIEW.days,
    }
