"""Contact points made, changed, tried and removed."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.messages.outbox import Channel
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import ContactError, NotificationError
from airparadis.notify.contacts import notifiers_of
from airparadis.notify.registry import KINDS
from airparadis.services.messages import contacts
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.access.limits import LOGINS, limited
from airparadis.web.extensions import db, mail
from airparadis.web.forms.contacts import ContactForm
from airparadis.web.labels.contacts import contact_error, contact_fault
from airparadis.web.pages.contacts.blueprint import bp, find_point, form_page
from airparadis.web.runtime import runtime


@bp.route("/new", methods=["GET", "POST"])
@permission_required(Permission.MANAGE_SETTINGS)
def create() -> ResponseReturnValue:
    """Add a contact point; it hears everything until its routes are changed."""
    name = request.args.get("channel", "")
    if name not in set(Channel) or contacts.stored_setting(db.session()) is None:
        abort(404)
    channel, form = Channel(name), ContactForm()
    if request.method == "POST" and form.validate() and _check(form, channel, is_new=True):
        address, secret = _given_address(form, channel), form.secret.data or ""
        actor, at = current_user.email, utc_now()
        try:
            point = contacts.add(
                db.session(), form.name.data, channel, address, secret, actor=actor, now=at
            )
            note(Act.CONTACT_ADDED, point.name, channel=channel.value)
            db.session.commit()
            return redirect(url_for(".edit", contact_id=point.id), 303)
        except ContactError as error:
            db.session.rollback()
            form.name.errors = [contact_error(error)]
    return form_page(form, channel, None)


@bp.route("/<int:contact_id>", methods=["GET", "POST"])
@permission_required(Permission.MANAGE_SETTINGS)
def edit(contact_id: int) -> ResponseReturnValue:
    """Change a contact point; secrets that are left empty stay as they are."""
    point = find_point(contact_id)
    form = ContactForm(obj=None if request.method == "POST" else point)
    if request.method == "GET":
        form.recipients.data = point.address if point.channel is Channel.MAIL else ""
    elif form.validate() and _check(form, point.channel, is_new=False):
        secret = "" if form.no_secret.data else form.secret.data or None
        address = _given_address(form, point.channel) or None
        actor, at = current_user.email, utc_now()
        try:
            contacts.change(
                db.session(), point, form.name.data, address, secret, actor=actor, now=at
            )
            note(Act.CONTACT_CHANGED, point.name, has_new_address=address is not None)
            db.session.commit()
            flash(_("%(name)s is saved.", name=point.name))
            return redirect(url_for(".edit", contact_id=point.id), 303)
        except ContactError as error:
            db.session.rollback()
            form.name.errors = [contact_error(error)]
    return form_page(form, point.channel, point)


@bp.post("/<int:contact_id>/remove")
@permission_required(Permission.MANAGE_SETTINGS)
def remove(contact_id: int) -> ResponseReturnValue:
    """Remove a contact point and its routes."""
    point = find_point(contact_id)
    name = point.name
    contacts.remove(db.session(), point)
    note(Act.CONTACT_REMOVED, name)
    db.session.commit()
    flash(_("%(name)s is removed.", name=name))
    return redirect(url_for(".listing"), 303)


@bp.post("/<int:contact_id>/test")
@permission_required(Permission.MANAGE_SETTINGS)
@limited(LOGINS)
def test(contact_id: int) -> ResponseReturnValue:
    """Send a test message now, and show how it went."""
    contact = find_point(contact_id).contact
    note_alone(Act.TEST_MESSAGE, contact.target)  # no transaction waits for a network
    found = notifiers_of(contact, runtime().config, mail)
    if not found:
        flash(str(KINDS[Channel.MAIL].not_configured), "alert")
    for notifier in found:
        try:
            notifier.send_test()
        except NotificationError as error:
            flash(notifier.test_result(error), "alert")
        else:
            flash(notifier.test_result(None))
    return redirect(url_for(".edit", contact_id=contact.id), 303)


def _given_address(form: ContactForm, channel: Channel) -> str:
    """Return what was entered, as it is stored once `_check` has passed."""
    return str((form.recipients if channel is Channel.MAIL else form.address).data or "").strip()


def _check(form: ContactForm, channel: Channel, *, is_new: bool) -> bool:
    """Check the address, and put it into the form as it is stored."""
    field = form.recipients if channel is Channel.MAIL else form.address
    if not is_new and channel is not Channel.MAIL and not _given_address(form, channel):
        return True
    try:
        field.data = KINDS[channel].check(_given_address(form, channel), runtime().config)
    except ValueError as error:
        field.errors = [contact_fault(str(error))]
        return False
    return True
