"""Every word for readers exists in every language."""

import re
from collections.abc import Iterator

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from airparadis.config.languages import LANGUAGES
from airparadis.lib.project import ROOT

TRANSLATIONS = ROOT / "airparadis" / "web" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["lazy_gettext"])
ENGLISH = LANGUAGES[0]

Id = str | tuple[str, ...]


@pytest.fixture(params=[each for each in LANGUAGES if each != ENGLISH])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(language: str) -> Catalog:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@pytest.fixture(scope="module")
def words() -> set[Id]:
    """What the code and the templates say, in English."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: set[Id] = set()
    for folder in ("airparadis", "templates"):
        where = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        how = {pattern.removeprefix(f"{folder}/"): each for pattern, each in options.items()}
        extracted = extract_from_dir(ROOT / folder, where, how, KEYWORDS)
        found |= {each[2] for each in extracted}
    return found


def texts(message: Message) -> Iterator[str]:
    """A translation in each of its plurals."""
    string = message.string or ""
    yield from [string] if isinstance(string, str) else string


def messages(catalog: Catalog) -> list[Message]:
    return [each for each in catalog if each.id]


def test_the_extraction_finds_words_of_code_and_templates(words: set[Id]) -> None:
    assert "Enter a tweet." in words, "airparadis/web/forms/predictions.py"
    assert "Something went wrong on our side" in words, "airparadis/web/errors.py"
    assert "Score this tweet" in words, "templates/macros/forms.html"
    assert ("%(count)s vote", "%(count)s votes") in words, "templates/monitoring/_wrong.html"
    assert "Dashboard:" in words, "templates/mail/incident.txt"


def test_the_catalogue_holds_exactly_the_words_in_use(words: set[Id], catalog: Catalog) -> None:
    assert {_id(each) for each in messages(catalog)} == words


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def test_nothing_is_untranslated_or_doubtful(catalog: Catalog) -> None:
    for message in messages(catalog):
        assert not message.fuzzy, message.id
        assert all(text.strip() for text in texts(message)), message.id
        assert len(list(texts(message))) == (2 if message.pluralizable else 1), message.id


def test_placeholders_agree(catalog: Catalog) -> None:
    for message in messages(catalog):
        ids = [message.id] if isinstance(message.id, str) else message.id
        wanted = {each for text in ids for each in PLACEHOLDER.findall(text)}
        for text in texts(message):
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id
            assert "%" not in PLACEHOLDER.sub("", text), message.id


def test_the_compiled_catalogue_is_up_to_date(catalog: Catalog, language: str) -> None:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = {_id(each): tuple(texts(each)) for each in messages(read_mo(file))}
    written = {_id(each): tuple(texts(each)) for each in messages(catalog)}
    assert compiled == written, "run pybabel compile -d airparadis/web/translations"


def test_french_keeps_its_double_punctuation_from_breaking(catalog: Catalog) -> None:
    if str(catalog.locale) != "fr":
        pytest.skip("a rule of French")
    for message in messages(catalog):
        for text in texts(message):
            assert not re.search(r" [:;?!»]|« ", text), text
