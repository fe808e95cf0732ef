"""Detection of tweets to an airline or about flying.

Only the words of the unescaped text count: the handle of an airline, a word that hardly means
anything else, or two words common at airports. All airlines' handles are equivalent, so that a
score does not depend on which one is mentioned.
"""

import re
from collections.abc import Iterable

from airparadis.ml.light.tokens import TOPIC_WORD
from airparadis.ml.light.vectors import VectorWord

_HANDLE = re.compile(r"(?<!\w)@(\w+)")
_WORD = re.compile(r"[^\W_]+")

_HANDLES = frozenset(
    """
    airparadis united unitedairlines americanair southwestair jetblue usairways virginamerica
    delta deltaassist alaskaair spiritairlines flyfrontier frontierair hawaiianair allegiant
    allegianttravel suncountryair airtran aircanada westjet porterairlines airfrance airfrancefr
    airfranceus klm transavia hopfrance flycorsair airtahitinui airaustral frenchbee
    british_airways virginatlantic easyjet ryanair jet2tweets flybe tuiuk lufthansa lufthansa_usa
    eurowings germanwings flyswiss austrianair brusselsairlines sas finnair norwegian
    fly_norwegian icelandair aerlingus iberia vueling aireuropa tapairportugal tap_portugal
    alitalia ita_airways aegeanairlines lotplairlines wizzair turkishairlines aeroflot emirates
    etihad etihadairways qatarairways elalisrael flyethiopian kenyaairways flysaa_us royalairmaroc
    qantas jetstarairways virginaustralia airnz flyairnz singaporeair flyscoot airasia
    malaysiaairlines thaiairways vietnamairlines garudaindonesia philippineair cathaypacific
    anajapan_e japanairlines koreanair airindia indigo6e jetairways flyspicejet airvistara
    latamairlines latam_usa aeromexico avianca copaairlines
    """.split()  # noqa: SIM905 - a list this long reads better as words
)

_SURE = frozenset(
    """
    aeroplane aeroplanes aircraft airline airlines airplane airplanes airport airports airways
    baggage flight flights luggage plane planes runway stewardess
    """.split()  # noqa: SIM905
)

_LIKELY = frozenset(
    """
    agent agents attendant attendants bag bags board boarded boarding cabin canceled cancelled
    captain connection counter crew customer delay delayed delays fare fares flew flown fly flying
    gate gates hold landed landing lost lounge missed passenger passengers pilot pilots rebooked
    refund reservation seat seats service suitcase suitcases takeoff terminal ticket tickets
    """.split()  # noqa: SIM905
)
_ENOUGH_LIKELY = 2


def concerns_airline(unescaped: str, words: Iterable[VectorWord]) -> bool:
    """Return whether an unescaped text with these words is to an airline or about flying."""
    return is_airline_tweet(
        unescaped, mentions_topic=any(word.text == TOPIC_WORD for word in words)
    )


def is_airline_tweet(unescaped: str, *, mentions_topic: bool) -> bool:
    """Return whether an unescaped text is to an airline or about flying.

    `mentions_topic` says whether one of its words is `airparadis.ml.light.tokens.TOPIC_WORD`;
    without one, only a handle counts, and the words are skipped.
    """
    if "@" in unescaped and not _HANDLES.isdisjoint(map(str.lower, _HANDLE.findall(unescaped))):
        return True
    return mentions_topic and _mentions_flying(unescaped)


def _mentions_flying(unescaped: str) -> bool:
    words = set(_WORD.findall(unescaped.lower()))
    return not _SURE.isdisjoint(words) or len(_LIKELY & words) >= _ENOUGH_LIKELY
