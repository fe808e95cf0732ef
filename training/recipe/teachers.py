"""Fitting the two teachers and asking them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import softmax

from airparadis.ml.bilingual.french import FrenchModel, write_french
from airparadis.ml.subwords.wordpiece import WordPieces
from airparadis.text.spelling import spell_out
from training.recipe.convolution import fit as convolution_fit
from training.recipe.convolution.graph import graph_of
from training.recipe.convolution.network import SentenceEncoder
from training.recipe.convolution.network import predict as predict_convolution
from training.recipe.convolution.pieces import PublishedPieces
from training.recipe.encoder import fit as encoder_fit
from training.recipe.encoder.network import MiniLM, load_pretrained
from training.recipe.encoder.network import predict as predict_encoder
from training.recipe.encoder.published import read_vocabulary, read_weights
from training.recipe.labelled import AIRLINE, ENGLISH, FRENCH, TRANSLATED
from training.recipe.material import Material
from training.recipe.onnx_graph import in_integers
from training.recipe.settings import ConvolutionSettings, RecipeSettings

ENCODER_NAME, CONVOLUTION_NAME, PIECES_NAME = "encoder.pt", "convolution.pt", "pieces.npy"
TABLE_NAME = "emb.weight"


@dataclass(frozen=True)
class _Corpus:
    """Training texts of both teachers, and where each comes from."""

    texts: list[str]
    labels: NDArray[np.int64]
    sources: NDArray[np.str_]


OWN, OWN_FRENCH = "own", "own-fr"


def corpus_of(material: Material, languages: Sequence[str]) -> _Corpus:
    """Labelled training rows of `languages`, then our own texts."""
    rows = np.concatenate([material.training_rows(language) for language in languages])
    own = [material.own[language] for language in languages]
    names = [OWN if language == ENGLISH else OWN_FRENCH for language in languages]
    return _Corpus(
        [material.labelled.texts[row] for row in rows]
        + [text for part in own for text in part.texts],
        np.concatenate([material.labelled.labels[rows], *(part.labels for part in own)]).astype(
            np.int64
        ),
        np.concatenate(
            [
                material.labelled.sources[rows],
                np.repeat(names, [len(part.texts) for part in own]),
            ]
        ),
    )


def fit_encoder(material: Material, recipe: RecipeSettings, out: Path, checkpoints: Path) -> None:
    """Tune MiniLM on English; its weights go to `out`."""
    settings = recipe.encoder
    corpus = corpus_of(material, [ENGLISH])
    shares = np.array([_encoder_share(source, recipe) for source in corpus.sources])
    is_own = corpus.sources == OWN
    shares[is_own] = settings.own_texts_share * shares[~is_own].sum() / is_own.sum()
    rows = encoder_fit.Rows(
        encoder_pieces(corpus.texts, settings.max_pieces), corpus.labels, shares
    )
    network = MiniLM()
    load_pretrained(network, read_weights())
    torch.save(encoder_fit.tune(network, rows, settings, checkpoints, print), out / ENCODER_NAME)


def fit_convolution(
    material: Material, recipe: RecipeSettings, out: Path, checkpoints: Path
) -> None:
    """Tune the sentence encoder on both languages; weights and pieces go to `out`."""
    settings = recipe.convolution
    corpus = corpus_of(material, [ENGLISH, FRENCH])
    published = PublishedPieces()
    tweets = [published.encode(spell_out(text)) for text in corpus.texts]
    pieces = np.unique(np.concatenate([*tweets, published.common_french(settings)]))
    np.save(out / PIECES_NAME, pieces)
    network = SentenceEncoder(published.weights, pieces, settings.dropout)
    rows = convolution_fit.Rows(
        [np.searchsorted(pieces, tweet) for tweet in tweets],
        corpus.labels,
        np.array([_convolution_share(source, recipe) for source in corpus.sources]),
        corpus.sources == TRANSLATED,
    )
    convolution_fit.tune(network, rows, settings, checkpoints, print)
    torch.save(network.state_dict(), out / CONVOLUTION_NAME)


def ask_encoder(directory: Path, texts: Sequence[str], max_pieces: int) -> NDArray[np.float32]:
    """Probabilities (n, 3) of raw English tweets by the tuned MiniLM."""
    network = MiniLM()
    network.load_state_dict(torch.load(directory / ENCODER_NAME, weights_only=True))
    logits = predict_encoder(network.in_fastest_precision(), encoder_pieces(texts, max_pieces))
    taught: NDArray[np.float32] = softmax(logits, axis=1)
    return taught


def ask_convolution(directory: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Probabilities (n, 3) of raw tweets by the tuned sentence encoder."""
    published = PublishedPieces()
    pieces = np.load(directory / PIECES_NAME)
    network = SentenceEncoder(published.weights, pieces, 0.0)
    network.load_state_dict(torch.load(directory / CONVOLUTION_NAME, weights_only=True))
    known = published.among(pieces)
    logits = predict_convolution(
        network, [np.array(known.encode(spell_out(text))) for text in texts]
    )
    taught: NDArray[np.float32] = softmax(logits, axis=1)
    return taught


def export_french(
    directory: Path, material: Material, settings: ConvolutionSettings, out: Path
) -> None:
    """Write the tuned sentence encoder with no more pieces than French needs, quantised."""
    published = PublishedPieces()
    known = np.load(directory / PIECES_NAME)
    network = SentenceEncoder(published.weights, known, 0.0)
    network.load_state_dict(torch.load(directory / CONVOLUTION_NAME, weights_only=True))
    texts = [spell_out(material.labelled.texts[row]) for row in material.training_rows(FRENCH)]
    wanted = {*published.common_french(settings).tolist(), *published.met(texts, 1)}
    pieces = np.array(sorted(wanted & set(known.tolist())))
    weights = {name: parameter.float().numpy() for name, parameter in network.state_dict().items()}
    weights[TABLE_NAME] = weights[TABLE_NAME][np.searchsorted(known, pieces)]
    graph = in_integers(graph_of(weights, network.epsilon)).SerializeToString()
    model = FrenchModel(
        [published.pieces[piece] for piece in pieces],
        np.array([published.scores[piece] for piece in pieces], np.float32),
        graph,
    )
    write_french(out, model)


def encoder_pieces(texts: Sequence[str], max_pieces: int) -> list[NDArray[np.int32]]:
    """Piece numbers of raw tweets as MiniLM reads them."""
    pieces = WordPieces(read_vocabulary(), max_pieces)
    return [np.array(pieces.encode(spell_out(text)), np.int32) for text in texts]


def _encoder_share(source: str, recipe: RecipeSettings) -> float:
    return recipe.sources[source].share if source in recipe.sources else 0.0


def _convolution_share(source: str, recipe: RecipeSettings) -> float:
    settings = recipe.convolution
    special = {
        OWN: settings.own_texts_share,
        OWN_FRENCH: settings.own_french_texts_share,
        TRANSLATED: settings.translated_share,
        AIRLINE: settings.airline_share,
    }
    if source in special:
        return special[source]
    if source in recipe.sources:
        return settings.english_share * recipe.sources[source].share
    return settings.french_share
