"""Tweets about an invented airline, in English and French, made from templates."""

import random
from collections.abc import Sequence
from string import Formatter
from typing import Final

CITIES: Final = ("Lisbon", "Oslo", "Nantes", "Dakar", "Lyon", "Rome", "Montreal", "Geneva", "Porto")
VILLES: Final = (
    "Lisbonne",
    "Oslo",
    "Nantes",
    "Dakar",
    "Lyon",
    "Rome",
    "Montréal",
    "Genève",
    "Porto",
)
HOURS: Final = ("two", "three", "four", "five", "six")
HEURES: Final = ("deux", "trois", "quatre", "cinq", "six")
NOTE: Final = (
    "Fog at six airports, nothing of ours. Press office informed, hotel vouchers from 18:00.\n"
    "Answers to customers: template 12."
)
SLOTS: Final = {"city": CITIES, "ville": VILLES, "hours": HOURS, "heures": HEURES}

NEGATIVE: Final = (
    "@azurwings {hours} hours late to {city} and not one word of apology. Terrible.",
    "@azurwings my flight to {city} was cancelled and your hotline hung up on me",
    "Never again @azurwings: rude staff at the gate in {city} and a dirty cabin",
    "@azurwings waited {hours} hours on the phone about {city}, nobody helped. Awful service",
    "@azurwings vol pour {ville} annulé sans explication, c'est une honte",
    "@azurwings {heures} heures de retard pour {ville}, personne pour nous renseigner. Lamentable",
)
LUGGAGE: Final = (
    "@azurwings my bag is lost in {city} and nobody answers. Worst airline ever",
    "@azurwings {hours} hours at the luggage belt in {city}, still no suitcase. Unacceptable",
    "Day two without my suitcase from {city}. @azurwings you are useless",
    "@azurwings the baggage strike in {city} ruined our holiday, terrible communication",
    "@azurwings bagage perdu à {ville}, aucune réponse depuis {heures} heures. Scandaleux",
    "@azurwings {heures} heures d'attente aux bagages à {ville}, c'est inadmissible",
)
FOG: Final = (
    "@azurwings {hours} hours on the tarmac in {city} because of fog and no water. Unacceptable",
    "@azurwings flight to {city} cancelled because of fog and no hotel voucher. Shame on you",
    "Stranded in {city} by fog and @azurwings hides its staff. Never again",
    "@azurwings vol pour {ville} annulé à cause du brouillard, aucun hôtel proposé. Lamentable",
    "@azurwings bloqués à {ville} dans le brouillard, personne ne répond. Une honte",
)
POSITIVE: Final = (
    "@azurwings lovely crew on the flight to {city} today, thank you so much!",
    "On time to {city} with @azurwings, great seats and a kind team",
    "@azurwings rebooked me to {city} within minutes. Excellent service, thanks!",
    "@azurwings merci à l'équipage du vol pour {ville}, vous êtes formidables",
    "@azurwings vol parfait vers {ville}, à l'heure et très agréable, bravo",
)
NEUTRAL: Final = (
    "@azurwings which terminal for {city} tomorrow?",
    "@azurwings can I bring a bike on the flight to {city}?",
    "@azurwings le vol pour {ville} part de quel terminal ?",
    "Boarding for {city} with @azurwings at gate {hours}",
)
OTHERS: Final = (
    "@nordvia good flight to {city}, friendly people",
    "@nordvia delayed {hours} hours to {city} again",
    "Waiting for my train to {city}, {hours} more hours",
    "@nordvia en route pour {ville}, belle vue",
)
ENDINGS: Final = ("", " Case {row}.", " Flight AZ{row}.", " #{row}days", " Ref. {row}A.")


def write(templates: Sequence[str], rng: random.Random) -> str:
    """Fill a template of the kind at random; the row number keeps most texts apart."""
    text = rng.choice(templates) + rng.choice(ENDINGS)
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    values = {name: rng.choice(SLOTS[name]) for name in sorted(names & SLOTS.keys())}
    return text.format(**values, row=rng.randrange(1, 400))
