"""The delimiter of a text, or none: each line is a tweet then, commas and all."""

import pytest

from airparadis.domain.file_faults import FileError, FileFault
from tests.files.reading import Texts, counts, lines, read

PROSE = [
    "The crew was rude, never again",
    "Lovely seats, thank you",
    "They cancelled it, no word, no refund",
]


@pytest.mark.parametrize("mark", [", ", "; ", " | ", "\t "])
@pytest.mark.parametrize("name", ["tweets.txt", "tweets.csv", "tweets"])
def test_one_tweet_a_line_is_read_whole(mark: str, name: str) -> None:
    tweets = [tweet.replace(", ", mark) for tweet in PROSE]
    seen = read(lines(*tweets), name)
    assert seen.texts == tweets
    assert (seen.layout.delimiter, seen.layout.has_header) == ("", False)


@pytest.mark.parametrize(
    "tweets",
    [
        ["late, again", "rude, and loud", "fine, thanks"],
        ["Great crew, loved it"],
        ["ok", "Bad seat, bad food, bad crew", "meh"],
        ["Hello, world", "One, two, three", "No comma here at all"],
        ["Seat 12A, broken", "Row 3, dirty"],
    ],
)
def test_the_same_number_of_commas_makes_no_table(tweets: list[str]) -> None:
    assert read(lines(*tweets)).texts == tweets


@pytest.mark.parametrize("header", ["text", "Tweet", "TEXTE", "Commentaire", "full_text", "avis"])
@pytest.mark.parametrize("tweets", [PROSE, ["a, b", "c; d", "e | f\tg"], ["one word"]])
def test_a_header_of_one_name_has_one_column_below_it(header: str, tweets: list[str]) -> None:
    seen = read(lines(header, *tweets))
    assert seen.layout.columns == (header,)
    assert seen.texts == tweets


@pytest.mark.parametrize(
    ("content", "delimiter", "texts"),
    [
        ("id,text\n1,good\n", ",", ["good"]),
        ("id;texte\n1;déçu, très\n2;a\n", ";", ["déçu, très", "a"]),
        ("id\ttext\n1\tgood, really\n", "\t", ["good, really"]),
        ("id|text|lang\n1|good, really|en\n", "|", ["good, really"]),
        ("id;note;text\n1;3,5;good\n2;4,0;bad\n", ";", ["good", "bad"]),
        ("id,text\n1,love it; great; wow\n2,hate; bad; sad\n", ",", ["love it; great; wow", None]),
        ('"a b c","1"\n"d e f","2"\n', ",", ["a b c", "d e f"]),
        ("2024-01-01,I love it\n2024-01-02,I hate it\n", ",", ["I love it", "I hate it"]),
        ("I love it\t3\nI hate it\t4\n", "\t", ["I love it", "I hate it"]),
    ],
)
def test_a_table_is_parted(content: str, delimiter: str, texts: Texts) -> None:
    seen = read(content)
    assert seen.layout.delimiter == delimiter
    assert [text for text, wanted in zip(seen.texts, texts, strict=True) if wanted] == [
        wanted for wanted in texts if wanted
    ]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;\r"])
def test_excels_separator_line_is_skipped(line: str) -> None:
    seen = read(lines(line, "id;text", "1;good, really", "2;bad"))
    assert seen.layout.columns == ("id", "text")
    assert seen.texts == ["good, really", "bad"]
    assert counts(seen) == {"separator_line": 1}


@pytest.mark.parametrize("mark", [",", "\t", "|", "^"])
def test_the_separator_line_is_believed(mark: str) -> None:
    seen = read(lines(f"sep={mark}", f"id{mark}text", f"1{mark}good"))
    assert (seen.layout.delimiter, seen.texts) == (mark, ["good"])


def test_a_tweet_about_separators_is_a_tweet() -> None:
    assert read(lines("text", "sep=; is what Excel wants")).texts == ["sep=; is what Excel wants"]


@pytest.mark.parametrize(
    ("told", "columns", "texts"),
    [
        ("none", ("a;b",), ["1;2"]),
        ("", ("a;b",), ["1;2"]),
        (";", ("a", "b"), ["1"]),
        ("tab", ("a;b",), ["1;2"]),
    ],
)
def test_a_delimiter_that_is_told_is_taken(
    told: str, columns: tuple[str, ...], texts: list[str]
) -> None:
    seen = read("a;b\n1;2\n", delimiter=told, has_header=True)
    assert (seen.layout.columns, seen.texts) == (columns, texts)


@pytest.mark.parametrize("told", [";;", "\n", '"'])
def test_what_is_no_delimiter_is_refused(told: str) -> None:
    with pytest.raises(FileError) as refused:
        read("a;b\n1;2\n", delimiter=told)
    assert refused.value.fault is FileFault.DELIMITER


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    assert read(lines("id,text", "1,good", "2,bad", end=end)).texts == ["good", "bad"]


def test_line_ends_may_change_within_a_file() -> None:
    assert read('id,text\r\n1,good\n2,bad\r\n3,"a\r\nb"\n').texts == ["good", "bad", "a\r\nb"]


@pytest.mark.parametrize("inner", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_characters_that_only_look_like_line_ends_stay_in_the_tweet(inner: str) -> None:
    assert read(f"id,text\n1,good{inner}crew\n2,bad\n").texts == [f"good{inner}crew", "bad"]
