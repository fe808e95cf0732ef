"""Neighbours of files that people have: each kind of oddity in three forms more."""

import pytest

from tests.files.reading import lines, read

READ = {
    "a blank after each delimiter": [
        (lines("id, text", "1, so late", "2, no bag"), ["so late", "no bag"]),
        (lines("id; text", '1; "late; again"', "2; ok"), ["late; again", "ok"]),
        (lines("id| text", "1| so late", "2| ok"), ["so late", "ok"]),
    ],
    "line ends that change": [
        ("id,text\r\n1,so late\n2,ok\r\n", ["so late", "ok"]),
        ("id,text\n1,so late\r\n2,ok\n", ["so late", "ok"]),
        ('id,text\r\n1,"two\nlines"\n2,ok\r\n', ["two\nlines", "ok"]),
    ],
    "a NUL in a tweet": [
        ("id,text\n1,so\0late\n2,ok\n", ["so\0late", "ok"]),
        ("id,text\n1,late\0\n2,ok\n", ["late\0", "ok"]),
        ('id,text\n1,"so\0, late"\n2,ok\n', ["so\0, late", "ok"]),
    ],
    "JSON in a cell": [
        (lines("text,id", '"{""a"": 1}",1', "so late,2"), ['{"a": 1}', "so late"]),
        (lines("id;text", '1;{"a": 1}', "2;so late"), ['{"a": 1}', "so late"]),
        (lines("id,text,meta", '1,so late,"[1, 2]"', '2,ok,"{}"'), ["so late", "ok"]),
    ],
    "surplus blanks at the end": [
        (lines("id,text", "1,so late,", "2,ok,"), ["so late", "ok"]),
        (lines("id;text;", "1;so late;", "2;ok;"), ["so late", "ok"]),
        (lines("id,text", "1,so late,,,", "2,ok"), ["so late", "ok"]),
    ],
    "an apostrophe": [
        (lines("id,text", "1,I don't", "2,can't"), ["I don't", "can't"]),
        (lines("id,text", "1,'tis late", "2,ok"), ["'tis late", "ok"]),
        (lines("id;text", "1;l'avion d'hier", "2;ok"), ["l'avion d'hier", "ok"]),
    ],
    "a number before each row": [
        (lines(",text", "0,so late", "1,ok"), ["so late", "ok"]),
        (lines('"",id,text', "0,7,so late", "1,8,ok"), ["so late", "ok"]),
        (lines("Unnamed: 0;text", "0;so late", "1;ok"), ["so late", "ok"]),
    ],
    "a header of capitals and blanks": [
        (lines(" ID , TEXT ", "1,so late", "2,ok"), ["so late", "ok"]),
        (lines("Tweet ID;Tweet_Text", "1;so late", "2;ok"), ["so late", "ok"]),
        (lines("ID\tTEXTE", "1\tso late", "2\tok"), ["so late", "ok"]),
    ],
    "a link that is longer than the tweet": [
        (lines("text,url", f"so late,https://t.co/{'x' * 80}", "ok,"), ["so late", "ok"]),
        (lines("url,text", f"https://t.co/{'x' * 80},so late", ",ok"), ["so late", "ok"]),
        (lines("message;lien", f"so late;https://t.co/{'x' * 80}", "ok;"), ["so late", "ok"]),
    ],
    "a column of labels": [
        (lines("text,label", "so late,negative", "ok,positive"), ["so late", "ok"]),
        (lines("label,text", "negative,so late", "positive,ok"), ["so late", "ok"]),
        (lines("sentiment;tweet", "0;so late", "4;ok"), ["so late", "ok"]),
    ],
    "entities of HTML": [
        (lines("id,text", "1,bag &amp; crew", "2,ok"), ["bag &amp; crew", "ok"]),
        (lines("id;text", "1;bag &amp; crew; late", "2;ok"), ["bag &amp; crew; late", "ok"]),
        (lines("id,text", "1,&lt;3 the crew", "2,ok"), ["&lt;3 the crew", "ok"]),
    ],
    "a mark in front": [
        ('\ufeff"id","text"\n1,so late\n2,ok\n', ["so late", "ok"]),
        ("\ufefftext\nso late\nok\n", ["so late", "ok"]),
        ("\ufeffid;text\r\n1;so late\r\n2;ok\r\n", ["so late", "ok"]),
    ],
}


@pytest.mark.parametrize(
    ("content", "scored"),
    [
        pytest.param(*pair, id=f"{name} {number}")
        for name, pairs in READ.items()
        for number, pair in enumerate(pairs, 1)
    ],
)
def test_a_neighbour_is_read_as_it_is_meant(content: str, scored: list[str]) -> None:
    assert read(content).scored == scored
    assert read(content.encode("utf-16")).scored == scored
