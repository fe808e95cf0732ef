"""Neighbours of files of tweets that people have: each kind of oddity in three forms more."""

import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pytest
from pyarrow import parquet

from airparadis.domain.radar.sources.ingest_schema import IncomingError, RowFault
from airparadis.files.opening import open_here
from airparadis.files.tweets.reading import TweetFile
from tests.files.reading import lines
from tests.files.workbooks import workbook

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AT = "2024-06-01T10:00:00Z"
ID = "570306133677760513"
LATE = (ID, "so late")

Outcome = tuple[str, str] | RowFault
Case = tuple[str, bytes, list[Outcome]]


def csv(*rows: str, names: str = "id,text,created_at", end: str = "\n") -> bytes:
    return lines(names, *rows, end=end).encode()


def jsonl(*records: Any) -> bytes:
    return lines(*(json.dumps(record) for record in records)).encode()


def table(**columns: Any) -> bytes:
    file = io.BytesIO()
    parquet.write_table(arrow.table(columns), file)
    return file.getvalue()


def late(**changes: Any) -> dict[str, Any]:
    return {"id": ID, "text": "so late", "created_at": AT} | changes


V1 = {"id": int(ID), "id_str": ID, "created_at": "Sat Jun 01 10:00:00 +0000 2024"}
USER = {"screen_name": "lea", "description": "I fly a lot and like to tell of it"}
PLAIN = csv(f"{ID},so late,{AT}").decode()
MOMENT = datetime(2024, 6, 1, 10, tzinfo=UTC)

