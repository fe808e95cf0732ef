"""The row that names the columns, and the column that holds the tweets."""

import pytest

from airparadis.domain.file_faults import FileError, FileFault
from tests.files.reading import lines, read


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        ("id,text,text", "1,x,I love it", ("id", "text", "text_2")),
        ("Text,text,id", "x,I love it,1", ("Text", "text", "id")),
        ("text,text,text", "a b,c d,e f", ("text", "text_2", "text_3")),
        ("2024,text", "1,I love it", ("2024", "text")),
        ("id,text,2024", "1,I love it,5", ("id", "text", "2024")),
        ("id,2023,2024,text", "1,5,6,I love it", ("id", "2023", "2024", "text")),
        (",id,text", "0,1,I love it", ("column_1", "id", "text")),
        ("text,,", "I love it,a,b", ("text", "column_2", "column_3")),
        ("id;text;", "1;I love it;", ("id", "text", "column_3")),
        ("\ufeffid,text", "1,I love it", ("id", "text")),
        ('\ufeff"text","id"', '"I love it","1"', ("text", "id")),
        (" ID , Tweet Text , Date ", "1,I love it,2024-01-01", ("ID", "Tweet Text", "Date")),
        ("kunde,was war los", "17,viel zu spät", ("kunde", "was war los")),
    ],
)
def test_a_header_is_recognised_and_its_names_are_made_distinct(
    header: str, row: str, columns: tuple[str, ...]
) -> None:
    seen = read(lines(header, row, row))
    assert seen.layout.has_header
    assert seen.layout.columns == columns
    assert len(seen.rows) == 2


def test_a_question_of_a_survey_is_a_name() -> None:
    question = "What did you think of your last flight, and why do you say so? Tell us all of it."
    seen = read(lines(f'id,"{question}"', "1,I love it", "2,I hate it"))
    assert seen.layout.column == question


@pytest.mark.parametrize(
    "rows",
    [
        ['"0","1467810369","Mon Apr 06 22:19:45 PDT 2009","NO_QUERY","ann","I hate this, so sad"'],
        ["1,I love it", "2,I hate it"],
        ["I love it,1", "I hate it,2"],
        ["2024-01-01;so late", "2024-01-02;so good"],
        ["https://example.org/1,bad crew", "https://example.org/2,good crew"],
    ],
)
def test_rows_of_data_are_no_header(rows: list[str]) -> None:
    seen = read(lines(*rows))
    assert not seen.layout.has_header
    assert len(seen.rows) == len(rows)


def test_the_published_layout_without_header_has_its_text_last() -> None:
    row = '"4","1467810370","Mon Apr 06 22:19:49 PDT 2009","NO_QUERY","other","I love it"'
    assert read(lines(row, row)).layout.text_column == 5


@pytest.mark.parametrize(
    "above",
    [
        ["Export of tweets", "Generated 2024-01-01", ""],
        ["Report"],
        ["", "", "Tweets of March"],
        ["Brand monitoring", "Query: airline", "Period: March", "Rows: 2", ""],
    ],
)
def test_titles_above_the_header_are_named_and_skipped(above: list[str]) -> None:
    seen = read(lines(*above, "id,date,text", '1,2024-01-01,"I love it"', "2,2024-01-02,bad"))
    assert seen.layout.columns == ("id", "date", "text")
    assert seen.texts == ["I love it", "bad"]
    titles = [f"{number}: {line}" for number, line in enumerate(above, 1) if line]
    assert seen.notes.named["above_header"] == titles


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"date": "2024-01-01 a b c d", "Tweet Text": "I love it"}, "Tweet Text"),
        (
            {"auteur": "a", "Texte du tweet": "hate it", "date de publication": "x"},
            "Texte du tweet",
        ),
        ({"created_at": "2024", "full_text": "I love it so", "text": "I love…"}, "full_text"),
        ({"text": "I love…", "fullText": "I love it so"}, "fullText"),
        ({"Source": '<a href="https://x.example">for iPhone</a>', "post": "so late"}, "post"),
        ({"source": "Twitter for all of the phones", "content": "late"}, "content"),
        ({"permalink": "https://x.example/status/1 and more words", "message": "late"}, "message"),
        ({"User Description": "I fly a lot and write", "Tweet Content": "late"}, "Tweet Content"),
        ({"Comment": "so late", "Our reply": "Dear customer, we are so sorry for it"}, "Comment"),
        ({"Réponse": "Chère cliente, nous sommes désolés", "Commentaire": "nul"}, "Commentaire"),
        ({"lien": "https://x.example/1/2/3/4/5", "avis": "trop long"}, "avis"),
        (
            {"https": "https://x.example/1?a=bcdefghijklmnop", "what people said": "late"},
            "what people said",
        ),
        ({"bio": "words and words and words of me", "corps": "nul"}, "corps"),
        ({"texte": "un", "traduction du texte": "one of the many words"}, "texte"),
        ({"quoted_text": "an older tweet of many words", "text": "so true"}, "text"),
        ({"text": "NULL", "message": "I love it"}, "message"),
        ({"hashtags": "#a #b #c #d #e", "caption": "so late"}, "caption"),
        ({"id": "12", "verbatim client": "pas content du tout"}, "verbatim client"),
    ],
)
def test_the_column_with_the_tweets_is_found(columns: dict[str, str], wanted: str) -> None:
    def line(cells: list[str]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)

    seen = read(lines(line(list(columns)), *[line(list(columns.values()))] * 3))
    assert seen.layout.column == wanted


def test_without_names_the_longest_texts_are_the_tweets() -> None:
    seen = read(lines("1,short,a much longer one", "2,tiny,another that is long"))
    assert seen.layout.text_column == 2


def test_a_column_that_is_told_is_taken() -> None:
    seen = read(lines("id,text,note", "1,good,a b"), column="note")
    assert seen.texts == ["a b"]


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileError, match="no column nope") as refused:
        read(lines("id,text", "1,good"), column="nope")
    assert refused.value.fault is FileFault.NO_COLUMN


@pytest.mark.parametrize(
    ("told", "columns", "texts"),
    [(True, ("a b", "1"), ["c d"]), (False, ("column_1", "column_2"), ["a b", "c d"])],
)
def test_whether_there_is_a_header_can_be_told(
    told: bool, columns: tuple[str, ...], texts: list[str]
) -> None:
    seen = read(lines("a b,1", "c d,2"), has_header=told, delimiter=",")
    assert (seen.layout.columns, seen.texts) == (columns, texts)


@pytest.mark.parametrize("content", ["id,text\n", "text\n"])
def test_a_header_alone_has_no_rows(content: str) -> None:
    assert read(content).rows == []


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n\n", "\r\n"])
def test_a_file_without_a_row_is_refused(content: str) -> None:
    with pytest.raises(FileError) as refused:
        read(content)
    assert refused.value.fault is FileFault.EMPTY


@pytest.mark.parametrize("mark", [",", "\t"])
def test_too_many_columns_are_refused(mark: str) -> None:
    with pytest.raises(FileError) as refused:
        read(lines("id" + mark + mark.join(f"text{n}" for n in range(180_000))))
    assert refused.value.fault is FileFault.TOO_MANY_COLUMNS
