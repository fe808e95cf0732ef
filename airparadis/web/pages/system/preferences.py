"""The language and theme that a reader chooses in the footer."""

from flask import Blueprint, abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, Optional

from airparadis.config.locales import LOCALES
from airparadis.web.access.cookies import keep_cookie
from airparadis.web.presentation.locale import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from airparadis.web.urls import local_url

bp = Blueprint("preferences", __name__)


class PreferencesForm(FlaskForm):
    """Language and theme; either may be absent, as each button sends only its own."""

    language = StringField(validators=[Optional(), AnyOf(LOCALES)])
    theme = StringField(validators=[Optional(), AnyOf(THEMES)])
    next = HiddenField()


@bp.post("/preferences")
def choose() -> ResponseReturnValue:
    """Store the choice in a cookie and go back."""
    form = PreferencesForm()
    if not form.validate_on_submit():
        abort(400)
    target = local_url(form.next.data or "", default=url_for("prediction.form"))
    response = make_response(redirect(target, 303))
    for cookie, field in ((LANGUAGE_COOKIE, form.language), (THEME_COOKIE, form.theme)):
        if field.data:
            keep_cookie(response, cookie, field.data)
    return response
