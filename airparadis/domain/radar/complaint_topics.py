"""What an airline is blamed for, by the words that people blame it with.

The reasons are those of the CrowdFlower airline set of 2015. `benchmarks.radar` says how often the
words agree with the people who labelled it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from airparadis.domain.radar.folding import fold


class Reason(StrEnum):
    """What went wrong."""

    CANCELLED = "cancelled_flight"
    LATE = "late_flight"
    LUGGAGE = "lost_luggage"
    BOOKING = "booking_problem"
    CREW = "crew"
    QUEUE = "long_lines"
    FLIGHT = "bad_flight"
    ACCIDENT = "accident"
    SERVICE = "customer_service"


_WORDS = {
    Reason.ACCIDENT: r"crash\w*|missing (?:plane|flight|jet)|plane (?:is |goes |gone )?missing"
    r"|disappear\w*|lost contact|victims?|wreck\w*|debris|passengers and families|accident"
    r"|emergency landing|went down|flight 447|af ?447|black box",
    Reason.CANCELLED: r"cancel\w*|grounded",
    Reason.LUGGAGE: r"bags?|luggage|baggage|suitcases?",
    Reason.LATE: r"delay\w*|late|waiting|hours?|hrs?|minutes|mins?|tarmac|stuck|on time|missed"
    r"|connections?|connecting|runway|deplane\w*|maintenance|mechanical|stranded",
    Reason.BOOKING: r"book\w*|website|site|app|online|reservations?|points|miles|check ?-?in"
    r"|vouchers?|upgrade\w*|fare|password|log ?in|confirmation|credit card|error|rebook\w*",
    Reason.CREW: r"attendants?|stewardess\w*|crew|gate agents?|pilots?|rude\w*|unprofessional",
    Reason.QUEUE: r"lines?|queue\w*",
    Reason.FLIGHT: r"seats?|wi-?fi|legroom|entertainment|food|movies?|tv|dirty|broken|cold|smell\w*"
    r"|leg ?room|snacks?|plane|cabin|boarding|middle|uncomfortable",
    Reason.SERVICE: r"service|hold|phone|calls?|called|calling|response|reply|answer|customer|help"
    r"|hung up|agents?|dms?|email|talk|speak|representatives?|rep|staff",
}
"""In the order in which they are asked for: the first that is found is the reason."""

_PATTERNS = {reason: re.compile(rf"\b(?:{words})\b") for reason, words in _WORDS.items()}


def reason_of(text: str) -> Reason | None:
    """What a negative tweet blames; None if no word tells."""
    folded = fold(text)
    return next((each for each, pattern in _PATTERNS.items() if pattern.search(folded)), None)


def reasons_of(texts: Iterable[str]) -> Counter[Reason]:
    """How many texts blame what; those that tell nothing are left out."""
    return Counter(filter(None, map(reason_of, texts)))
