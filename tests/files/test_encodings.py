"""Texts in the encodings that people have."""

import pytest

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.encodings import guess_encoding
from tests.files.reading import counts, lines, read

TWEETS = ["I don’t love this “flight”", "Le café était déçu à Noël…", "€50 for a bag – ça va"]
TABLE = lines("id;text", *(f"{n};{tweet}" for n, tweet in enumerate(TWEETS)))


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "cp1252", "mac-roman"),
        *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r"])
def test_every_encoding_is_recognised(encoding: str, end: str) -> None:
    assert read(TABLE.replace("\n", end).encode(encoding)).texts == TWEETS


@pytest.mark.parametrize(
    ("encoding", "tweet"),
    [
        ("cp1252", "don’t"),
        ("mac-roman", "I don’t love this flight"),
        ("mac-roman", "déçu par le café à bord, où était l’équipage ?"),
        ("cp1252", "déçu par le café à bord, où était l’équipage ?"),
        ("cp1252", "ÉQUIPAGE TRÈS DÉÇU"),
        ("cp1252", "Señor, ¿dónde está? ¡Qué mal!"),
        ("mac-roman", "Señor, ¿dónde está? ¡Qué mal!"),
        ("cp1252", "für größere Koffer"),
        ("mac-roman", "für größere Koffer"),
    ],
)
def test_windows_is_told_from_the_old_macintosh(encoding: str, tweet: str) -> None:
    assert read(lines("id;text", f"1;{tweet}", "2;bad").encode(encoding)).texts == [tweet, "bad"]


def test_cyrillic_in_windows_encoding_is_read() -> None:
    tweet = "Ненавижу эту авиакомпанию, потеряли мой багаж"
    assert read(lines("id;text", f"1;{tweet}").encode("cp1251")).texts == [tweet]


@pytest.mark.parametrize(
    ("encoding", "tweet"),
    [
        *(("gb18030", tweet) for tweet in ("飞机很好", "行李丢了，没有人管", "服务很差")),
        *(
            ("big5", tweet)
            for tweet in ("飛機很好", "行李丟了，沒有人管", "服務很差，航班又延誤了")
        ),
        *(("cp949", tweet) for tweet in ("비행기가 늦었어요", "서비스가 최악", "짐이 없다")),
        *(("cp932", tweet) for tweet in ("飛行機が遅れた", "荷物がない", "サービスが悪い")),
    ],
)
def test_east_asian_texts_are_told_by_their_common_characters(encoding: str, tweet: str) -> None:
    content = lines("id,text", f"1,{tweet}", "2,I hate it").encode(encoding)
    assert read(content).texts == [tweet, "I hate it"]


@pytest.mark.parametrize("letters", ["령샙붤봤", "龘靐齉爩", "鱻麤龗"])
def test_rare_letters_are_no_evidence_for_an_encoding(letters: str) -> None:
    content = lines("id,text", f"1,{letters}", "2,I hate it").encode("gb18030")
    assert guess_encoding(content) not in {"cp949", "cp932", "big5"}


@pytest.mark.parametrize("rows", [1, 20_000])
@pytest.mark.parametrize("tweet", ["I don’t love it", "café was awful", "“no”", "50 €"])
def test_windows_bytes_in_a_file_of_utf_8_are_read_as_such(rows: int, tweet: str) -> None:
    """However late they come: files are put together from several sources."""
    start = lines("id,text", *(f"{n},I love it number {n} é" for n in range(2 + rows)))
    seen = read(start.encode() + f"-1,{tweet}\n".encode("cp1252"))
    assert seen.texts[-1] == tweet
    assert seen.texts[0] == "I love it number 0 é"
    assert counts(seen) == {
        "western_bytes": len(tweet.encode("cp1252")) - len(tweet.encode("ascii", "ignore"))
    }


def test_windows_bytes_after_megabytes_of_ascii() -> None:
    start = lines("id,text", *(f"{n},I love it number {n}" for n in range(20_000)))
    assert read(start.encode() + b"-1,I don\x92t\n").texts[-1] == "I don’t"


def test_an_encoding_that_is_told_is_taken_and_what_it_cannot_read_replaced() -> None:
    assert read(b"id,text\n1,good \x81\n", encoding="cp1252").texts == ["good \ufffd"]
    assert read(b"id,text\n1,d\xe9j\xe0\n", encoding="latin-1").texts == ["déjà"]


@pytest.mark.parametrize("name", ["none", "rot13", "base64", "x" * 100])
def test_what_is_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(FileError) as refused:
        read("text\ngood\n", encoding=name)
    assert refused.value.fault is FileFault.ENCODING


def test_a_beginning_that_ends_within_a_character_is_utf_8_all_the_same() -> None:
    for shift in range(4):
        seen = read(lines("text", "x" * shift + "é😀" * 60_000, "good"))
        assert seen.layout.encoding == "utf-8"
        assert not seen.notes.counts


def test_nul_within_a_text_stays() -> None:
    assert read("id,text\n1,a\0b\n").texts == ["a\0b"]
