"""The report in both forms: complete, self-contained, and the same figures in each."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from tests.support.training.compared_models import VERSIONS, comparison, cost
from training.compare.figures import Comparison
from training.compare.plots import draw
from training.compare.report import as_html, as_markdown


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return comparison()


@pytest.fixture(scope="module")
def page(compared: Comparison) -> str:
    return as_html(compared, draw(compared))


def test_every_model_stands_in_every_table_that_names_models(compared: Comparison) -> None:
    for block in as_markdown(compared).split("\n\n"):
        if block.startswith("| Model |") and "Only it is right" not in block:
            assert all(version in block for version in VERSIONS)


def test_the_champion_is_compared_with_all_but_itself(compared: Comparison) -> None:
    text = as_markdown(compared)
    assert f"Less the champion, {VERSIONS[0]}:" in text
    table = text.split("Less the champion")[1].split("\n\n")[1]
    assert [version in table for version in VERSIONS] == [False, True, True]


def test_published_figures_stand_beside_ours_and_say_so(compared: Comparison) -> None:
    (line,) = [line for line in as_markdown(compared).splitlines() if ".8447" in line]
    assert line.startswith("| ModernBERT-base (published, other test rows) | about 50,000 |")


def test_both_forms_hold_the_same_tables(compared: Comparison, page: str) -> None:
    text = as_markdown(compared)
    assert page.count("<table ") == len(re.findall(r"^\| ---", text, re.MULTILINE))
    for main in re.findall(r"^\| .*? \| (\.\d{4})", text, re.MULTILINE):
        assert main in page


def test_what_was_not_recorded_is_a_dash_and_long_trainings_are_in_hours(
    compared: Comparison,
) -> None:
    first, *others = compared.models
    known = replace(compared, models=[replace(first, cost=cost(recorded=True)), *others])
    text = as_markdown(known)
    assert f"| light ({VERSIONS[0]}) | 1,000 | 52.0 h | 1,500 MB |" in text
    assert f"| tfidf ({VERSIONS[1]}) | – | – | – |" in text


def test_one_model_alone_without_extras_is_reported_too() -> None:
    alone = replace(comparison(1), learning=[])
    alone = replace(alone, models=[replace(alone.models[0], airline=None)])
    page = as_html(alone, draw(alone))
    for left_out in ("Model against model", "Airline tweets", "Learning curves"):
        assert left_out not in page


def test_a_slice_of_one_label_has_no_roc_auc(compared: Comparison) -> None:
    (line,) = [line for line in as_markdown(compared).splitlines() if "first label only" in line]
    assert "(–)" in line


def test_every_chart_has_a_name_and_a_table_that_says_the_same(page: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) == 7
    for figure in figures:
        caption = re.search(r'role="img" aria-labelledby="([^"]+)"', figure)
        table = re.search(r'<a href="#([^"]+)">The same as a table', figure)
        assert caption
        assert f'<figcaption id="{caption[1]}"' in figure
        assert table
        assert f'<table id="{table[1]}"' in page


def test_every_table_has_a_caption_and_headers(page: str) -> None:
    tables = re.findall(r"<table .*?</table>", page, re.DOTALL)
    for table in tables:
        assert "<caption " in table
        rows = table.count("<tr>") - 1
        assert table.count('<th scope="row">') == rows


def test_links_lead_somewhere_and_ids_are_unique(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert set(re.findall(r'<a href="#([^"]+)"', page)) <= set(ids)


def test_the_report_loads_nothing_and_escapes_what_it_is_told(page: str) -> None:
    links = re.findall(r'(?:src|href|action|data)\s*=\s*"([^"]*)"', page)
    assert {link for link in links if not link.startswith("#")} == {"data:,"}
    assert not re.search(r"@import|<script|<link (?!rel=\"icon\")|<!DOCTYPE svg|<tweets>", page)
    assert "&lt;tweets&gt;.csv" in page


def test_the_same_figures_draw_the_same_charts(compared: Comparison) -> None:
    assert draw(compared) == draw(compared)


def test_colours_of_the_charts_follow_the_theme(page: str) -> None:
    drawn = page.split("</style>")[1]
    assert re.findall(r"(?:fill|stroke): (#(?!000000)[0-9a-f]{6})", drawn) == []
