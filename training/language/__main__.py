"""Reads the data, fits, writes the table."""

import argparse
from pathlib import Path

import numpy as np

from training import language
from training.data.split import Part
from training.language import corpus
from training.language.fit import fit, table
from training.language.known_words import with_known_words
from training.recipe.labelled import AIRLINE, ENGLISH, FRENCH, TRANSLATED
from training.recipe.material import Material, read_material
from training.recipe.settings import read_recipe


def main() -> None:
    """Fit on the data of the recipe."""
    parser = argparse.ArgumentParser(description=(language.__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the recipe's data")
    parser.add_argument("--output", type=Path, required=True, help="output table")
    arguments = parser.parse_args()
    material = read_material(read_recipe(), arguments.data)
    rng = np.random.default_rng(0)
    lists = {code: corpus.read_words(code, rng) for code in ("en", "fr", *corpus.SHARES)}
    english, french = _english(material), _french(material)
    lengths = np.array([len(tweet) for tweet in english])
    other = _other(lists, english, lengths, rng)
    english = [*english, *_added("en", lists, english, lengths, rng)]
    bare = [[corpus.without_accents(word) for word in tweet] for tweet in french]
    french = [*french, *bare, *_added("fr", lists, french, lengths, rng)]
    weights = with_known_words(fit(english, french, other), lists["en"], lists["fr"])
    arguments.output.write_text(table(weights), encoding="utf-8")
    print(f"{len(english):,} English, {len(french):,} French, {len(other):,} other tweets")


def _english(material: Material) -> list[corpus.Tweet]:
    tweets = dict.fromkeys(material.sentiment140.texts)
    labelled = material.labelled
    rows = [row for row in labelled.rows(Part.TRAIN, ENGLISH) if labelled.sources[row] != AIRLINE]
    return corpus.words_of(
        [
            *(text for text in tweets if corpus.bucket(text) in corpus.FIT_BUCKETS),
            *(labelled.texts[row] for row in rows),
            *material.own[ENGLISH].texts,
        ]
    )


def _french(material: Material) -> list[corpus.Tweet]:
    labelled = material.labelled
    rows = np.flatnonzero(labelled.sources == TRANSLATED)
    return corpus.words_of([*(labelled.texts[row] for row in rows), *material.own[FRENCH].texts])


def _added(
    code: str,
    lists: dict[str, corpus.WordList],
    tweets: list[corpus.Tweet],
    lengths: "np.typing.NDArray[np.int64]",
    rng: np.random.Generator,
) -> list[corpus.Tweet]:
    """Tweets drawn word by word, cut short, and single words of a language that is read."""
    sizes = rng.choice(lengths, corpus.GENERAL[code])
    return [
        *corpus.drawn(lists[code], sizes, rng, bare=code == "fr"),
        *corpus.cut(tweets, corpus.CUT[code], rng),
        *corpus.single(lists[code], corpus.SINGLE[code], rng),
    ]


def _other(
    lists: dict[str, corpus.WordList],
    english: list[corpus.Tweet],
    lengths: "np.typing.NDArray[np.int64]",
    rng: np.random.Generator,
) -> list[corpus.Tweet]:
    total = sum(corpus.SHARES.values())
    tweets = [
        tweet
        for code, share in corpus.SHARES.items()
        for tweet in corpus.drawn(
            lists[code],
            rng.choice(lengths, int(corpus.OTHER * share / total)),
            rng,
            bare=code != "hi",
        )
    ]
    return [*tweets, *corpus.code_mixed(english, lists["hi"], rng)]


if __name__ == "__main__":
    main()
