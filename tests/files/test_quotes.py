"""Quotation marks: those of CSV, those of the texts, and those that are never closed."""

import pytest

from airparadis.files.notes import Flaw
from tests.files.reading import counts, lines, read


@pytest.mark.parametrize(
    "after",
    [
        ["2,Worst airline ever", "3,Lovely crew"],
        ["2,Worst airline ever", '3,"Lovely crew"'],
        ["2,Worst airline ever", '3,"the ""crew"" was great"'],
        ["2,Worst airline ever", '3,She said ""no""', '4,"fine"'],
        ["2,Worst airline ever", '3,lovely crew"'],
        ['2,"Worst airline ever', "3,Lovely crew"],
        ['2,"Worst, really"', '3,"never again', '4,"fine"'],
        [f"{n},Tweet number {n}" for n in range(2, 3_000)],
    ],
)
def test_a_quote_that_never_closes_swallows_no_row(after: list[str]) -> None:
    seen = read(lines("id,text", '1,"I love this flight', *after))
    assert len(seen.rows) == 1 + len(after)
    assert [row[0] for row in seen.rows] == [str(n) for n in range(1, 2 + len(after))]
    assert seen.flaws[0] is Flaw.UNCLOSED_QUOTE
    assert seen.notes.named["unclosed_quote"][0] == 2


def test_rows_around_an_unclosed_quote_are_read_as_they_are() -> None:
    seen = read(
        lines(
            "id,text,created_at",
            "1,fine,2024-06-01T10:00:00Z",
            '2,"I love it,2024-06-01T10:00:00Z',
            "3,I hate it,2024-06-01T10:00:00Z",
        )
    )
    assert seen.scored == ["fine", "I hate it"]
    assert seen.notes.named["unclosed_quote"] == [3]


@pytest.mark.parametrize(
    "tweet",
    [
        "line one\nline two, love it\n\nline four",
        "Top 3:\n1,Delta\n2,United\n3,Qantas",
        "well, that was bad\nreally, really bad",
        'he said "no"\nand left',
        "\n\nblank lines first",
        'ends with a quote\n"',
    ],
)
def test_a_tweet_of_several_lines_stays_one(tweet: str) -> None:
    quoted = '"' + tweet.replace('"', '""') + '"'
    seen = read(lines("id,text,who", f"70,{quoted},bob", '71,"fine, really",al'))
    assert seen.texts == [tweet, "fine, really"]
    assert not seen.flaws


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (r'1,"she said \"never again\", and left"', 'she said "never again", and left'),
        (r'1,"\"quoted\""', '"quoted"'),
        (r'1,"a \"b\" c \"d\" e"', 'a "b" c "d" e'),
        (r'1,"a \"b\nc\", d"'.replace(r"\n", "\n"), 'a "b\nc", d'),
    ],
)
def test_backslashes_before_quotes_are_understood(row: str, text: str) -> None:
    assert read(lines("id,text", row, '2,"fine, really"')).texts == [text, "fine, really"]


def test_a_backslash_that_comes_late_is_understood_as_well() -> None:
    rows = [f'{n},"fine, really"' for n in range(20_000)]
    seen = read(lines("id,text", *rows, r'20001,"she said \"no\", twice"'))
    assert seen.texts[-1] == 'she said "no", twice'
    assert counts(seen) == {"backslash_quotes": 1}


@pytest.mark.parametrize("tweet", ["C:\\new\\table", "back\\", "\\n is no line end"])
def test_other_backslashes_are_letters(tweet: str) -> None:
    assert read(lines("id,text", f'1,"{tweet}"', '2,"a, b"')).texts == [tweet, "a, b"]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ('1,"Great" flight said nobody', '"Great" flight said nobody'),
        ('1,"He said "hi" to me"', 'He said "hi" to me'),
        ('1,I was told "no" 3 times', 'I was told "no" 3 times'),
        ('1,5" screen broken', '5" screen broken'),
        ('1,"the "best" crew, ever"', 'the "best" crew, ever'),
        ('1,"fine" ', "fine"),
    ],
)
def test_loose_quotes_are_letters(row: str, text: str) -> None:
    seen = read(lines("id,text", row, '2,"bad, really"'))
    assert seen.texts == [text, "bad, really"]
    assert not seen.flaws


def test_a_tweet_of_several_lines_with_loose_quotes_is_put_together() -> None:
    row = '1,"line one\nhe said "no" and\nleft",x'
    seen = read(lines("id,text,who", row, '2,"bad, really",y'))
    assert seen.rows[0] == ["1", 'line one\nhe said "no" and\nleft', "x"]
    assert counts(seen) == {"loose_quotes": 1}


@pytest.mark.parametrize("mark", ["\t", "|"])
def test_in_files_without_quoting_quotes_are_letters(mark: str) -> None:
    tweets = ['"Great" flight', 'lovely crew "thanks', '"never again', 'terrible" service']
    rows = [f"{n}{mark}{tweet}" for n, tweet in enumerate(tweets)]
    seen = read(lines(f"id{mark}text", *rows))
    assert seen.texts == tweets
    assert not seen.flaws


@pytest.mark.parametrize("mark", [",", ";"])
def test_single_quotes_quote_where_they_do_so_throughout(mark: str) -> None:
    seen = read(lines(f"id{mark}text", f"1{mark}'good{mark} really'", f"2{mark}'it''s bad'"))
    assert seen.texts == [f"good{mark} really", "it's bad"]


def test_an_apostrophe_is_no_quote() -> None:
    assert read(lines("id,text", "1,'tis late", "2,it's late")).texts == ["'tis late", "it's late"]


def test_a_file_full_of_unclosed_quotes_is_read_in_no_time() -> None:
    rows = [f'{n},"never closed {n}' for n in range(5_000)]
    seen = read(lines("id,text", *rows))
    assert len(seen.rows) == 5_000
    assert len(seen.notes.named["unclosed_quote"]) == 200
