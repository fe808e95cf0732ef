"""Tweets for the radar. Senders can raise an alarm, so a key is always needed."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask_openapi3 import Tag
from pydantic import BaseModel
from werkzeug.exceptions import BadRequest, UnprocessableEntity, UnsupportedMediaType

from airparadis.lib.clock import utc_now
from airparadis.lib.json_text import parse_json
from airparadis.services.radar.accept import Taken, take_rows
from airparadis.web.access.access import bearer_key, unauthorized
from airparadis.web.api import work
from airparadis.web.api.blueprint import bp
from airparadis.web.api.monitoring import SECURITY
from airparadis.web.api.requests import MAX_BATCH
from airparadis.web.api.wire import no_json, reply
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

TAG = Tag(name="Radar", description="Tweets for the watched streams.")
NDJSON = "application/x-ndjson"


class RowFault(BaseModel):
    """A rejected row, counted from 0, and the reason."""

    row: int
    message: str


class TweetsReply(BaseModel):
    """The number of new and known tweets, and the rejected rows."""

    new: int
    known: int
    errors: list[RowFault]

    @classmethod
    def of(cls, taken: Taken) -> "TweetsReply":
        """Make the reply from the outcome."""
        faults = [RowFault(row=row, message=words) for row, words in taken.faults.items()]
        return cls(new=taken.kept.new, known=taken.kept.known, errors=faults)


@bp.post(
    "/tweets",
    tags=[TAG],
    security=SECURITY,
    summary="Send tweets to the radar",
    responses={202: TweetsReply},
)
def take_tweets() -> Response:
    """Store the tweets of a JSON list, or of one JSON object a line (`application/x-ndjson`): up
    to 1,000, with `id`, `text`, `created_at` (ISO 8601 with a zone) and optionally `source`
    (default "api"), `author`, `reach` (followers, retweets) and `language`. A tweet that is already
    stored, by its source and id, is left as it is. Rows that are no tweets are listed in `errors`;
    the others are stored."""
    if bearer_key() is None:
        raise unauthorized("This call needs an API key.")
    rows = _rows()
    if len(rows) > MAX_BATCH:
        raise UnprocessableEntity(f"Send at most {MAX_BATCH} tweets at once.")
    work.count_tweets(len(rows))
    with work.long_call(len(rows)):
        taken = take_rows(db.session(), runtime().model.classifier, rows, utc_now())
        db.session.commit()
    response = reply(TweetsReply.of(taken))
    response.status_code = 202
    return response


def _json_row(line: str) -> Any:
    """A line's value; None, which is no tweet, if it is no JSON: other lines are not lost by it."""
    try:
        return parse_json(line)
    except ValueError:
        return None


def _rows() -> list[Mapping[str, Any]]:
    """Return the rows of the body.

    Raises:
        werkzeug.exceptions.BadRequest: it is not JSON, or no list.
    """
    try:
        if request.mimetype == NDJSON:
            lines = request.get_data().decode().split("\n")
            return [_json_row(line) for line in lines if line.strip()]
        if not request.is_json:
            raise UnsupportedMediaType(f"Send the body as application/json or {NDJSON}.")
        rows = parse_json(request.get_data())
    except ValueError:
        raise no_json(request.get_data()) from None
    if not isinstance(rows, list):
        raise BadRequest("The body must be a JSON list.")
    return rows
