"""Reasons for complaint, detected by keywords.

The reasons are those of the CrowdFlower airline set of 2015; `benchmarks.radar` measures how often
the keywords agree with its labels.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from airparadis.domain.radar.texts.folding import fold

_FLYING = re.compile(
    r"\b(?:air(?:line|way|port|craft)?s?|flights?|plane|fly|flew|flying|boarding|luggage|baggage|"
    r"cabin crew|pilots?|avions?|vols?|aeroports?|bagages?|embarquement|klm|lufthansa|ryanair|"
    r"easyjet|delta|jetblue|southwest|qantas|iberia)\b"
)
MIN_FLYING_SHARE: Final = 0.2


class Complaint(StrEnum):
    """A reason for complaint."""

    CANCELLED = "cancelled_flight"
    LATE = "late_flight"
    LUGGAGE = "lost_luggage"
    BOOKING = "booking_problem"
    CREW = "crew"
    QUEUE = "long_lines"
    FLIGHT = "bad_flight"
    ACCIDENT = "accident"
    SERVICE = "customer_service"


_KEYWORDS = {
    Complaint.ACCIDENT: r"crash\w*|missing (?:plane|flight|jet)|plane (?:is |goes |gone )?missing"
    r"|disappear\w*|lost contact|victims?|wreck\w*|debris|passengers and families|accident"
    r"|emergency landing|went down|flight 447|af ?447|black box"
    r"|atterrissage d.urgence|avion disparu",
    Complaint.CANCELLED: r"cancel\w*|grounded|annul\w*",
    Complaint.LUGGAGE: r"bags?|luggage|baggage|suitcases?|bagages?|valises?",
    Complaint.LATE: r"delay\w*|late|waiting|hours?|hrs?|minutes|mins?|tarmac|stuck|on time|missed"
    r"|connections?|connecting|runway|deplane\w*|maintenance|mechanical|stranded|retards?"
    r"|retarde\w*|heures|attente|attend\w*|bloques?|correspondance",
    Complaint.BOOKING: r"book\w*|website|site|app|online|reservations?|points|miles|check ?-?in"
    r"|vouchers?|upgrade\w*|fare|password|log ?in|confirmation|credit card|error|rebook\w*"
    r"|reserv\w*|billets?|rembours\w*|enregistrement",
    Complaint.CREW: r"attendants?|stewardess\w*|crew|gate agents?|pilots?|rude\w*|unprofessional"
    r"|equipage|hotesses?|stewards?|impolis?",
    Complaint.QUEUE: r"lines?|queue\w*|files? d.attente",
    Complaint.FLIGHT: r"seats?|wi-?fi|legroom|entertainment|food|movies?|tv|dirty|broken|cold"
    r"|smell\w*|leg ?room|snacks?|plane|cabin|boarding|middle|uncomfortable"
    r"|sieges?|cabine|repas|embarquement",
    Complaint.SERVICE: r"service|hold|phone|calls?|called|calling|response|reply|answer|customer"
    r"|help|hung up|agents?|dms?|email|talk|speak|representatives?|rep|staff"
    r"|telephone|appels?|appele\w*|reponses?|repond\w*|personnel|aucune aide",
}
"""Keywords in order of precedence: the first match is the reason."""

_PATTERNS = {reason: re.compile(rf"\b(?:{words})\b") for reason, words in _KEYWORDS.items()}


def complaint_of(text: str) -> Complaint | None:
    """Detect the complaint of a negative tweet; None without a keyword."""
    folded = fold(text)
    return next((reason for reason, pattern in _PATTERNS.items() if pattern.search(folded)), None)


def count_complaints(texts: Iterable[str]) -> Counter[Complaint]:
    """Count texts by complaint; texts without one are ignored."""
    return Counter(filter(None, map(complaint_of, texts)))


def is_about_flying(texts: Collection[str]) -> bool:
    """Return whether a stream's texts are about flying, so that these reasons make sense."""
    matching = sum(_FLYING.search(fold(text)) is not None for text in texts)
    return bool(texts) and matching >= MIN_FLYING_SHARE * len(texts)
