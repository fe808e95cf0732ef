"""Small files as people have them, each with the texts that are to be scored."""

import pytest

from airparadis.files.table import Layout
from tests.files.reading import lines, read

CASES = {
    "identifiers rounded by a spreadsheet": (
        lines("tweet_id;airline_sentiment;text", "5,70306E+17;negative;so late", "5,7E+17;;ok"),
        "text",
        ["so late", "ok"],
    ),
    "six columns without a header": (
        lines(
            '"0","1467810672","Mon Apr 06 22:19:49 PDT 2009","NO_QUERY","lea","so late"',
            '"4","1467810917","Mon Apr 06 22:19:53 PDT 2009","NO_QUERY","max","so happy, all"',
        ),
        "column_6",
        ["so late", "so happy, all"],
    ),
    "JSON in a cell": (
        lines("text,id", '"{""text"": ""so late""}",1'),
        "text",
        ['{"text": "so late"}'],
    ),
    "our own reply is longer": (
        lines("id,reply,text", "1,Dear customer we are sorry for all of it,so late", "2,,ok"),
        "text",
        ["so late", "ok"],
    ),
    "a permalink is longer": (
        lines("permalink,what people said", "https://x.example/a/status/1,so late", ",no bag"),
        "what people said",
        ["so late", "no bag"],
    ),
    "a user's description is longer": (
        lines(
            "user.description,Comment", "I fly a lot and like to tell of it,so late", "x,ok then"
        ),
        "Comment",
        ["so late", "ok then"],
    ),
    "French names": (
        lines("identifiant;auteur;Texte du tweet;date", "1;lea;très en retard;2024-06-01"),
        "Texte du tweet",
        ["très en retard"],
    ),
    "the whole text before the cut one": (
        lines("created_at,full_text,text", "2024-06-01,so very late again,so very…"),
        "full_text",
        ["so very late again"],
    ),
    "titles above the header": (
        lines("Export of tweets", "Generated on 2024-06-01", "", "id,date,text", "1,2024-06-01,ok"),
        "text",
        ["ok"],
    ),
    "a number before each row": (
        lines(",id,text", "0,1,so late", "1,2,no bag"),
        "text",
        ["so late", "no bag"],
    ),
    "two names but for case": (
        lines("Text,text,id", "so late and so rude,x,1", "no bag for days,y,2"),
        "Text",
        ["so late and so rude", "no bag for days"],
    ),
    "a year as a name": (lines("id,text,2024", "1,so late,7", "2,ok,8"), "text", ["so late", "ok"]),
    "tabs within texts": (
        lines("id,text", "1,so\tlate", "2,no\tbag"),
        "text",
        ["so\tlate", "no\tbag"],
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_file_is_read_as_it_is_meant(name: str, end: str, encoding: str) -> None:
    content, column, texts = CASES[name]
    seen = read(content.replace("\n", end).encode(encoding))
    assert (seen.layout.column, seen.scored) == (column, texts)


@pytest.mark.parametrize("name", CASES)
def test_a_line_more_or_less_changes_no_column(name: str) -> None:
    content, column, texts = CASES[name]

    def layout(text: str) -> Layout:
        return read(text).layout

    last = content.splitlines()[-1]
    assert layout(content + last + "\n").column == layout(content.rstrip("\n")).column == column
    assert read(content + last + "\n").scored == [*texts, texts[-1]]
