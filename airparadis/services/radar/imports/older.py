"""Count a file's tweets that are older than texts are kept, before they are imported."""

from collections.abc import Callable
from datetime import datetime, timedelta

from airparadis.files.tweets.reading import TweetFile

BATCH = 50_000


def count_older(
    file: TweetFile, retention: timedelta, now: datetime, note: Callable[[], bool] = lambda: True
) -> int | None:
    """Count the tweets of a file whose texts would be deleted at once.

    Args:
        file: read from its beginning to its end.
        retention: how long texts are kept from a tweet's date on.
        now: the time of the import.
        note: called now and then; False breaks off.

    Returns:
        The count; None if it was broken off.

    Raises:
        StreamError: the file cannot be read to its end.
    """
    before, older = now - retention, 0
    for number, tweet in enumerate(file.tweets(now), start=1):
        older += tweet.created_at < before
        if number % BATCH == 0 and not note():
            return None
    return older
