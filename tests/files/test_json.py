"""JSON: lines, arrays, pages of X's API, and what is none."""

import io
import json

import pytest

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.notes import Flaw
from airparadis.files.opening import open_stream
from tests.files.reading import Seen
from tests.files.reading import read as read_bytes

TWEETS = [{"id": "1", "text": "good"}, {"id": "2", "text": "bad"}]


def read(content: str | bytes, name: str = "tweets.jsonl") -> Seen:
    return read_bytes(content, name)


@pytest.mark.parametrize(
    "content",
    [
        "".join(json.dumps(tweet) + "\n" for tweet in TWEETS),
        "\r\n\r\n".join(json.dumps(tweet) for tweet in TWEETS),
        "\ufeff" + "\n".join(json.dumps(tweet) for tweet in TWEETS),
        json.dumps(TWEETS),
        json.dumps(TWEETS, indent=2),
        "\n".join(json.dumps(tweet, indent=2) for tweet in TWEETS),
        "".join(json.dumps(tweet) for tweet in TWEETS),
        ",\n".join(json.dumps(tweet) for tweet in TWEETS),
        json.dumps({"data": TWEETS, "meta": {"result_count": 2}}),
        "\n".join(json.dumps({"data": [tweet], "includes": {}}) for tweet in TWEETS),
        json.dumps({"statuses": TWEETS}, indent=1),
        json.dumps([{"data": TWEETS}]),
        json.dumps([[TWEETS[0]], [TWEETS[1]]]),
        "window.YTD.tweets.part0 = " + json.dumps(TWEETS) + ";",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_objects_are_read_however_they_are_put(content: str, encoding: str) -> None:
    seen = read(content.lstrip("\ufeff").encode(encoding) if encoding != "utf-8" else content)
    assert seen.texts == ["good", "bad"]
    assert seen.layout.columns == ("id", "text")


@pytest.mark.parametrize(
    ("tweet", "column"),
    [
        ({"id": 1, "full_text": "so late", "user": {"description": "I fly a lot"}}, "full_text"),
        (
            {"text": "so l…", "extended_tweet": {"full_text": "so late"}},
            "extended_tweet.full_text",
        ),
        ({"tweet": {"id_str": "1", "full_text": "so late"}}, "tweet.full_text"),
        ({"text": "so late", "quoted_status": {"text": "an older and longer one"}}, "text"),
        ({"author": "x", "content": "so late", "url": "https://x.example/1"}, "content"),
    ],
)
def test_the_text_may_lie_within_other_objects(tweet: dict[str, object], column: str) -> None:
    seen = read("\n".join([json.dumps(tweet)] * 2))
    assert seen.layout.column == column
    assert seen.texts == ["so late"] * 2


@pytest.mark.parametrize(
    "line",
    ["{broken", "[1]", '"text"', "7", '{"id": "3", "text": "cut of', '{"a":' * 100_000, "nothing"],
)
def test_a_broken_line_harms_no_other(line: str) -> None:
    seen = read("\n".join([json.dumps(TWEETS[0]), line, json.dumps(TWEETS[1])]))
    assert seen.scored == ["good", "bad"]
    assert seen.flaws == {1: Flaw.NOT_JSON}
    assert seen.notes.named["not_json"] == [2]


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000, "1e999", "NaN", "Infinity"])
def test_numbers_beyond_counting_harm_nothing(number: str) -> None:
    seen = read(f'{{"text": "good", "reach": {number}}}\n{{"text": "bad", "reach": 1}}\n')
    assert seen.texts == ["good", "bad"]


@pytest.mark.parametrize("content", ['[{"text": "good"}, {"text": ', '[{"text": "good"}, broken]'])
def test_an_array_that_breaks_off_is_refused_naming_the_line(content: str) -> None:
    with pytest.raises(FileError, match="near line 1") as refused:
        read(content)
    assert refused.value.fault is FileFault.UNREADABLE


@pytest.mark.parametrize(
    "content", ["[]", "{}", "[1, 2]", '["", null]', "[" * 100_000, '{"a":' * 9_000]
)
def test_json_without_a_tweet_is_refused_or_has_no_text(content: str) -> None:
    texts: list[str | None] = []
    try:
        texts = read(content).texts
    except FileError:
        texts = []
    assert not any(texts)


def test_names_of_authors_are_taken_from_the_page() -> None:
    page = {
        "data": [{"id": "1", "author_id": "7", "text": "good"}, {"id": "2", "text": "bad"}],
        "includes": {"users": [{"id": "7", "username": "ann"}, "broken"]},
    }
    seen = read(json.dumps(page))
    assert seen.rows[0][seen.layout.columns.index("author")] == "ann"


def test_halves_of_surrogate_pairs_are_read() -> None:
    assert read('{"text": "a\\ud83d"}\n').texts == ["a\ud83d"]


def test_large_values_are_read_and_endless_ones_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airparadis.files.objects.values.MAX_RECORD", 300_000)
    tweets = [{"text": f"tweet {number}" + " so late" * 100} for number in range(2_000)]
    assert len(read(json.dumps(tweets, indent=1)).texts) == 2_000
    with pytest.raises(FileError) as refused:
        read(json.dumps([{"text": "x" * 2_000_000}], indent=1))
    assert refused.value.fault is FileFault.INFLATES


def test_lists_are_kept_as_json() -> None:
    seen = read('{"text": "good", "tags": ["a", {"b": 1}]}\n')
    assert seen.rows == [["good", '["a", {"b": 1}]']]


@pytest.mark.parametrize("line", ["[1]", "5", '"x y"', "[1, {", "null"])
def test_a_line_that_is_no_object_is_given_back_as_it_is_written(line: str) -> None:
    content = f'{{"text": "fine"}}\n{line}\n{{"text": "bad"}}\n'.encode()
    [block] = open_stream(io.BytesIO(content), "x.jsonl", len(content)).blocks()
    assert block.written(1) == line
    assert list(block.flaws) == [1]
