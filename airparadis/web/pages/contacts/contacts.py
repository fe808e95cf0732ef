"""The list of contact points, the change from the environment's and back, quiet hours."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.messages.outbox import Channel
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import ConfigError
from airparadis.notify.contacts import first_values
from airparadis.notify.registry import listed_addresses
from airparadis.services.messages import contacts, quiet_hours
from airparadis.services.radar import streams
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db, mail
from airparadis.web.forms.contacts import QuietHoursForm
from airparadis.web.pages.contacts.blueprint import bp
from airparadis.web.runtime import runtime


@bp.get("")
@permission_required(Permission.MANAGE_SETTINGS)
def listing() -> str:
    """List the contact points with their routes, and the quiet hours."""
    return _listing(_filled_hours())


@bp.post("/adopt")
@permission_required(Permission.MANAGE_SETTINGS)
def adopt() -> ResponseReturnValue:
    """Take the environment's addresses over, to edit them."""
    try:
        values = first_values(runtime().config, mail)
    except ConfigError as error:
        flash(str(error), "alert")
        return redirect(url_for(".listing"), 303)
    contacts.adopt(db.session(), values, current_user.email, utc_now())
    note(Act.CONTACTS_ADOPTED, contacts=[value.name for value in values])
    db.session.commit()
    flash(_("Contacts are edited here; those of the environment are their first values."))
    return redirect(url_for(".listing"), 303)


@bp.post("/reset")
@permission_required(Permission.MANAGE_SETTINGS)
def reset() -> ResponseReturnValue:
    """Let the environment's addresses hold again."""
    contacts.reset(db.session())
    note(Act.CONTACTS_RESET)
    db.session.commit()
    flash(_("The environment’s contacts are in force again."))
    return redirect(url_for(".listing"), 303)


@bp.post("/quiet-hours")
@permission_required(Permission.MANAGE_SETTINGS)
def save_hours() -> ResponseReturnValue:
    """Store when messages wait."""
    form = QuietHoursForm()
    if not form.validate_on_submit():
        return _listing(form), 422
    actor, at = current_user.email, utc_now()
    quiet_hours.store_hours(db.session(), form.hours, form.break_at.data, actor, at)
    note(Act.QUIET_HOURS, form.hours, break_at=form.break_at.data)
    db.session.commit()
    flash(_("The quiet hours are saved."))
    return redirect(url_for(".listing", _anchor="quiet"), 303)


def _filled_hours() -> QuietHoursForm:
    hours = quiet_hours.current_hours(db.session(), runtime().config)
    if hours is None:
        return QuietHoursForm(formdata=None, break_at=0)
    values = {"start": hours.start, "end": hours.end, "break_at": hours.break_at}
    return QuietHoursForm(formdata=None, **values)


def _listing(hours: QuietHoursForm) -> str:
    session, config = db.session(), runtime().config
    return render_template(
        "contacts/list.html",
        stored=contacts.stored_setting(session),
        points=contacts.all_points(session),
        channels=list(Channel),
        addresses=listed_addresses(config),
        streams={stream.id: stream.name for stream in streams.all_streams(session)},
        hours=hours,
        hours_stored=quiet_hours.stored_setting(session),
        config=config,
    )
