"""A tweet as a card, the same on every page: words, verdict, and what can be done with it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from airparadis.db.tables import Feedback, Prediction, Tweet
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.messages.masking import mask_personal
from airparadis.domain.predictions.excerpt import as_read
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.ml.slot import ModelSlot
from airparadis.services.predictions import feedback
from airparadis.services.radar.promote import public_id_of
from airparadis.services.review import assignments
from airparadis.web.access.access import may
from airparadis.web.access.visitor import visitor_id, voter
from airparadis.web.extensions import db
from airparadis.web.presentation.highlight import Segment, segments_by_id
from airparadis.web.presentation.post_links import post_url
from airparadis.web.runtime import runtime


@dataclass(frozen=True, slots=True)
class TweetCard:
    """The content of a tweet's card, stored by the radar or as a prediction."""

    key: str
    """Its anchor on the page."""
    text: str | None
    """None once it has been purged."""
    parts: Sequence[Segment] | None
    """The text cut at the words that decided; None if they are not known."""
    sentiment: Sentiment | None
    probability: float | None
    uncertain: bool
    reason: Unscorable | None
    vote_url: str
    review_url: str
    assign_url: str
    page_url: str | None
    """Its own page; None for a tweet of the radar."""
    post_url: str | None
    own_vote: Feedback | None
    """Vote of this browser on it."""
    assignee: str | None
    """Address of the account that is to label it."""
    at: datetime
    version: str

    def masked(self) -> "TweetCard":
        """Return the card without handles, addresses and numbers of people.

        Unmarked if a mark runs through what is masked.
        """
        if self.text is None:
            return self
        text = mask_personal(self.text)
        parts = [replace(part, text=mask_personal(part.text)) for part in self.parts or ()]
        joined = "".join(part.text for part in parts)
        return replace(self, text=text, parts=parts if joined == as_read(text) else None)


def tweet_cards(tweets: Sequence[Tweet]) -> dict[int, TweetCard]:
    """Make cards of tweets of the radar, by their id."""
    parts = segments_by_id(_loaded(), tweets)
    public_ids = [public_id_of(tweet) for tweet in tweets]
    votes, assignees = _own_votes(public_ids), _assignees(public_ids)
    return {
        tweet.id: TweetCard(
            key=f"tweet-{tweet.id}",
            text=tweet.text,
            parts=parts[tweet.id],
            sentiment=tweet.label,
            probability=_probability(tweet),
            uncertain=False,
            reason=tweet.reason,
            vote_url=url_for("radar.vote", tweet_id=tweet.id),
            review_url=url_for("radar.review_tweet", tweet_id=tweet.id),
            assign_url=url_for("radar.assign_tweet", tweet_id=tweet.id),
            page_url=None,
            post_url=post_url(tweet.source, tweet.source_id),
            own_vote=votes.get(public_id_of(tweet)),
            assignee=assignees.get(public_id_of(tweet)),
            at=tweet.created_at,
            version=tweet.model_version,
        )
        for tweet in tweets
    }


def prediction_cards(predictions: Sequence[Prediction]) -> dict[int, TweetCard]:
    """Make cards of predictions, by their id."""
    parts = segments_by_id(_loaded(), predictions)
    public_ids = [prediction.public_id for prediction in predictions]
    votes, assignees = _own_votes(public_ids), _assignees(public_ids)
    return {
        prediction.id: TweetCard(
            key=f"prediction-{prediction.id}",
            text=prediction.text or None,  # empty once its author has been forgotten
            parts=parts[prediction.id],
            sentiment=prediction.sentiment,
            probability=prediction.sentiment_probability,
            uncertain=prediction.uncertain,
            reason=prediction.reason,
            vote_url=url_for("feedback.vote", public_id=prediction.public_id),
            review_url=url_for("review.queue", prediction=prediction.public_id),
            assign_url=url_for("review.assign", public_id=prediction.public_id),
            page_url=url_for("prediction.show", public_id=prediction.public_id),
            post_url=None,
            own_vote=votes.get(prediction.public_id),
            assignee=assignees.get(prediction.public_id),
            at=prediction.created_at,
            version=prediction.model_version,
        )
        for prediction in predictions
    }


def row_cards(job_id: int, rows: Mapping[int, Prediction]) -> dict[int, TweetCard]:
    """Make cards of the first rows of a batch, by their number."""
    return {
        number: replace(
            card,
            key=f"row-{number}",
            vote_url=url_for("batches.vote", job_id=job_id, row=number),
            review_url=url_for("batches.review_row", job_id=job_id, row=number),
            assign_url=url_for("batches.assign_row", job_id=job_id, row=number),
            page_url=None,
        )
        for number, card in prediction_cards(list(rows.values())).items()
    }


def _probability(tweet: Tweet) -> float | None:
    if tweet.label is Sentiment.NEUTRAL:
        return tweet.neutral_probability
    return tweet.label_probability


def _own_votes(public_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Feedback]:
    visitor = visitor_id()
    if visitor is None or not public_ids:
        return {}
    return feedback.votes_of(db.session(), voter(visitor), public_ids)


def _assignees(public_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    if not may(Permission.REVIEW) or not public_ids:
        return {}
    return assignments.of_predictions(db.session(), public_ids)


def _loaded() -> ModelSlot:
    slot = runtime().model
    slot.load()  # without a model, tweets are shown unmarked
    return slot
