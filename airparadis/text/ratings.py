"""Ratings as words: "10/10", "2 out of 5", "1 star" and ⭐☆☆☆☆ become stars out of five."""

import re

_STARS = "⭐★☆🌟"
_FULL = "⭐★🌟"

RATING = (
    r"(?<![\w/.,-])-?\d{1,3}(?:[.,]\d)?/(?:5|10|100)(?![\w/]|[.,]\d)"
    rf"|[{_STARS}](?:\ufe0f?[{_STARS}]){{0,9}}\ufe0f?"
)
"""A rating without a word: a fraction of 5, 10 or 100, or a run of stars; it has no space."""

_OUT_OF = r"(?<![\w/.,-])(-?\d{1,3}(?:[.,]\d)?)\s?(?:/|out of)\s?(5|10|100)(?![\w/]|[.,]\d)"
_COUNTED = (
    r"(?<![\w.])(\d(?:[.,]\d)?|zero|one|two|three|four|five|no)"
    r"\s?(?:/\s?5\s?)?[- ]?(?:⭐|★|stars?\b)"
    r"\ufe0f?(?!\s*(?:hotel|wars|trek|alliance|general))"
)
_STAR_RUN = rf"[{_STARS}](?:\ufe0f?\s?[{_STARS}]){{0,9}}\ufe0f?"
_ANY = re.compile(rf"{_COUNTED}|{_OUT_OF}|{_STAR_RUN}", re.IGNORECASE)
_HINT = re.compile(rf"\d\s?(?:/|out of)|[{_STARS}]|\bstars?\b", re.IGNORECASE)

_LOW_COUNT = re.compile(
    r"\b(?:[12]|one|two)(?=[ -]stars\b(?!\s*(?:hotel|wars|trek|alliance|general)))", re.IGNORECASE
)

_COUNTS = {"no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_OF_SHARE = (
    (0.05, "zero stars"),
    (0.45, "one star"),
    (0.5, "two stars"),
    (0.68, "three stars"),
    (0.88, "four stars"),
)


def spell_out_ratings(text: str) -> str:
    """Replace each rating in `text` by "zero stars" to "five stars"."""
    if not _HINT.search(text):
        return text
    return _ANY.sub(_spelt_out, text)


def lower_bad_counts(text: str) -> str:
    """Replace the count of "2 stars", a bad rating, by "0" or "bad"; the length does not change.

    Too few tweets give two stars for a network to learn that they are no praise.
    """
    if "tars" not in text and "TARS" not in text:
        return text
    return _LOW_COUNT.sub(lambda match: "0" if len(match[0]) == 1 else "bad", text)


def rating_words(rating: str) -> tuple[str, ...]:
    """Return the words for a match of `RATING`."""
    if "/" in rating:
        number, _, whole = rating.partition("/")
        return _of_share(_number(number) / float(whole))
    return _of_stars(rating)


def _spelt_out(match: re.Match[str]) -> str:
    counted, number, whole = match.groups()
    if counted:
        count = _COUNTS.get(counted.lower())
        return _set_apart(_of_share((_number(counted) if count is None else count) / 5))
    if number:
        return _set_apart(_of_share(_number(number) / float(whole)))
    return _set_apart(_of_stars(match[0]))


def _set_apart(words: tuple[str, ...]) -> str:
    return f" {' '.join(words)} "


def _number(digits: str) -> float:
    return float(digits.strip().replace(",", "."))


def _of_share(share: float) -> tuple[str, ...]:
    for limit, words in _OF_SHARE:
        if share <= limit:
            return tuple(words.split())
    return ("five", "stars")


def _of_stars(run: str) -> tuple[str, ...]:
    full = sum(run.count(star) for star in _FULL)
    empty = run.count("☆")
    if full and empty:
        return _of_share(full / (full + empty))
    if empty:
        return ("zero", "stars") if empty > 2 else ("star",)
    if full == 1 or "🌟" in run:
        return ("great",) if "🌟" in run else ("star",)  # more often an ornament than a rating
    return _of_share(min(full, 5) / 5)
