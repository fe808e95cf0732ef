"""Forms of the prediction pages: a tweet to score, a vote."""

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length, Optional

from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH, CorrectedLabel
from airparadis.domain.predictions.tweet import (
    MAX_LENGTH,
    InvalidTweetError,
    TweetFault,
    is_storable,
    parse_tweet,
)
from airparadis.web.labels.predictions import LABELS


class PredictionForm(FlaskForm):
    """A tweet to score."""

    text = TextAreaField(_("Tweet"))

    def validate_text(self, field: Field) -> None:
        """Trim the tweet, or say what is wrong with it."""
        try:
            field.data = parse_tweet(field.data or "")
        except InvalidTweetError as error:
            raise ValidationError(_tweet_fault(error)) from None


def _tweet_fault(error: InvalidTweetError) -> str:
    if error.fault is TweetFault.MISSING:
        return str(_("Enter a tweet."))
    if error.fault is TweetFault.TOO_LONG:
        return str(
            ngettext(
                "The tweet is %(num)s character too long.",
                "The tweet is %(num)s characters too long.",
                error.length - MAX_LENGTH,
            )
        )
    return str(_("The tweet contains an invalid character. Remove it and send again."))


class FeedbackForm(FlaskForm):
    """A vote on a prediction."""

    is_correct = HiddenField(validators=[AnyOf(["true", "false"])])
    corrected_label = RadioField(
        _("What is this tweet’s sentiment?"),
        choices=[SelectChoice(label.value, LABELS[label]) for label in CorrectedLabel],
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
        """Refuse characters that no database takes."""
        if not is_storable(field.data or ""):
            raise ValidationError(_("The comment contains an invalid character."))