KINDS: dict[str, list[Case]] = {
    "identifiers in scientific notation": [
        ("a.csv", csv(f"5.7E+17,so late,{AT}", f"{ID},ok,{AT}"), [RowFault.ROUNDED_ID, (ID, "ok")]),
        ("b.csv", csv(f"5.70306e17,so late,{AT}"), [RowFault.ROUNDED_ID]),
        ("c.csv", csv(f"5,70306E+17;late;{AT}", names="id;text;created_at"), [RowFault.ROUNDED_ID]),
        (
            "d.xlsx",
            workbook([["id", "text", "created_at"], [5.703061336777605e17, "so late", AT]]),
            [RowFault.ROUNDED_ID],
        ),
    ],
    "identifiers as floats": [
        ("a.csv", csv(f"1467810369.0,so late,{AT}"), [("1467810369", "so late")]),
        (
            "b.csv",
            csv(f"1467810369,0;late;{AT}", names="id;text;created_at"),
            [("1467810369", "late")],
        ),
        ("c.csv", csv(f"{ID}.00,so late,{AT}"), [RowFault.ROUNDED_ID]),
        ("d.jsonl", jsonl(late(id=1467810369.0)), [("1467810369", "so late")]),
        ("e.parquet", table(id=[7.0], text=["so late"], created_at=[AT]), [("7", "so late")]),
    ],
    "identifiers that are guarded from spreadsheets": [
        ("a.csv", csv(f"'{ID},so late,{AT}"), [LATE]),
        ("b.csv", csv(f'"=""{ID}""",so late,{AT}'), [LATE]),
        ("c.csv", csv(f'"""{ID}""",so late,{AT}'), [LATE]),
        ("d.csv", csv(f" {ID} ,so late,{AT}"), [LATE]),
        ("e.xlsx", workbook([["id", "text", "created_at"], [f"'{ID}", "so late", AT]]), [LATE]),
    ],
    "other delimiters": [
        ("a.csv", PLAIN.replace(",", "|").encode(), [LATE]),
        ("b.csv", PLAIN.replace(",", "\t").encode(), [LATE]),
        ("c.txt", PLAIN.replace(",", ";").encode(), [LATE]),
        ("d.tsv", PLAIN.encode(), [LATE]),
    ],
    "other encodings": [
        ("a.csv", PLAIN.encode("utf-16-le"), [LATE]),
        ("b.csv", PLAIN.encode("utf-16-be"), [LATE]),
        ("c.csv", PLAIN.encode("utf-32"), [LATE]),
        (
            "d.csv",
            PLAIN.replace("late", "déçu à l’été").encode("mac-roman"),
            [(ID, "so déçu à l’été")],
        ),
        (
            "e.csv",
            PLAIN.replace("late", "déçu, à l’été").encode("cp1252"),
            [(ID, "so déçu, à l’été")],
        ),
        (
            "f.jsonl",
            json.dumps(late(text="don’t é"), ensure_ascii=False).encode("cp1252"),
            [(ID, "don’t é")],
        ),
        ("g.jsonl", jsonl(late()).decode().encode("utf-16"), [LATE]),
        ("h.csv", PLAIN.encode("utf-8-sig"), [LATE]),
    ],
    "a line for Excel above the header": [
        ("a.csv", b"sep=;\r\n" + PLAIN.replace(",", ";").encode(), [LATE]),
        ("b.csv", b'"sep=,"\n' + PLAIN.encode(), [LATE]),
        ("c.csv", b"SEP=\t\n" + PLAIN.replace(",", "\t").encode(), [LATE]),
        ("d.csv", b"\xef\xbb\xbfsep=,\n" + PLAIN.encode(), [LATE]),
    ],
    "names in other letters": [
        ("a.csv", csv(f"{ID},so late,{AT}", names="TWEET_ID,TWEET,DATE"), [LATE]),
        ("b.csv", csv(f"{ID},so late,{AT}", names="tweetId,fullText,createdAt"), [LATE]),
        ("c.csv", csv(f"{ID};so late;{AT}", names="Identifiant;Message;Date de création"), [LATE]),
        ("d.csv", csv(f"{ID},so late,{AT}", names=" Id ,\tText,Created at "), [LATE]),
        ("e.csv", csv(f"{ID},so late,{AT}", names="id_str,full_text,timestamp"), [LATE]),
    ],
    "rows above the header": [
        ("a.csv", b"\r\n\r\n" + PLAIN.encode(), [LATE]),
        ("b.csv", b"Tweets of June\nmade by Ann\n\n" + PLAIN.encode(), [LATE]),
        ("c.csv", b",,\n,,\n" + PLAIN.encode(), [LATE]),
        (
            "d.xlsx",
            workbook([["Tweets"], [], ["id", "text", "created_at"], [ID, "so late", AT]]),
            [LATE],
        ),
    ],
    "times as people and programs write them": [
        ("a.csv", csv(f"{ID},so late,Wed Oct 10 20:19:24 +0000 2018"), [LATE]),
        ("b.csv", csv(f'{ID},so late,"Mon Apr 06 22:19:45 PDT 2009"'), [LATE]),
        ("c.csv", csv(f"{ID},so late,1717236000000"), [LATE]),
        ("d.csv", csv(f"{ID},so late,2024-06-01 10:00:00+00:00"), [LATE]),
        (
            "e.xlsx",
            workbook([["id", "text", "created_at"], [ID, "so late", MOMENT.replace(tzinfo=None)]]),
            [LATE],
        ),
        ("f.csv", csv(f"{ID},so late,yesterday"), [RowFault.TIME]),
        ("g.csv", csv(f"{ID},so late,2024-06-01 10:00:00"), [RowFault.TIME]),
    ],
    "times of Parquet": [
        ("a.parquet", table(id=[ID], text=["so late"], created_at=[MOMENT]), [LATE]),
        ("b.parquet", table(id=[int(ID)], text=["so late"], created_at=[1717236000]), [LATE]),
        ("c.parquet", table(id=[ID], text=["so late"], created_at=[date(2024, 6, 1)]), [LATE]),
        ("d.parquet", table(id=[ID], text=["so late"], created_at=[AT]), [LATE]),
        (
            "e.parquet",
            table(
                id=[ID, "2"],
                text=arrow.array(["so late", None]).dictionary_encode(),
                created_at=[AT, AT],
            ),
            [LATE, RowFault.NO_TEXT],
        ),
    ],
    "reach as data frames and spreadsheets write it": [
        ("a.csv", csv(f"{ID},so late,{AT},1000.0", names="id,text,created_at,reach"), [LATE]),
        ("b.csv", csv(f"{ID},so late,{AT},<NA>", names="id,text,created_at,reach"), [LATE]),
        ("c.jsonl", jsonl(late(reach=12.0)), [LATE]),
        ("d.jsonl", jsonl(late(reach=None)), [LATE]),
        (
            "e.csv",
            csv(f"{ID},so late,{AT},1{'0' * 4_300}", names="id,text,created_at,reach"),
            [RowFault.REACH],
        ),
        (
            "f.jsonl",
            b'{"id":"1","text":"a","created_at":"%s","reach":1%s}' % (AT.encode(), b"0" * 4_300),
            [RowFault.REACH],
        ),
    ],
    "tweets of X's API v1.1": [
        ("a.jsonl", jsonl(V1 | {"text": "so late", "user": USER}), [LATE]),
        (
            "b.json",
            json.dumps([V1 | {"full_text": "so late", "text": "so…"}] * 1, indent=1).encode(),
            [LATE],
        ),
        (
            "c.jsonl",
            jsonl(
                V1 | {"text": "so…", "truncated": True, "extended_tweet": {"full_text": "so late"}},
                V1 | {"id_str": "8", "id": 8, "text": "ok then"},
            ),
            [LATE, ("8", "ok then")],
        ),
        (
            "d.jsonl",
            jsonl(
                V1
                | {
                    "full_text": "RT @ann: so",
                    "retweeted_status": V1 | {"full_text": "so and so on"},
                }
            ),
            [(ID, "RT @ann: so")],
        ),
        ("e.json", json.dumps({"statuses": [V1 | {"full_text": "so late"}]}).encode(), [LATE]),
    ],
    "pages of X's API v2": [
        (
            "a.jsonl",
            jsonl({"data": [late()], "meta": {}}, {"data": [late(id="2")]}),
            [LATE, ("2", "so late")],
        ),
        (
            "b.json",
            json.dumps({"data": [late()], "includes": {"users": []}}, indent=2).encode(),
            [LATE],
        ),
        ("d.jsonl", jsonl({"data": [late()]}, {"meta": {"result_count": 0}}), [LATE]),
        (
            "e.json",
            json.dumps([{"data": [late()]}, {"data": [late(id="2")]}]).encode(),
            [LATE, ("2", "so late")],
        ),
    ],
    "tweets that a stream sends": [
        ("a.jsonl", jsonl({"data": late(), "matching_rules": [{"id": "7", "tag": "x"}]}), [LATE]),
        (
            "b.jsonl",
            jsonl({"data": late(author_id="7"), "includes": {"users": [{"id": "7"}]}}),
            [LATE],
        ),
        ("c.json", json.dumps({"data": late()}, indent=2).encode(), [LATE]),
    ],
    "JSON that is not whole": [
        (
            "a.jsonl",
            jsonl(late()) + b'{"id": "2", "te\n' + jsonl(late(id="3")),
            [LATE, RowFault.NO_OBJECT, ("3", "so late")],
        ),
        (
            "b.jsonl",
            jsonl(late(), [1], "x", late(id="3")),
            [LATE, RowFault.NO_OBJECT, RowFault.NO_OBJECT, ("3", "so late")],
        ),
        ("c.jsonl", jsonl(late()) + b'{"id": "2"', [LATE, RowFault.NO_OBJECT]),
    ],
    "a quotation mark that is never closed": [
        (
            "a.csv",
            csv(f'1,"so late,{AT}', f"2,ok,{AT}", f"3,ok,{AT}"),
            [RowFault.UNCLOSED_QUOTE, ("2", "ok"), ("3", "ok")],
        ),
        ("b.csv", csv(f"1,ok,{AT}", f'2,"so late,{AT}'), [("1", "ok"), RowFault.UNCLOSED_QUOTE]),
        (
            "c.csv",
            csv(f'1;"so late;{AT}', f"2;ok;{AT}", names="id;text;created_at"),
            [RowFault.UNCLOSED_QUOTE, ("2", "ok")],
        ),
    ],
    "tweets of several lines": [
        ("a.csv", csv(f'{ID},"so\r\nlate",{AT}', end="\r\n"), [(ID, "so\nlate")]),
        (
            "b.csv",
            csv(f'{ID},"so\n\n\nlate",{AT}', f"2,ok,{AT}"),
            [(ID, "so\n\n\nlate"), ("2", "ok")],
        ),
        (
            "c.csv",
            csv(f'{ID},"1,so\n2,late",{AT}', f"2,ok,{AT}"),
            [(ID, "1,so\n2,late"), ("2", "ok")],
        ),
    ],
    "packed files": [
        ("a.csv.gz", gzip.compress(PLAIN.encode(), mtime=0), [LATE]),
        ("b.jsonl.gz", gzip.compress(jsonl(late()), mtime=0), [LATE]),
        ("c.csv", gzip.compress(PLAIN.replace(",", ";").encode("utf-16"), mtime=0), [LATE]),
    ],
}


def outcomes(path: Path) -> list[Outcome]:
    file, found = TweetFile(path, open_here), list[Outcome]()
    for row in file.rows():
        try:
            tweet = file.read(row, NOW)
            found.append((tweet.source_id, tweet.text))
        except IncomingError as error:
            found.append(error.fault)
    return found


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        pytest.param(*case, id=f"{kind}: {case[0]}")
        for kind, cases in KINDS.items()
        for case in cases
    ],
)
def test_a_neighbour_is_read_as_it_is_meant(
    tmp_path: Path, name: str, content: bytes, wanted: list[Outcome]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert outcomes(tmp_path / name) == wanted


def test_every_kind_has_three_neighbours() -> None:
    assert all(len(cases) >= 3 for cases in KINDS.values())
