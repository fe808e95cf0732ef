"""`python -m training eda`: figures checked by hand, one safe file, the same in MLflow."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from airparadis.text.cleaning import Level
from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main
from training.data.tweets import Tweets, read_tweets
from training.eda.collect import collect
from training.eda.dates import read_dates
from training.eda.explore import explore, render, sampled
from training.eda.figures import Figures
from training.eda.measures import (
    Mark,
    add_up,
    find_marks,
    host,
    measure,
    measure_on_all_cores,
)
from training.eda.plots import draw
from training.eda.statistics import (
    count_misread,
    histogram,
    log_odds,
    noisiest,
    repetition,
    spread,
    telling_words,
)
from training.errors import TrainingError

TWEETS = [
    ("0", "bad bad flight"),
    ("0", "@air see http://t.co/x"),
    ("0", "same again"),
    ("0", "@nobody"),
    ("4", "good flight :) #fun"),
    ("4", "same again"),
    ("4", "good good &amp; <b>bold</b> crew"),
    ("4", "good good &amp; <b>bold</b> crew"),
]


def published(path: Path, tweets: list[tuple[str, str]], date: str = "no date") -> Path:
    rows = [[target, "1", date, "NO_QUERY", "user", text] for target, text in tweets]
    return write_published(path, rows)


@pytest.fixture
def tweets(tmp_path: Path) -> Tweets:
    return read_tweets(published(tmp_path / "tweets.csv", TWEETS))


@pytest.fixture
def figures(tweets: Tweets) -> Figures:
    return collect("tweets.csv", tweets, measure(tweets.texts, tweets.y), None, 8)


def test_classes_and_repetitions_are_counted(figures: Figures) -> None:
    assert (figures.rows, figures.negative, figures.positive) == (8, 4, 4)
    found = figures.repetition
    assert (found.distinct_texts, found.superfluous_rows) == (6, 2)
    assert (found.repeated_texts, found.repeated_rows) == (2, 4)
    assert (found.contradictory_texts, found.contradictory_rows) == (1, 2)


def test_texts_are_told_apart_by_hash_and_label() -> None:
    found = repetition(np.array([7, 7, 7, 9, 9, 5], np.uint64), np.array([0, 1, 0, 1, 1, 0], "i1"))
    assert (found.repeated_texts, found.repeated_rows) == (2, 5)
    assert (found.contradictory_texts, found.contradictory_rows) == (1, 3)


def test_length_is_described_before_and_after_the_short_row_filter(figures: Figures) -> None:
    lengths = {length.form: length for length in figures.lengths}
    raw = lengths["raw"].before
    assert raw is not None
    assert (raw.rows, raw.mean, raw.minimum, raw.median, raw.maximum) == (8, 25 / 8, 1, 3, 5)
    advanced = lengths["advanced"]
    assert advanced.before is not None
    assert advanced.after is not None
    assert (advanced.before.rows, advanced.before.minimum) == (8, 0)
    assert (advanced.after.rows, advanced.after.minimum) == (6, 2)  # "see" and "" are out
    assert advanced.histogram[:4] == [1, 1, 2, 1]
    assert lengths["raw"].before == lengths["raw"].after


def test_spread_gives_the_sample_deviation_and_quartiles() -> None:
    found = spread(np.array([1, 2, 3, 4, 5], np.int32))
    assert found is not None
    assert found.sd == pytest.approx(1.5811, abs=1e-4)
    assert (found.lower_quartile, found.median, found.upper_quartile) == (2, 3, 4)


def test_no_rows_have_no_spread() -> None:
    assert spread(np.array([], np.int32)) is None


def test_the_last_bin_takes_everything_longer() -> None:
    bins = histogram(np.array([0, 2, 2, 39, 40, 41, 9_000], np.int32))
    assert (len(bins), bins[0], bins[2], bins[39], bins[40]) == (41, 1, 2, 1, 3)


@pytest.mark.parametrize(
    ("text", "noise", "words"),
    [
        ("quiet here", 0, 2),
        ("@nobody", 1, 0),
        ("@abcdefg hi", 0.8, 1),
        ("soooooo", 3 / 7, 1),
        ("&amp;&amp;", 0, 1),
    ],
)
def test_noise_is_the_share_of_characters_cleaning_takes_away(
    text: str, noise: float, words: int
) -> None:
    found = measure([text], np.array([0], np.int8))
    assert found.noise.tolist() == pytest.approx([noise])
    assert found.words[Level.ADVANCED].tolist() == [words]


def test_the_noisiest_come_first_then_the_longest_each_text_once() -> None:
    texts = ["a", "b", "b", "c", "d"]
    noise = np.array([0.5, 1, 1, 1, 0.9], np.float32)
    characters = np.array([9, 5, 5, 7, 9], np.int32)
    assert noisiest(noise, characters, texts, 3) == [3, 1, 4]


def test_noisy_examples_show_what_is_left(figures: Figures) -> None:
    assert figures.only_noise == 1
    assert [tweet.text for tweet in figures.noisiest[:2]] == ["@nobody", "@air see http://t.co/x"]
    assert figures.noisiest[1].cleaned == "see"
    assert figures.noisiest_kept[0].text == "good flight :) #fun"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://t.co/x", [(Mark.LINK, "t.co")]),
        (
            "@Air :/ #Delay",
            [(Mark.HANDLE, "@air"), (Mark.EMOTICON, ":/"), (Mark.HASHTAG, "#delay")],
        ),
        ("so happy \U0001f600\U0001f600", [(Mark.EMOJI, "\U0001f600")] * 2),
        ("love &lt;3", [(Mark.EMOTICON, "<3")]),
        ("a plain e-mail to you", []),
    ],
)
def test_marks_are_found_in_order(text: str, found: list[tuple[Mark, str]]) -> None:
    assert find_marks(text) == found


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("http://www.TwitPic.com/2y1zl", "twitpic.com"),
        ("https://bit.ly?x=1", "bit.ly"),
        ("HTTP://a.example:80/b", "a.example"),
        ("someone@mail.example", "mail.example"),
        ("http://", "(no host)"),
    ],
)
def test_a_link_is_named_by_its_host(link: str, name: str) -> None:
    assert host(link) == name


def test_marks_are_counted_by_class(figures: Figures) -> None:
    handles = next(marks for marks in figures.marks if marks.mark == "handle")
    assert (handles.occurrences, handles.distinct, handles.tweets) == (2, 2, 2)
    assert (handles.share_of_negative, handles.share_of_positive) == (0.5, 0)
    assert [(mark.name, mark.negative) for mark in handles.top] == [("@air", 1), ("@nobody", 1)]


def test_log_odds_are_those_computed_by_hand() -> None:
    positive, negative = np.array([3.0, 1.0]), np.array([1.0, 5.0])
    difference, z = log_odds(positive, negative)
    # prior 4 and 6; (3+4) / (1+6) = 1 against (1+4) / (5+6): ln(11/5), error sqrt(1/7 + 1/5)
    assert difference[0] == pytest.approx(np.log(11 / 5))
    assert z[0] == pytest.approx(np.log(11 / 5) / np.sqrt(1 / 7 + 1 / 5))
    assert difference[1] == pytest.approx(-difference[0])


def test_telling_words_lean_their_way_and_the_surest_comes_first() -> None:
    negative = Counter({"sad": 90, "odd": 1, "flight": 100})
    positive = Counter({"glad": 40, "nice": 51, "flight": 100})
    low, high = telling_words(negative, positive, 2)
    assert [word.word for word in low] == ["sad", "odd"]
    assert [word.word for word in high] == ["nice", "glad"]
    assert (high[0].negative, high[0].positive) == (0, 51)


def test_one_word_tells_nothing() -> None:
    assert telling_words(Counter({"hm": 2}), Counter({"hm": 1}), 5) == ([], [])


def test_utf_8_read_as_latin_1_is_counted() -> None:
    misread = "café".encode().decode("latin-1")
    assert count_misread(["cafe", "café", misread, "naïve à"]) == 1


def test_measures_of_parts_add_up_to_those_of_the_whole(tweets: Tweets) -> None:
    whole = measure(tweets.texts, tweets.y)
    parts = add_up(measure([text], tweets.y[i : i + 1]) for i, text in enumerate(tweets.texts))
    assert parts.marks == whole.marks
    assert parts.vocabulary == whole.vocabulary
    for array, expected in zip(
        [parts.noise, parts.holding, *parts.words.values()],
        [whole.noise, whole.holding, *whole.words.values()],
        strict=True,
    ):
        np.testing.assert_array_equal(array, expected)


def test_several_processes_measure_what_one_does(tweets: Tweets) -> None:
    together, alone = (measure_on_all_cores(tweets.texts, tweets.y, chunk) for chunk in (3, 100))
    assert together.vocabulary == alone.vocabulary
    np.testing.assert_array_equal(together.noise, alone.noise)


def test_dates_of_the_published_file_are_read_in_its_own_zone(tmp_path: Path) -> None:
    path = published(tmp_path / "tweets.csv", TWEETS, "Mon Apr 06 22:19:45 PDT 2009")
    dates = read_dates(path, np.array([0, 2]))
    assert dates is not None
    assert dates.astype(str).tolist() == ["2009-04-06T22:19:45"] * 2


def test_dates_of_a_parquet_file_are_its_first_times(tmp_path: Path) -> None:
    times = np.array(["2009-06-01T02:59:40", "NaT"], "datetime64[ms]")
    pq.write_table(pa.table({"target": [0, 4], "when": times}), tmp_path / "tweets.parquet")
    dates = read_dates(tmp_path / "tweets.parquet", np.array([0, 1]))
    assert dates is not None
    assert dates.astype(str).tolist() == ["2009-06-01T02:59:40", "NaT"]


@pytest.mark.parametrize("date", ["no date", "Mon Foo 06 22:19:45 PDT 2009"])
def test_a_file_without_dates_has_no_span(tmp_path: Path, date: str) -> None:
    path = published(tmp_path / "tweets.csv", TWEETS, date)
    assert read_dates(path, np.arange(8)) is None


def test_tweets_are_counted_by_day_and_class(tweets: Tweets) -> None:
    dates = np.array(["2009-04-06T23:00:00"] * 5 + ["2009-04-07T01:00:00"] * 2 + ["NaT"], "M8[s]")
    found = collect("x", tweets, measure(tweets.texts, tweets.y), dates, 8).span
    assert found is not None
    assert (found.first, found.last) == ("2009-04-06 23:00:00", "2009-04-07 01:00:00")
    assert found.undated == 1
    assert [(day.negative, day.positive) for day in found.days] == [(4, 1), (0, 2)]


def test_a_sample_is_drawn_at_random_in_order_and_again_the_same(tmp_path: Path) -> None:
    tweets = read_tweets(write_published(tmp_path / "tweets.csv", published_rows(40)))
    first, second = sampled(tweets, 10), sampled(tweets, 10)
    assert first.texts == second.texts
    assert first.rows.tolist() == sorted(first.rows.tolist())
    assert [tweets.texts[row] for row in first.rows] == first.texts
    assert sampled(tweets, 41) is tweets


def test_the_report_holds_every_table_and_chart(figures: Figures) -> None:
    page = render(figures, draw(figures))
    for heading in (
        "Rows and classes",
        "Repeated texts",
        "Length in words",
        "Noise",
        "Words by class",
    ):
        assert f">{heading}</h2>" in page
    for row in (
        "raw",
        "simple <small>before",
        "advanced <small>from 2 words",
        "transformer <small>",
    ):
        assert f'<th scope="row">{row}' in page
    assert page.count("<svg ") == 6
    assert "The file holds no dates." in page
    for target in re.findall(r'href="#([^"]+)"', page.split("<svg ")[0]):
        assert f'id="{target}"' in page


def test_every_chart_has_a_name_and_a_table_that_says_the_same(figures: Figures) -> None:
    page = render(figures, draw(figures))
    for figure in re.findall(r"<figure.*?</figure>", page, re.DOTALL):
        caption = re.search(r'role="img" aria-labelledby="([^"]+)"', figure)
        table = re.search(r'<a href="#([^"]+)">The same as a table', figure)
        assert caption
        assert f'<figcaption id="{caption[1]}"' in figure
        assert table
        assert f'id="{table[1]}"' in page


def test_the_report_loads_nothing(figures: Figures) -> None:
    page = render(figures, draw(figures))
    links = re.findall(r'(?:src|href|action|data)\s*=\s*"([^"]*)"', page)
    assert {link for link in links if not link.startswith("#")} == {"data:,"}
    assert not re.search(r"@import|<script|<link (?!rel=\"icon\")|<!DOCTYPE svg", page)
    assert set(re.findall(r"url\((.)", page)) <= {"#"}


def test_ids_are_unique_though_the_charts_share_a_page(figures: Figures) -> None:
    ids = re.findall(r'\bid="([^"]+)"', render(figures, draw(figures)))
    assert [name for name, times in Counter(ids).items() if times > 1] == []


def test_markup_in_tweets_stays_text(tmp_path: Path) -> None:
    evil = '@a http://t.co/x </title><script>alert("1")</script> <img src=x onerror=alert(1)> $x^2$'
    rows = [
        ("0", evil),
        ("4", "fine <b>flight</b> #<i>"),
        ("4", "l\udcffove it".replace("\udcff", "ÿ")),
    ]
    tweets = read_tweets(published(tmp_path / "tweets.csv", rows))
    figures = collect("<u>.csv", tweets, measure(tweets.texts, tweets.y), None, 3)
    page = render(figures, draw(figures))
    assert "<script" not in page
    assert "<img" not in page
    assert "<u>" not in page
    assert "&lt;script&gt;" in page


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_the_report_and_logs_it_to_mlflow(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = published(workplace / "tweets.csv", TWEETS, "Mon Apr 06 22:19:45 PDT 2009")
    assert main(["eda", "--data", str(path), "--out", "out"]) == 0
    assert "8 usable rows" in capsys.readouterr().out
    written = {file.relative_to("out").as_posix() for file in Path("out").rglob("*.*")}
    assert {"report.html", "figures.json", "plots/words.svg", "plots/days.svg"} <= written
    assert json.loads(Path("out/figures.json").read_text())["repetition"]["distinct_texts"] == 6
    logged = {file.name for file in Path("instance/mlartifacts").rglob("*.*")}
    assert logged == {Path(name).name for name in written}


def test_without_mlflow_nothing_is_logged(workplace: Path) -> None:
    path = published(workplace / "tweets.csv", TWEETS)
    assert main(["eda", "--data", str(path), "--sample", "6", "--no-mlflow"]) == 0
    figures = json.loads(Path("instance/training/eda/figures.json").read_text())
    assert (figures["rows"], figures["usable"]) == (6, 8)
    assert not Path("instance/mlflow.sqlite3").exists()


@pytest.mark.parametrize("name", ["nowhere.csv", "no_columns.parquet"])
def test_data_that_cannot_be_read_is_one_line_and_a_failure(
    workplace: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pq.write_table(pa.table({"label": [0, 4]}), workplace / "no_columns.parquet")
    assert main(["eda", "--data", name, "--no-mlflow"]) == 1
    *progress, said = capsys.readouterr().err.splitlines()
    assert said.startswith("python -m training: ")
    assert name in said
    assert all(line.startswith("read ") for line in progress if line)


def test_a_place_that_cannot_be_written_is_one_line(workplace: Path) -> None:
    path = published(workplace / "tweets.csv", TWEETS)
    with pytest.raises(TrainingError, match=r"cannot write to .*tweets\.csv"):
        explore(path, path, None, track=False)
