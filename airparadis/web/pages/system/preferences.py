"""Language and colours, chosen by button."""

from flask import Blueprint, abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from airparadis.web.access.cookies import keep_cookie
from airparadis.web.forms.forms import PreferencesForm
from airparadis.web.presentation.locale import LANGUAGE_COOKIE, THEME_COOKIE
from airparadis.web.urls.local_url import local_url

bp = Blueprint("preferences", __name__)


@bp.post("/preferences")
def choose() -> ResponseReturnValue:
    """Keep the choice in a cookie and go back."""
    form = PreferencesForm()
    if not form.validate_on_submit():
        abort(400)
    target = local_url(form.next.data or "", default=url_for("prediction.form"))
    response = make_response(redirect(target, 303))
    for cookie, field in ((LANGUAGE_COOKIE, form.language), (THEME_COOKIE, form.theme)):
        if field.data:
            keep_cookie(response, cookie, field.data)
    return response
