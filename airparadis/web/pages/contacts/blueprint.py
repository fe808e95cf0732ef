"""The blueprint of contact points, and the page that its views share."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from airparadis.db.tables import ContactPoint
from airparadis.domain.messages.outbox import Channel
from airparadis.services.radar import streams
from airparadis.web.extensions import db
from airparadis.web.forms.contacts import ContactForm, RouteForm
from airparadis.web.runtime import runtime

bp = Blueprint("contacts", __name__, url_prefix="/admin/contacts")


def find_point(contact_id: int) -> ContactPoint:
    """Return a contact point, or end with 404."""
    return db.session().get(ContactPoint, contact_id) or abort(404)


def new_route_form() -> RouteForm:
    """Return a form that knows the streams."""
    form = RouteForm()
    names = [(str(stream.id), stream.name) for stream in streams.all_streams(db.session())]
    form.stream.choices = [*form.stream.choices, *names]
    return form


def form_page(
    form: ContactForm,
    channel: Channel,
    point: ContactPoint | None,
    route_form: RouteForm | None = None,
) -> ResponseReturnValue:
    """Return the page of a contact point, None for a new one; 422 with faults."""
    page = render_template(
        "contacts/edit.html",
        form=form,
        channel=channel,
        point=point,
        route_form=route_form or new_route_form(),
        streams={stream.id: stream.name for stream in streams.all_streams(db.session())},
        config=runtime().config,
    )
    return page, 422 if form.errors or (route_form and route_form.errors) else 200
