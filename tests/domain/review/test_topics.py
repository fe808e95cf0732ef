"""Topics of complaints."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.review.topics import (
    DEFAULT_TOPICS,
    InvalidTopicsError,
    Judged,
    Topic,
    error_rates,
    parse_topics,
    sort_by_topic,
    topics_of,
    write_topics,
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("my flight is DELAYED again", ["delay"]),
        ("@united where is my bag?", ["baggage"]),
        ("on hold for two hours to rebook", ["delay", "customer service", "cancellation"]),
        ("https://t.co/bags", []),
        ("such a lateral move", []),
        ("I love it", []),
    ],
)
def test_topics_are_found_by_their_words(text: str, topics: list[str]) -> None:
    assert topics_of(text, DEFAULT_TOPICS) == topics


def test_only_an_asterisk_is_a_wildcard() -> None:
    assert Topic("x", ("a.c*",)).matches("a.cde")
    assert not Topic("x", ("a.c*",)).matches("abcde")
    assert Topic("x", ("los* my bag*",)).matches("they lost my bags")


@pytest.mark.parametrize(
    "words", [("a*a*a*a*a*b",), ("a**",), ("*late",), ("x" * 61,), ("a",) * 61]
)
def test_a_costly_topic_is_refused_and_never_looked_for(words: tuple[str, ...]) -> None:
    with pytest.raises(InvalidTopicsError):
        parse_topics(f"boom: {', '.join(words)}")
    with pytest.raises(ValueError, match="never looked for"):
        Topic("boom", words).matches("a" * 900)


def test_matching_takes_time_in_proportion_to_the_text() -> None:
    """The costliest topic that can be written takes time in proportion to the text."""
    topic = Topic("boom", tuple(f"{'a* ' * n}b" for n in range(1, 18)))
    for text in ("a" * 100_000, "a " * 50_000):
        began = time.process_time()
        topic.matches_plain(text)
        assert time.process_time() - began < 2


def test_written_rules_can_be_parsed_again() -> None:
    assert parse_topics(write_topics(DEFAULT_TOPICS)) == DEFAULT_TOPICS
    assert parse_topics("\n Food :  Meal* ,, cold  coffee \n") == (
        Topic("food", ("meal*", "cold coffee")),
    )


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("food", 1),
        ("\nfood:", 2),
        (": meal", 1),
        ("food: *", 1),
        ("food: m*al", 1),
        ("ok: meal\nfood: cold *", 2),
        ("food: meal\nFood: drink", 2),
        ("x" * 41 + ": meal", 1),
        ("\n".join(f"topic {n}: word" for n in range(31)), 31),
    ],
)
def test_an_invalid_line_is_reported_by_number(written: str, line: int) -> None:
    with pytest.raises(InvalidTopicsError) as caught:
        parse_topics(written)
    assert caught.value.line == line


@given(st.text())
def test_any_text_is_parsed_or_refused(written: str) -> None:
    try:
        topics = parse_topics(written)
    except InvalidTopicsError:
        return
    assert parse_topics(write_topics(topics)) == topics
    assert all(len(topics_of(written, topics)) <= len(topics) for _ in topics)


def test_topics_are_sorted_by_the_lower_end_of_their_interval() -> None:
    judged = (
        [Judged("my bag", True)] * 50
        + [Judged("my bag", False)] * 50
        + [Judged("my seat", True)]
        + [Judged("well", False)] * 3
    )
    rates = error_rates(sort_by_topic(judged, DEFAULT_TOPICS), DEFAULT_TOPICS)
    assert [(topic.name, topic.judged, topic.wrong) for topic in rates[:3]] == [
        ("baggage", 100, 50),
        ("seats", 1, 1),
        (None, 3, 0),
    ]
    assert rates[0].rate == 0.5
    assert rates[0].interval is not None
    assert rates[0].interval.low == pytest.approx(0.404, abs=0.001)
    assert rates[-1].rate is None
