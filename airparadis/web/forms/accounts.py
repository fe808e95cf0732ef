"""Forms of accounts: log-in, passwords, roles, invitations, API keys."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from airparadis.config.locales import DEFAULT_LOCALE, LOCALES
from airparadis.domain.accounts.common_passwords import is_common
from airparadis.domain.accounts.policy import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, Scope
from airparadis.domain.accounts.roles import ROLES, Role
from airparadis.lib.errors import AccountError
from airparadis.services.accounts import accounts, api_keys
from airparadis.web.extensions import db
from airparadis.web.labels.accounts import SCOPES


class LoginForm(FlaskForm):
    """The address and password of an account."""

    email = EmailField(_("Mail address"), [DataRequired(_("Enter your mail address."))])
    password = PasswordField(_("Password"), [DataRequired(_("Enter your password."))])
    next = HiddenField()


class ConfirmForm(FlaskForm):
    """The current password again, before a sensitive change."""

    current = PasswordField(
        _("Current password"), [DataRequired(_("Enter your current password."))]
    )


class NewPasswordForm(FlaskForm):
    """A new password, chosen by a link."""

    password = PasswordField(
        _("New password"),
        [
            Length(
                MIN_PASSWORD_LENGTH,
                MAX_PASSWORD_LENGTH,
                _("A password must have %(min)d to %(max)d characters."),
            )
        ],
    )
    repeat = PasswordField(
        _("Repeat the new password"), [EqualTo("password", _("The two passwords differ."))]
    )

    def validate_password(self, field: Field) -> None:
        """Refuse a common password."""
        if is_common(field.data or ""):
            raise ValidationError(_("This password is too common."))


class PasswordForm(ConfirmForm, NewPasswordForm):
    """A new password, confirmed by the current one."""


class AddressForm(FlaskForm):
    """The address of an account that may not exist."""

    email = EmailField(_("Mail address"), [DataRequired(_("Enter your mail address."))])


class CodeForm(FlaskForm):
    """A code of an authenticator app, or a recovery code."""

    code = StringField(_("Code"), [DataRequired(_("Enter the code.")), Length(max=40)])


class RoleForm(FlaskForm):
    """The role of an account."""

    role = RadioField(
        _("Role"),
        [InputRequired(_("Choose a role."))],
        choices=[SelectChoice(role.value, _(ROLES[role].name)) for role in Role],
    )


class InviteForm(RoleForm):
    """An invitation of a colleague."""

    email = EmailField(_("Mail address"), [DataRequired(_("Enter a mail address."))])
    language = RadioField(
        _("Language of the mail"),
        choices=[SelectChoice(locale.code, locale.name) for locale in LOCALES.values()],
        default=DEFAULT_LOCALE.code,
    )

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address or already has an account."""
        try:
            email = accounts.normalise_email(field.data or "")
        except AccountError:
            raise ValidationError(_("Enter a mail address such as ana@example.org.")) from None
        if accounts.find_user(db.session(), email) is not None:
            raise ValidationError(_("This address already has an account."))


class KeyForm(FlaskForm):
    """A new API key."""

    name = StringField(
        _("Name"),
        [
            DataRequired(_("Enter a name.")),
            Length(max=api_keys.MAX_NAME, message=_("A name can have at most %(max)d characters.")),
        ],
    )
    scopes = SelectMultipleField(
        _("Permissions"),
        [InputRequired(_("Choose at least one permission for the key."))],
        choices=[SelectChoice(scope.value, SCOPES[scope]) for scope in Scope],
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
        """Refuse a name that is taken or not printable."""
        name = (field.data or "").strip()
        if not name.isprintable():
            raise ValidationError(_("The name contains an invalid character."))
        if api_keys.find_by_name(db.session(), name) is not None:
            raise ValidationError(_("A key already has this name. Choose another one."))
