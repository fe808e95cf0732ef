"""Routes of a contact point added and removed."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from airparadis.db.tables import ContactPoint
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.messages.outbox import Channel
from airparadis.domain.messages.routing import Rule
from airparadis.lib.errors import ContactError
from airparadis.services.messages import contacts
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.forms.contacts import ContactForm
from airparadis.web.labels.contacts import contact_error
from airparadis.web.pages.contacts.blueprint import bp, find_point, form_page, new_route_form


@bp.post("/<int:contact_id>/routes")
@permission_required(Permission.MANAGE_SETTINGS)
def add_route(contact_id: int) -> ResponseReturnValue:
    """Let a contact point hear of something more."""
    point, form = find_point(contact_id), new_route_form()
    if not form.validate_on_submit():
        return form_page(_filled(point), point.channel, point, form)
    stream_id = int(form.stream.data) if form.stream.data else None
    rule = Rule(form.chosen_topic, stream_id, form.severity.data or 0)
    try:
        contacts.add_route(db.session(), point, rule)
    except ContactError as error:
        db.session.rollback()
        form.topic.errors = [contact_error(error)]
        return form_page(_filled(point), point.channel, point, form)
    note(Act.ROUTE_ADDED, point.name, topic=rule.topic, severity=rule.min_severity)
    db.session.commit()
    return redirect(url_for(".edit", contact_id=point.id, _anchor="routes"), 303)


@bp.post("/<int:contact_id>/routes/<int:route_id>/remove")
@permission_required(Permission.MANAGE_SETTINGS)
def remove_route(contact_id: int, route_id: int) -> ResponseReturnValue:
    """Let a contact point hear of something no longer."""
    point = find_point(contact_id)
    contacts.remove_route(db.session(), point, route_id)
    note(Act.ROUTE_REMOVED, point.name)
    db.session.commit()
    return redirect(url_for(".edit", contact_id=contact_id, _anchor="routes"), 303)


def _filled(point: ContactPoint) -> ContactForm:
    is_mail = point.channel is Channel.MAIL
    recipients = point.address if is_mail else ""
    return ContactForm(formdata=None, name=point.name, recipients=recipients)
