"""The recent search of X against a server of our own that speaks the documented API."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState, SourceState, Tweet
from airparadis.domain.predictions.tweet import MAX_LENGTH
from airparadis.domain.radar.sources.x_api import MAX_QUERY, build_query, read_page
from airparadis.services.radar import reading, streams
from airparadis.services.radar.connectors.connector import Intake
from airparadis.services.radar.connectors.registry import CONNECTOR_LABELS
from airparadis.services.radar.connectors.x.client import XClient
from airparadis.services.radar.connectors.x.search import fetch
from airparadis.services.radar.preparing import Preparer, Watched
from tests.support.fakes import FakeClassifier
from tests.support.servers.fake_x import FakeX, running, tweet
from tests.support.streams import NOON, stream


@pytest.fixture
def x() -> Iterator[FakeX]:
    with running() as server:
        yield server


def search(session: Session, x: FakeX, minutes: float = 0, max_pages: int = 100) -> int:
    intake = Intake(session, FakeClassifier, lambda: NOON + timedelta(minutes=minutes))
    return fetch(XClient(x.url, "secret", 2), intake, max_pages=max_pages)


def state(session: Session, stream_id: int = 1) -> ConnectorState:
    found = session.get(ConnectorState, (stream_id, "x"), populate_existing=True)
    assert found is not None
    return found


def source(session: Session) -> SourceState:
    return session.scalars(select(SourceState), execution_options={"populate_existing": True}).one()


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Tweet)) or 0


def test_all_pages_are_stored_and_the_place_is_kept(session: Session, x: FakeX) -> None:
    stream(session)
    assert search(session, x) == 5
    found = session.scalars(select(Tweet).order_by(Tweet.created_at)).all()
    assert [(row.source, row.source_id) for row in found] == [("x", str(n)) for n in range(1, 6)]
    assert (found[0].author, found[0].reach, found[0].language) == ("lea", 42, "en")
    assert (state(session).since_id, state(session).gaps) == ("5", [])
    assert source(session).heard_at == NOON
    assert x.asked[0]["query"] == '"air france"'
    assert x.asked[0]["token"] == "Bearer secret"


def test_the_next_fetch_asks_only_for_what_is_newer(session: Session, x: FakeX) -> None:
    stream(session)
    search(session, x)
    x.count = 7
    assert search(session, x, 1) == 2
    assert x.asked[-1]["since_id"] == "5"
    assert search(session, x, 2) == 0
    assert state(session).since_id == "7"


@pytest.mark.parametrize("knows_until", [True, False])
def test_more_than_a_pass_may_ask_for_is_fetched_by_the_passes_that_follow(
    session: Session, x: FakeX, knows_until: bool
) -> None:
    stream(session)
    x.count, x.knows_until = 21, knows_until
    passes = [search(session, x, minute, max_pages=4) for minute in range(4)]
    assert passes == [8, 6, 6, 1]
    assert (stored(session), state(session).gaps, state(session).lost) == (21, [], [])


def test_what_is_new_comes_before_an_old_gap(session: Session, x: FakeX) -> None:
    stream(session)
    x.count = 20
    search(session, x, max_pages=2)
    x.count = 21
    assert search(session, x, 1, max_pages=1) == 1
    assert state(session).since_id == "21"
    assert search(session, x, 2) == 16
    assert (stored(session), state(session).gaps) == (21, [])


def test_a_limit_is_shared_by_all_streams(session: Session, x: FakeX) -> None:
    for number in range(3):
        stream(session, f"Stream {number}", (f"word{number}", "bag"))
    x.count = 40
    search(session, x, max_pages=6)
    queries = [asked["query"] for asked in x.asked]
    assert {queries.count(query) for query in queries} == {2}


def test_a_page_refused_by_its_token_is_asked_for_by_its_place(session: Session, x: FakeX) -> None:
    stream(session)
    x.refusals[2] = (400, {}, json.dumps({"errors": [{"message": "Invalid 'next_token'"}]}))
    assert search(session, x) == 5
    assert "next_token" not in x.asked[2]
    assert x.asked[2]["until_id"] == "4"


def test_a_gap_is_kept_when_the_terms_change(session: Session, x: FakeX) -> None:
    made = stream(session)
    search(session, x, max_pages=1)
    made.terms = ["bag"]
    session.commit()
    search(session, x, 1)
    assert "next_token" not in x.asked[2]
    assert (stored(session), state(session).gaps) == (5, [])


def test_a_source_that_repeats_itself_is_not_asked_for_ever(session: Session, x: FakeX) -> None:
    stream(session)
    x.knows_until = x.knows_tokens = False
    search(session, x)
    assert len(x.asked) == 2
    assert len(state(session).lost) == 1
    assert state(session).gaps == []


def test_a_rate_limit_is_kept_to_and_nothing_is_lost(session: Session, x: FakeX) -> None:
    stream(session)
    reset = NOON + timedelta(minutes=7)
    x.refusals[2] = (429, {"x-rate-limit-reset": f"{reset.timestamp():.0f}"}, "")
    assert search(session, x) == 2
    assert source(session).not_before == reset
    assert search(session, x, 6) == 0
    assert len(x.asked) == 2
    assert search(session, x, 7) == 3
    assert (state(session).since_id, source(session).failures) == ("5", 0)


def test_the_last_request_of_a_window_is_the_last_of_the_pass(session: Session, x: FakeX) -> None:
    stream(session)
    reset = NOON + timedelta(minutes=9)
    x.headers = {
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": f"{reset.timestamp():.0f}",
    }
    search(session, x)
    assert len(x.asked) == 1
    assert (source(session).not_before, source(session).last_error) == (reset, None)


def test_a_monthly_cap_is_asked_about_once_a_day(session: Session, x: FakeX) -> None:
    stream(session)
    problem = {"title": "UsageCapExceeded", "period": "Monthly", "detail": "Usage cap exceeded"}
    x.refusals[1] = (429, {"Retry-After": "900"}, json.dumps(problem))
    search(session, x)
    assert source(session).not_before == NOON + timedelta(days=1)
    assert source(session).last_error == "HTTP 429 UsageCapExceeded: Usage cap exceeded"


def test_a_source_that_fails_is_left_alone_for_longer_each_time(
    session: Session, x: FakeX, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        stream(session, f"Stream {number}")
    x.refusals = {1: (503, {}, ""), 2: (503, {}, ""), 3: (200, {}, "no json")}
    search(session, x)
    assert source(session).not_before == NOON + timedelta(minutes=1)
    assert len(x.asked) == 1, "the other streams would fail, too"
    search(session, x, 1)
    assert source(session).not_before == NOON + timedelta(minutes=3)
    assert len(caplog.records) == 1, "a fault that goes on is logged once"
    search(session, x, 3)
    assert source(session).last_error == "HTTP 200 not the documented answer"
    assert search(session, x, 30) == 5


def test_a_refused_query_rests_alone(session: Session, x: FakeX) -> None:
    stream(session)
    stream(session, "Bags", ("bag",))
    problem = {"title": "Invalid Request", "errors": [{"message": "no viable alternative"}]}
    x.refusals = {1: (400, {}, json.dumps(problem))}
    assert search(session, x) == 5
    assert state(session).last_error == "HTTP 400 Invalid Request: no viable alternative"
    assert state(session, 2).last_error is None
    assert source(session).last_error is None
    view = reading.sources(session, CONNECTOR_LABELS, streams.find(session, 1))
    assert [found.failing for found in view] == [state(session)]


def test_a_place_too_old_for_the_source_is_named_and_given_up(session: Session, x: FakeX) -> None:
    stream(session)
    search(session, x)
    old = ((NOON - timedelta(days=9)) - datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)) // (
        timedelta(milliseconds=1)
    ) << 22
    found = state(session)
    found.since_id = str(old)
    session.commit()
    text = '{"errors": [{"message": "\'since_id\' must be a tweet id created after ..."}]}'
    x.refusals[len(x.asked) + 1] = (400, {}, text)
    search(session, x, 1)
    view = reading.sources(session, CONNECTOR_LABELS, streams.find(session, 1))[0]
    assert view.lost[0].since == NOON - timedelta(days=9)
    assert view.lost[0].until == NOON - timedelta(days=7) + timedelta(minutes=1)
    assert "since_id" not in x.asked[-1]


def test_a_server_that_is_gone_is_recorded_without_the_token(session: Session) -> None:
    stream(session)
    intake = Intake(session, FakeClassifier, lambda: NOON)
    assert fetch(XClient("http://127.0.0.1:9/", "secret", 1), intake) == 0
    assert source(session).last_error == "ConnectionError"


def test_no_transaction_is_open_while_the_source_answers(session: Session, x: FakeX) -> None:
    stream(session)
    open_ones: list[bool] = []

    class Watchful(XClient):
        def open(self, *args, **more):  # type: ignore[no-untyped-def]
            open_ones.append(session.in_transaction())
            return super().open(*args, **more)

    intake = Intake(session, FakeClassifier, lambda: NOON)
    fetch(Watchful(x.url, "secret", 2), intake)
    assert open_ones == [False] * 3


@pytest.mark.parametrize(
    ("terms", "languages", "query"),
    [
        (["Air France"], [], '"air france"'),
        (["delta", "@Delta", "#AF447"], [], "(delta OR @delta OR #af447)"),
        (["delta", "-delta force"], ["en", "fr"], 'delta -"delta force" (lang:en OR lang:fr)'),
    ],
)
def test_terms_become_a_query(terms: list[str], languages: list[str], query: str) -> None:
    assert build_query(terms, languages) == query


@given(st.lists(st.text("abcdef", min_size=1, max_size=9), min_size=1, max_size=100))
def test_a_query_is_never_too_long(terms: list[str]) -> None:
    assert len(build_query(terms, ["en"])) <= MAX_QUERY


def test_what_is_no_tweet_is_left_out_of_a_page() -> None:
    body = {"data": [tweet(1), {"id": "2"}], "meta": {}}
    assert len(read_page(body, datetime(2026, 6, 2, tzinfo=UTC)).tweets) == 1


def test_texts_are_whole() -> None:
    long = "air france &amp; " + "my bag " * 100
    original = tweet(2, text=long[:140] + "…", note_tweet={"text": long})
    retweet = tweet(3, text="RT @lea: " + long[:120] + "…")
    retweet["referenced_tweets"] = [{"type": "retweeted", "id": "2"}]
    body = {"data": [retweet, original], "meta": {}, "includes": {"tweets": [original]}}
    found = read_page(body, datetime(2026, 6, 2, tzinfo=UTC)).tweets
    assert found[1].text == long.replace("&amp;", "&").strip()
    assert found[0].text.startswith("RT @lea: air france & my bag")
    prepared = Preparer(FakeClassifier(), Watched({}, {})).prepare(found)
    assert prepared[0].duplicate_key == prepared[1].duplicate_key


def test_a_text_beyond_the_model_s_length_is_scored_by_its_first_part() -> None:
    text = "I hate it. " + "We flew. " * 1_000
    page = read_page({"data": [tweet(1, text=text)], "meta": {}}, NOON)
    seen: list[str] = []

    class Listening(FakeClassifier):
        def predict_proba(self, texts):  # type: ignore[no-untyped-def]
            seen.extend(texts)
            return super().predict_proba(texts)

    (prepared,) = Preparer(Listening(), Watched({}, {})).prepare(page.tweets)
    assert prepared.label == "negative"
    assert prepared.tweet.text == text.strip()
    assert MAX_LENGTH - 20 < len(seen[0]) <= MAX_LENGTH
