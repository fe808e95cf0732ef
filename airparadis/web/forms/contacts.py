"""Forms of contact points, their routes, and quiet hours."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from airparadis.domain.messages.routing import MAX_SEVERITY, Topic
from airparadis.services.messages.contacts import MAX_NAME
from airparadis.web.forms.incidents import WholeNumberField
from airparadis.web.labels.contacts import TOPICS

MAX_REPORTS = 10_000


class ContactForm(FlaskForm):
    """A contact point of a channel; what is secret is never shown again."""

    name = StringField(
        _("Name"),
        [
            DataRequired(_("Enter a name.")),
            Length(max=MAX_NAME, message=_("A name can have at most %(max)d characters.")),
        ],
    )
    recipients = TextAreaField(_("Mail addresses"))
    address = PasswordField(_("Address"))
    secret = PasswordField(_("Secret for the signature"))
    no_secret = BooleanField(_("Do not sign"))


class RouteForm(FlaskForm):
    """The rule of a contact point."""

    topic = SelectField(
        _("About"),
        choices=[SelectChoice("", _("everything"))]
        + [SelectChoice(topic.value, label) for topic, label in TOPICS.items()],
        default="",
    )
    stream = SelectField(_("Stream"), choices=[SelectChoice("", _("any"))], default="")
    severity = WholeNumberField(
        _("From severity"),
        [
            Optional(),
            NumberRange(0, MAX_SEVERITY, _("Enter a whole number from %(min)s to %(max)s.")),
        ],
    )

    @property
    def chosen_topic(self) -> Topic | None:
        """The topic, None for any."""
        return Topic(self.topic.data) if self.topic.data else None


class QuietHoursForm(FlaskForm):
    """The hours in which messages wait; empty for none."""

    start = TimeField(_("From"), [Optional()])
    end = TimeField(_("Until"), [Optional()])
    break_at = WholeNumberField(
        _("Send at once from this many reports"),
        [
            InputRequired(_("Enter a whole number; 0 means never.")),
            NumberRange(0, MAX_REPORTS, _("Enter a whole number from %(min)s to %(max)s.")),
        ],
    )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Refuse one time without the other, and hours of no length."""
        is_valid: bool = super().validate(extra_validators)
        start, end = self.start.data, self.end.data
        if not is_valid or (start is None and end is None):
            return is_valid
        if start is None or end is None:
            self.end.errors = [_("Enter both times, or none.")]
        elif start == end:
            self.end.errors = [_("Enter two different times.")]
        return not self.end.errors

    @property
    def hours(self) -> str:
        """Hours as they are stored; empty for none."""
        if self.start.data is None:
            return ""
        return f"{self.start.data:%H:%M}-{self.end.data:%H:%M}"
