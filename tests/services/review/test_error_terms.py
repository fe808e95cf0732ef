from airparadis.domain.review.topics import Judged, SortedPrediction, Topic, sort_by_topic
from airparadis.services.review.error_terms import error_terms

BAGS = Topic("baggage", ("bag*",))
SARCASM = [
    "best airline ever, yeah right, still no water",
    "yeah right, lovely wifi you have on board",
    "oh yeah right, what a great start of our holiday",
    "yeah right, thanks a lot for that coffee",
]
RIGHT = ["yeah, great crew and lovely food", "awful coffee, not right", "best holiday start ever"]


def judged(texts: list[str], *, wrong: bool) -> list[SortedPrediction]:
    return sort_by_topic([Judged(text, wrong) for text in texts], [BAGS])


def test_what_errors_of_no_topic_share_is_found() -> None:
    found = error_terms([*judged(SARCASM, wrong=True), *judged(RIGHT, wrong=False)])
    strongest = found[0]
    assert strongest.term == "yeah right"
    assert (strongest.judged, strongest.wrong, strongest.rate) == (4, 4, 1.0)
    assert strongest.example == SARCASM[0]


def test_what_a_topic_covers_is_not_told_again() -> None:
    covered = judged([f"{text}, and my bag is lost" for text in SARCASM], wrong=True)
    assert error_terms([*covered, *judged(RIGHT, wrong=False)]) == []


def test_one_tweet_told_ten_times_makes_no_term() -> None:
    told = judged([f"@user{n} {SARCASM[0]} http://t.co/{n}" for n in range(10)], wrong=True)
    assert error_terms([*told, *judged(RIGHT, wrong=False)]) == []


def test_without_errors_there_is_none() -> None:
    assert error_terms(judged(RIGHT, wrong=False)) == []


def test_one_tweet_sent_ten_times_makes_no_term_either() -> None:
    assert error_terms(judged(SARCASM[:1] * 10, wrong=True)) == []


def test_the_only_word_there_is_sets_nothing_apart() -> None:
    assert error_terms(judged(["meal", "meal meal", "meal!"], wrong=True)) == []
