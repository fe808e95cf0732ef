"""Forms: what the pages send."""

from contextlib import suppress

from flask import request
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    AnyOf,
    DataRequired,
    EqualTo,
    Length,
    NumberRange,
    Optional,
)

from airparadis.config.settings import LANGUAGES
from airparadis.domain.accounts.common_passwords import is_common
from airparadis.domain.accounts.policy import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from airparadis.domain.incidents.window import MAX_MINUTES, MAX_THRESHOLD
from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH, CorrectedLabel
from airparadis.domain.predictions.tweet import (
    MAX_LENGTH,
    InvalidTweetError,
    TweetFault,
    is_storable,
    parse_tweet,
)
from airparadis.web.presentation.locale import THEMES


class PredictionForm(FlaskForm):
    """One tweet to score."""

    text = TextAreaField(_("Tweet"))

    def validate_text(self, field: Field) -> None:
        """Trim the tweet, or say what is wrong with it."""
        try:
            field.data = parse_tweet(field.data or "")
        except InvalidTweetError as error:
            raise ValidationError(tweet_fault(error)) from None


def tweet_fault(error: InvalidTweetError) -> str:
    """What to tell the writer of a refused tweet."""
    if error.fault is TweetFault.MISSING:
        return str(_("Enter a tweet."))
    if error.fault is TweetFault.TOO_LONG:
        over = error.length - MAX_LENGTH
        return str(
            ngettext(
                "The tweet is %(num)s character too long.",
                "The tweet is %(num)s characters too long.",
                over,
            )
        )
    return str(_("The tweet contains a character that is no text. Remove it and send again."))


class FeedbackForm(FlaskForm):
    """A vote on a prediction."""

    is_correct = HiddenField(validators=[AnyOf(["true", "false"])])
    corrected_label = RadioField(
        _("What is this tweet, really?"),
        choices=[
            SelectChoice(CorrectedLabel.NEGATIVE, _("Negative")),
            SelectChoice(CorrectedLabel.NEUTRAL, _("Neutral")),
            SelectChoice(CorrectedLabel.POSITIVE, _("Positive")),
            SelectChoice(CorrectedLabel.UNSURE, _("Can’t tell")),
        ],
        validators=[Optional()],
    )
    comment = TextAreaField(
        _("Comment (optional)"),
        validators=[
            Length(
                max=MAX_COMMENT_LENGTH,
                message=_("The comment is longer than %(max)d characters."),
            )
        ],
    )

    def validate_comment(self, field: Field) -> None:
        """Refuse what no database takes."""
        if not is_storable(field.data or ""):
            raise ValidationError(_("The comment contains a character that is no text."))


class LoginForm(FlaskForm):
    """An account's address and password."""

    email = EmailField(_("Mail address"), [DataRequired(_("Enter your mail address."))])
    password = PasswordField(_("Password"), [DataRequired(_("Enter your password."))])
    next = HiddenField()


class ConfirmForm(FlaskForm):
    """The password once more, before something that matters."""

    current = PasswordField(
        _("Current password"), [DataRequired(_("Enter your current password."))]
    )


class NewPasswordForm(FlaskForm):
    """A password, chosen by who came by a link."""

    password = PasswordField(
        _("New password"),
        [
            Length(
                MIN_PASSWORD_LENGTH,
                MAX_PASSWORD_LENGTH,
                _("A password has %(min)d to %(max)d characters."),
            )
        ],
    )
    repeat = PasswordField(
        _("New password, again"), [EqualTo("password", _("The two passwords differ."))]
    )

    def validate_password(self, field: Field) -> None:
        """Refuse what is tried first."""
        if is_common(field.data or ""):
            raise ValidationError(_("This password is one of the first that are tried."))


class PasswordForm(ConfirmForm, NewPasswordForm):
    """A new password for who knows the old one."""


MOST_DIGITS = 15
"""Validators cannot compare numbers of hundreds of them."""


class WholeNumberField(IntegerField):
    """An integer field that leaves it to its validators to say what is wrong."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed; None if that is no whole number."""
        typed = [each for each in valuelist if len(each.strip()) <= MOST_DIGITS]
        with suppress(ValueError):
            super().process_formdata(typed)


class RuleForm(FlaskForm):
    """What opens an incident, and how often it is told."""

    threshold = WholeNumberField(
        _("Predictions reported wrong"),
        [
            NumberRange(
                1,
                MAX_THRESHOLD,
                _("Enter a whole number of predictions from %(min)s to %(max)s."),
            )
        ],
    )
    minutes = WholeNumberField(
        _("Within how many minutes"),
        [
            NumberRange(
                1, MAX_MINUTES, _("Enter a whole number of minutes from %(min)s to %(max)s.")
            )
        ],
    )
    repeat = WholeNumberField(
        _("Told again after how many minutes"),
        [
            NumberRange(
                0, MAX_MINUTES, _("Enter a whole number of minutes from %(min)s to %(max)s.")
            )
        ],
    )
    damping = WholeNumberField(
        _("The same incident if it is back within how many minutes"),
        [
            Optional(),
            NumberRange(
                0, MAX_MINUTES, _("Enter a whole number of minutes from %(min)s to %(max)s.")
            ),
        ],
    )
    preview = SubmitField(_("Preview"))

    @classmethod
    def from_query(cls) -> "RuleForm":
        """Filled from the address, where it changes nothing and needs no token."""
        return cls(request.args, meta={"csrf": False})


class DigestForm(FlaskForm):
    """When digests leave."""

    at = TimeField(_("Time of day"), [Optional()])


class PreferencesForm(FlaskForm):
    """Language and colours. Either may be absent: each button sends its own."""

    language = StringField(validators=[Optional(), AnyOf(LANGUAGES)])
    theme = StringField(validators=[Optional(), AnyOf(THEMES)])
    next = HiddenField()
