"""Forms about accounts and keys."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from airparadis.domain.accounts.policy import Role, Scope
from airparadis.lib.errors import AccountError
from airparadis.services.accounts import accounts, api_keys
from airparadis.web.extensions import db

KEY_DAYS = (30, 90, 365, 0)
"""What can be chosen for the life of a key; 0: it does not expire."""


class AddressForm(FlaskForm):
    """The address of an account, which may not exist."""

    email = EmailField(_("Mail address"), [DataRequired(_("Enter your mail address."))])


class CodeForm(FlaskForm):
    """A code of an authenticator, or a recovery code."""

    code = StringField(_("Code"), [DataRequired(_("Enter the code.")), Length(max=40)])


def _roles() -> Sequence[SelectChoice]:
    words = {
        Role.VIEWER: _("Viewer"),
        Role.ANALYST: _("Analyst"),
        Role.ADMINISTRATOR: _("Administrator"),
    }
    return [SelectChoice(role.value, words[role]) for role in Role]


class RoleForm(FlaskForm):
    """What an account may do."""

    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))], choices=_roles())


class InviteForm(RoleForm):
    """A colleague to be."""

    email = EmailField(_("Mail address"), [DataRequired(_("Enter a mail address."))])
    language = RadioField(
        _("Language of the mail"),
        choices=[SelectChoice("en", "English"), SelectChoice("fr", "Français")],
        default="en",
    )

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address, or has an account."""
        try:
            email = accounts.normalise_email(field.data or "")
        except AccountError:
            raise ValidationError(_("Enter a mail address such as ana@example.org.")) from None
        if accounts.find_user(db.session(), email) is not None:
            raise ValidationError(_("This address has an account already."))


class KeyForm(FlaskForm):
    """A key to be."""

    name = StringField(
        _("Name"),
        [
            DataRequired(_("Enter a name.")),
            Length(max=api_keys.MAX_NAME, message=_("A name has up to %(max)d characters.")),
        ],
    )
    scopes = SelectMultipleField(
        _("What it may do"),
        [InputRequired(_("Choose at least one thing that it may do."))],
        choices=[
            SelectChoice(Scope.PREDICT.value, _("Score tweets")),
            SelectChoice(Scope.FEEDBACK.value, _("Vote on predictions")),
            SelectChoice(Scope.TWEETS.value, _("Send tweets to the radar")),
            SelectChoice(Scope.READ.value, _("Read figures, incidents and metrics")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = RadioField(
        _("It expires"),
        choices=[
            SelectChoice("30", _("in 30 days")),
            SelectChoice("90", _("in 90 days")),
            SelectChoice("365", _("in a year")),
            SelectChoice("0", _("never")),
        ],
        default="90",
    )

    def validate_name(self, field: Field) -> None:
        """Refuse a name that is taken, or no text."""
        name = (field.data or "").strip()
        if not name.isprintable():
            raise ValidationError(_("The name contains a character that is no text."))
        if api_keys.find_by_name(db.session(), name) is not None:
            raise ValidationError(_("There is a key of this name already."))
