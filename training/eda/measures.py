"""Lengths, noise, marks and words of the tweets, in one pass on every core."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from airparadis.text.cleaning import Level, clean, unescape
from airparadis.text.patterns import EMOJI, EMOTICON, HANDLE, LINK, WORD

CHUNK = 10_000
RAW = "raw"
FORMS = (RAW, *Level)
"""The published text with its HTML entities unescaped, then each cleaned level."""

ByClass = tuple[Counter[str], Counter[str]]
"""Number of occurrences of each string in negative and in positive tweets."""


class Mark(StrEnum):
    """Kind of token that is no word."""

    HASHTAG = "hashtag"
    HANDLE = "handle"
    LINK = "link"
    EMOJI = "emoji"
    EMOTICON = "emoticon"


_MARK = re.compile(  # a link goes first: the ":/" of "http://" is no emoticon
    rf"(?P<link>{LINK})|(?P<handle>{HANDLE})|(?P<hashtag>(?<!\w)#\w+)"
    rf"|(?P<emoticon>{EMOTICON})|(?P<emoji>{EMOJI})"
)
_WORD = re.compile(WORD)
_SCHEME = re.compile(r"^https?:?/*", re.IGNORECASE)


@dataclass(frozen=True)
class Measures:
    """Figures of n tweets: arrays of shape (n,), and counts by class (0 negative, 1 positive).

    `words` counts the words of each form of a tweet. `noise` is the share of a tweet's visible
    characters (those that are no white space) that cleaning at `Level.ADVANCED` takes away: links,
    handles, the long part of runs. `holding` has shape (marks, 2): tweets with at least one.
    """

    words: Mapping[str, NDArray[np.int32]]
    noise: NDArray[np.float32]
    characters: NDArray[np.int32]
    holding: NDArray[np.int64]
    marks: Mapping[Mark, ByClass]
    vocabulary: ByClass


def measure(texts: Sequence[str], y: NDArray[np.int8]) -> Measures:
    """Measure tweets as published and their labels, shape (n,)."""
    forms: dict[str, list[str]] = {RAW: [html.unescape(text) for text in texts]}
    forms |= {level: [clean(text, level) for text in texts] for level in Level}
    characters, left = _visible(forms[RAW]), _visible(forms[Level.ADVANCED])
    removed = 1 - left / np.maximum(characters, 1)
    holding, marks = _count_marks(texts, y)
    return Measures(
        {form: np.array([len(text.split()) for text in forms[form]], np.int32) for form in FORMS},
        np.clip(removed, 0, 1).astype(np.float32),  # lower case can be longer: "İ"
        characters,
        holding,
        marks,
        _count_words(forms[Level.ADVANCED], y),
    )


def measure_on_all_cores(texts: Sequence[str], y: NDArray[np.int8], chunk: int = CHUNK) -> Measures:
    """Measure in chunks, side by side, behind a progress bar; few tweets stay in this process."""
    from joblib import Parallel, cpu_count, delayed

    starts = range(0, len(texts), chunk)
    parallel = Parallel(n_jobs=min(len(starts), cpu_count()), return_as="generator")
    parts = parallel(
        delayed(measure)(texts[start : start + chunk], y[start : start + chunk]) for start in starts
    )
    return add_up(_watched(parts, len(texts)))


def add_up(parts: Iterable[Measures]) -> Measures:
    """Add up the measures of parts, in order."""
    arrays: list[Measures] = []
    marks, vocabulary = _no_marks(), (Counter[str](), Counter[str]())
    for part in parts:
        for mark in Mark:
            _add(marks[mark], part.marks[mark])
        _add(vocabulary, part.vocabulary)
        arrays.append(
            replace(part, marks={}, vocabulary=(Counter(), Counter()))
        )  # frees the counts just added
    return Measures(
        {form: np.concatenate([part.words[form] for part in arrays]) for form in FORMS},
        np.concatenate([part.noise for part in arrays]),
        np.concatenate([part.characters for part in arrays]),
        np.sum([part.holding for part in arrays], axis=0),
        marks,
        vocabulary,
    )


def find_marks(text: str) -> list[tuple[Mark, str]]:
    """Find the marks of a tweet in order: lower case, a link by its host."""
    return [
        (mark := Mark(str(match.lastgroup)), _name(mark, match[0]))
        for match in _MARK.finditer(unescape(text))
    ]


def _name(mark: Mark, found: str) -> str:
    if mark is Mark.LINK:
        return host(found)
    return found if mark is Mark.EMOTICON else found.lower()  # :D and :d are two faces


def host(link: str) -> str:
    """Return the host of a link, `twitpic.com` for `http://www.TwitPic.com/2y1zl`."""
    place = re.split(r"[/?#:]", _SCHEME.sub("", link), maxsplit=1)[0]
    return place.rpartition("@")[2].lower().removeprefix("www.").strip(".") or "(no host)"


def _count_marks(
    texts: Sequence[str], y: NDArray[np.int8]
) -> tuple[NDArray[np.int64], dict[Mark, ByClass]]:
    order = list(Mark)
    holding = np.zeros((len(order), 2), np.int64)
    counts = _no_marks()
    for text, label in zip(texts, y.tolist(), strict=True):
        found = find_marks(text)
        for mark, name in found:
            counts[mark][label][name] += 1
        for mark in {mark for mark, _ in found}:
            holding[order.index(mark), label] += 1
    return holding, counts


def _count_words(cleaned: Sequence[str], y: NDArray[np.int8]) -> ByClass:
    counts: ByClass = Counter(), Counter()
    for text, label in zip(cleaned, y.tolist(), strict=True):
        counts[label].update(_WORD.findall(text))
    return counts


def _no_marks() -> dict[Mark, ByClass]:
    return {mark: (Counter(), Counter()) for mark in Mark}


def _visible(texts: Iterable[str]) -> NDArray[np.int32]:
    return np.array([sum(map(len, text.split())) for text in texts], np.int32)


def _add(total: ByClass, part: ByClass) -> None:
    for counter, more in zip(total, part, strict=True):
        counter.update(more)


def _watched(parts: Iterable[Measures], total: int) -> Iterator[Measures]:
    with tqdm(total=total, desc="measure", unit=" tweets", mininterval=1) as bar:
        for part in parts:
            bar.update(len(part.noise))
            yield part
