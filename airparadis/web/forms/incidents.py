"""Forms of the incident settings: the alert rule, the time of the digest."""

from contextlib import suppress
from typing import Self

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SubmitField, TimeField
from wtforms.validators import NumberRange, Optional

from airparadis.domain.incidents.window import MAX_MINUTES, MAX_THRESHOLD

MAX_DIGITS = 15
"""Validators cannot compare numbers of hundreds of digits."""


class WholeNumberField(IntegerField):
    """An integer field whose validators alone report what is wrong."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the typed number; None if it is not a whole number."""
        typed = [value for value in valuelist if len(value.strip()) <= MAX_DIGITS]
        with suppress(ValueError):
            super().process_formdata(typed)


def _minutes_from(minimum: int) -> NumberRange:
    message = _("Enter a whole number of minutes from %(min)s to %(max)s.")
    return NumberRange(minimum, MAX_MINUTES, message)


class RuleForm(FlaskForm):
    """The rule that opens an incident, and how often it alerts."""

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
    minutes = WholeNumberField(_("Within how many minutes"), [_minutes_from(1)])
    repeat = WholeNumberField(_("Repeat after (minutes)"), [_minutes_from(0)])
    damping = WholeNumberField(
        _("Reopen if it returns within (minutes)"),
        [Optional(), _minutes_from(0)],
    )
    preview = SubmitField(_("Preview"))

    @classmethod
    def from_query(cls) -> Self:
        """Fill the form from the query string; it changes nothing and needs no token."""
        return cls(request.args, meta={"csrf": False})


class DigestForm(FlaskForm):
    """The time of day at which the digest is sent."""

    at = TimeField(_("Time of day"), [Optional()])
