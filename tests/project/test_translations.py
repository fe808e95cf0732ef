"""Every text for readers is translated into every language."""

import re
from collections.abc import Iterator

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from airparadis.config.locales import DEFAULT_LOCALE, LOCALES
from airparadis.lib.project import ROOT

TRANSLATIONS = ROOT / "airparadis" / "web" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TYPOGRAPHY = {
    "en": {
        "a curly apostrophe or quotation mark": r"['\"]",
        "an ellipsis": r"\.\.\.",
        "one space between words": r"\S  +\S|^\s|\s$",
    },
    "fr": {
        "an apostrophe ’ and quotation marks « »": r"['\"“”]",
        "an ellipsis …": r"\.\.\.",
        "one space between words": r"\S  +\S|^\s|\s$",
        "a narrow no-break space before : ; ? !": r"[^\s\d\u202f][:;?!](?=\s|$)|[ \u00a0][:;?!»]",
        "a narrow no-break space within « »": r"«[^\u202f]|[^\u202f]»",
        "a no-break space before a unit": (
            r"\d (?:[kMG]o|ms|min|h|%|jours?|heures?|minutes?|secondes?)\b"
            r"|\)[sd] (?:[kMG]o|ms|min)\b"
        ),
        "a no-break space after n°": r"n° ",
        "a narrow no-break space between thousands": r"\d[ \u00a0]\d{3}\b",
        "an accent on a capital": r"\bE(?:cart|chec|cri|gal|quip|tape|tat|tique|valu|vite)",
    },
}
"""Rules of each language, and a pattern that finds a text without it."""

KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["lazy_gettext"])

Id = str | tuple[str, ...]


@pytest.fixture(params=[code for code in LOCALES if code != DEFAULT_LOCALE.code])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(language: str) -> Catalog:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@pytest.fixture(scope="module")
def texts() -> set[Id]:
    """Extract the English texts of the code and the templates."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: set[Id] = set()
    for folder in ("airparadis", "templates"):
        prefix = f"{folder}/"
        here = [(pattern.removeprefix(prefix), method) for pattern, method in methods]
        named = {pattern.removeprefix(prefix): option for pattern, option in options.items()}
        found |= {
            text for _, _, text, _, _ in extract_from_dir(ROOT / folder, here, named, KEYWORDS)
        }
    return found


def translations(message: Message) -> Iterator[str]:
    """Yield the singular and the plural of a translation."""
    string = message.string or ""
    yield from [string] if isinstance(string, str) else string


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_the_extraction_reads_code_and_templates(texts: set[Id]) -> None:
    assert "Enter a tweet." in texts, "airparadis/web/forms/predictions.py"
    assert "Something went wrong on our side" in texts, "airparadis/web/errors.py"
    assert "Score this tweet" in texts, "templates/macros/forms.html"
    votes = ("%(count)s vote", "%(count)s votes")
    assert votes in texts, "templates/monitoring/_reported_errors.html"
    assert "Dashboard:" in texts, "templates/mail/incident.txt"


def test_the_catalogue_holds_exactly_the_texts_in_use(texts: set[Id], catalog: Catalog) -> None:
    assert {_id(message) for message in messages(catalog)} == texts


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def test_nothing_is_untranslated_or_fuzzy(catalog: Catalog) -> None:
    for message in messages(catalog):
        assert not message.fuzzy, message.id
        assert all(text.strip() for text in translations(message)), message.id
        assert len(list(translations(message))) == (2 if message.pluralizable else 1), message.id


def test_placeholders_agree(catalog: Catalog) -> None:
    for message in messages(catalog):
        ids = [message.id] if isinstance(message.id, str) else message.id
        wanted = {placeholder for text in ids for placeholder in PLACEHOLDER.findall(text)}
        for text in translations(message):
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id
            assert "%" not in PLACEHOLDER.sub("", text), message.id


def test_the_compiled_catalogue_is_up_to_date(catalog: Catalog, language: str) -> None:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = _by_id(read_mo(file))
    assert compiled == _by_id(catalog), "run pybabel compile -d airparadis/web/translations"


def _by_id(catalog: Catalog) -> dict[Id, tuple[str, ...]]:
    return {_id(message): tuple(translations(message)) for message in messages(catalog)}


def typography_faults(text: str, language: str) -> list[str]:
    return [rule for rule, fault in TYPOGRAPHY.get(language, {}).items() if re.search(fault, text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It's done", "en"),
        ("Wait...", "en"),
        ("L'incident", "fr"),
        ("Attendez...", "fr"),
        ("deux  espaces", "fr"),
        ("Motif : aucun", "fr"),
        ("Motif: aucun", "fr"),
        ("Juste\u00a0?", "fr"),
        ("«Non»", "fr"),
        ("7 jours", "fr"),
        ("%(size)s Mo", "fr"),
        ("n° 3", "fr"),
        ("1 000 caractères", "fr"),
        ("Etat", "fr"),
    ],
)
def test_a_fault_of_typography_is_found(text: str, language: str) -> None:
    assert len(typography_faults(text, language)) == 1


def test_typography_is_that_of_the_language(catalog: Catalog, language: str) -> None:
    for message in messages(catalog):
        for text in translations(message):
            assert typography_faults(text, language) == [], text


def test_typography_of_the_texts_is_english(texts: set[Id]) -> None:
    for text in texts:
        for form in [text] if isinstance(text, str) else text:
            assert typography_faults(form, "en") == [], form
