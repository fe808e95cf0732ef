"""JSON API schemas of requests. The descriptions are public documentation."""

import uuid
from functools import cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator
from pydantic.functional_validators import AfterValidator

from airparadis.domain.monitoring.figures import Span
from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH, CorrectedLabel
from airparadis.domain.predictions.tweet import (
    MAX_LENGTH,
    InvalidTweetError,
    TweetFault,
    is_storable,
    parse_tweet,
)

MAX_BATCH = 1_000
MAX_EXPLAINED = 10
"""Tweets of a call that may be explained: the model is asked some thirty times for each."""


_FAULTS = {
    TweetFault.MISSING: "is empty",
    TweetFault.TOO_LONG: f"is longer than {MAX_LENGTH} characters",
    TweetFault.NOT_TEXT: "contains NUL or half a surrogate pair",
}


def _tweet(text: str) -> str:
    try:
        return parse_tweet(text)
    except InvalidTweetError as error:
        raise ValueError(_FAULTS[error.fault]) from None


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError(_FAULTS[TweetFault.NOT_TEXT])
    return text


# For readers of the description; `parse_tweet` decides, and takes white space around a tweet, too.
_DESCRIBED = {"minLength": 1, "maxLength": MAX_LENGTH, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}

TweetText = Annotated[
    str,
    StringConstraints(min_length=1, strict=True),
    AfterValidator(_tweet),
    Field(json_schema_extra=_DESCRIBED),
]


def _row(text: str) -> str:
    return _tweet(text) if text.strip() else ""


TweetRow = Annotated[
    str,
    StringConstraints(strict=True),
    AfterValidator(_row),
    Field(json_schema_extra={"maxLength": MAX_LENGTH, "pattern": r"^[^\x00]*$"}),
]
"""A tweet of a batch: a blank one has no label, and costs the others nothing."""


Comment = Annotated[
    str,
    StringConstraints(strip_whitespace=True, strict=True, max_length=MAX_COMMENT_LENGTH),
    AfterValidator(_storable),
]


class Request(BaseModel):
    """A request that forbids unknown fields."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """Return Pydantic's schema; without options, as flask-openapi3 asks, from a cache."""
        if args or options:
            return super().model_json_schema(*args, **options)
        return _schema_of(cls)


@cache
def _schema_of(model: type[Request]) -> dict[str, Any]:
    return super(Request, model).model_json_schema()


# JSON Schema for "exactly one": the other is left out, or null.
_EXACTLY_ONE: dict[str, Any] = {
    "oneOf": [
        {
            "required": ["text"],
            "properties": {"text": {"type": "string"}, "texts": {"type": "null"}},
        },
        {
            "required": ["texts"],
            "properties": {"texts": {"type": "array"}, "text": {"type": "null"}},
        },
    ]
}


class PredictRequest(Request):
    """A tweet or a batch: exactly one of `text` and `texts`."""

    model_config = ConfigDict(json_schema_extra=_EXACTLY_ONE)

    text: TweetText | None = Field(
        None, description=f"A tweet of 1 to {MAX_LENGTH} characters after trimming."
    )
    texts: list[TweetRow] | None = Field(
        None,
        min_length=1,
        max_length=MAX_BATCH,
        description=f'Up to {MAX_BATCH} tweets. A blank one gets the reason "empty".',
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError("give exactly one of text and texts")
        return self

    @property
    def tweets(self) -> list[str]:
        """The texts to score."""
        return self.texts or [self.text or ""]


class PredictQuery(Request):
    """Options of a prediction."""

    explain: bool = Field(
        False, description=f"Add the words that decided; at most {MAX_EXPLAINED} tweets a call."
    )


class PredictionPath(BaseModel):
    """The path of a prediction."""

    prediction_id: uuid.UUID = Field(description="The `id` of a prediction.")


class FeedbackRequest(Request):
    """A vote on a prediction. A repeated vote replaces the earlier one."""

    prediction_id: uuid.UUID
    is_correct: StrictBool
    corrected_label: CorrectedLabel | None = None
    comment: Comment | None = None


class StatsQuery(Request):
    """The time span, and the model version, of the predictions to count."""

    span: Span = Span.ALL
    version: str | None = Field(
        None, max_length=80, description="The `model_version` of the predictions; all if left out."
    )


class WrongQuery(StatsQuery):
    """The page of the list, and its size."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(20, ge=1, le=100)
