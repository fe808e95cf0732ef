"""Romanisation of Hindi, Russian, Ukrainian and Greek, as people type them in tweets."""

import unicodedata
from collections.abc import Callable, Mapping

import numpy as np

Rng = np.random.Generator


def _table(letters: str, latin: str) -> Mapping[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


_VOWELS = _table("अआइईउऊऋएऐओऔऑऍ", "a aa i ee u oo ri e ai o au o e")
_SIGNS = _table("ािीुूृेैोौॉॅ", "aa i ee u oo ri e ai o au o e")
_CONSONANTS = _table(
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
    "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h l",
)
_DOTTED = {"क": "q", "ख": "kh", "ग": "g", "ज": "z", "ड": "d", "ढ": "dh", "फ": "f"}
_NUKTA, _VIRAMA, _NASALS = "\u093c", "\u094d", "ंँ"
_SCHWA = "a*"
"""The vowel of a consonant without a sign; whether it is spoken depends on its position."""

_CYRILLIC = _table(
    "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґ",
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch y e yu ya i yi ye g",
)
_GREEK = _table("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t i f x ps o")

_HABITS: tuple[tuple[float, str, str], ...] = (
    (0.85, "aa", "a"),
    (0.55, "ee", "i"),
    (0.6, "oo", "u"),
    (0.25, "v", "w"),
    (0.1, "chh", "ch"),
)
"""Probability, spelling, replacement: how often people write one for the other."""

HINGLISH = tuple(
    """
    hai nahi nhi nahin kya kyu kyun kab kahan ka ki ke ko se mein me main mai bhi aur tha thi the
    ho hota hoti hoga hogi gaya gayi gaye raha rahi rahe kar karo karna karte karti kiya diya liya
    bahut bohot bhut accha acha achha bura yaar yar bhai bhaiya dost abhi aaj kal phir fir sab
    kuch koi wala wali wale apna apni apne mera meri mere tera teri tere hum tum aap yeh ye woh wo
    iska uska unka inka jab tab agar lekin magar kyunki sirf bas itna kitna jaldi der ghar paisa
    paise log baat kaam dil pyaar matlab bilkul sahi galat chahiye milta mila mili sakta sakte
    sakti dekho suno bolo bola boli batao pata haan ji na mat toh to hi phele pehle baad saal din
    raat ek do teen bakwas ghatiya bekar mast zabardast sala kamaal shukriya dhanyavaad namaste
    kripya intezaar thoda zyada jyada
    """.split()  # noqa: SIM905 - a list this long reads better as words
)
"""The commonest words as people type them, which no rule yields."""


def romanise(code: str, word: str, rng: Rng) -> str:
    """Write a word in Latin letters; words of other languages stay as they are."""
    return _ROMANISERS[code](word, rng) if code in _ROMANISERS else word


def _hindi(word: str, rng: Rng) -> str:
    syllables = _without_silent_schwas(_syllables(unicodedata.normalize("NFD", word)))
    text = "".join(onset + vowel.replace("*", "") for onset, vowel in syllables)
    if text.endswith("aa"):
        text = text[:-1]
    for share, exact, typed in _HABITS:
        if rng.random() < share:
            text = text.replace(exact, typed)
    return text


def _syllables(word: str) -> list[tuple[str, str]]:
    syllables: list[tuple[str, str]] = []
    for position, letter in enumerate(word):
        if letter in _CONSONANTS:
            syllables.append((_CONSONANTS[letter], _SCHWA))
        elif letter == _NUKTA and syllables:
            dotted = _DOTTED.get(word[position - 1], syllables[-1][0])
            syllables[-1] = dotted, syllables[-1][1]
        elif letter in _SIGNS and syllables:
            syllables[-1] = syllables[-1][0], _SIGNS[letter]
        elif letter == _VIRAMA and syllables:
            syllables[-1] = syllables[-1][0], ""
        elif letter in _VOWELS:
            syllables.append(("", _VOWELS[letter]))
        elif letter in _NASALS and syllables:
            syllables.append(("n", ""))
    return syllables


def _without_silent_schwas(syllables: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Silence the last schwa, and those between two spoken syllables."""
    spoken = list(syllables)
    if len(spoken) > 1 and spoken[-1][1] == _SCHWA:
        spoken[-1] = spoken[-1][0], ""
    for position in range(1, len(spoken) - 1):
        is_between = spoken[position - 1][1] and spoken[position + 1][1] not in ("", _SCHWA)
        if spoken[position][1] == _SCHWA and is_between:
            spoken[position] = spoken[position][0], ""
    return spoken


def _by_letter(table: Mapping[str, str]) -> Callable[[str, Rng], str]:
    def romanised(word: str, _: Rng) -> str:
        decomposed = unicodedata.normalize("NFD", word)
        letters = [letter for letter in decomposed if not unicodedata.combining(letter)]
        return "".join(table.get(letter, "") for letter in letters)

    return romanised


_ROMANISERS: Mapping[str, Callable[[str, Rng], str]] = {
    "hi": _hindi,
    "ru": _by_letter(_CYRILLIC),
    "uk": _by_letter(_CYRILLIC),
    "el": _by_letter(_GREEK),
}
