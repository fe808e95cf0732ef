"""The levels of cleaning side by side: rows kept, lengths, cost, and quality of the baseline."""

import time
from dataclasses import dataclass

import numpy as np

from airparadis.text.cleaning import Level, clean, has_min_words
from training.data.material import Material
from training.data.split import Part
from training.runs.search import Trial, try_all

MAX_TIMED = 2_000


@dataclass(frozen=True)
class LevelReport:
    """One level: shares and means over the training rows, and the baseline fitted on it."""

    level: Level
    rows: int
    share_kept: float
    mean_words: float
    words: int
    """Distinct ones."""
    microseconds: float
    """CPU time to clean a tweet."""
    trial: Trial


def compare_levels(material: Material, *, track: bool) -> list[LevelReport]:
    """Clean the training rows and fit the baseline, for each level."""
    levels = list(Level)
    texts, _ = material.labelled(Part.TRAIN)
    trials = try_all("tfidf", material, [{"level": level} for level in levels], track=track)
    return [_report(level, texts, trial) for level, trial in zip(levels, trials, strict=True)]


def _report(level: Level, texts: list[str], trial: Trial) -> LevelReport:
    from training.data.cleaning import clean_all

    started = time.process_time()
    for text in texts[:MAX_TIMED]:
        clean(text, level)
    seconds = time.process_time() - started
    cleaned = clean_all(texts, level)
    kept = [text.split() for text in cleaned if has_min_words(text, level)]
    return LevelReport(
        level,
        len(kept),
        len(kept) / len(texts),
        float(np.mean([len(words) for words in kept])),
        len({word for words in kept for word in words}),
        seconds / min(len(texts), MAX_TIMED) * 1e6,
        trial,
    )


def as_table(reports: list[LevelReport]) -> str:
    """Format the comparison for a terminal or a document."""
    head = "| level | rows kept | words a tweet | distinct words | cleaning | fit "
    lines = [head + "| F1 of negative | accuracy | ROC AUC |", "| --- " * 9 + "|"]
    for found in reports:
        figures = found.trial.figures
        lines.append(
            f"| {found.level} | {found.rows:,} ({found.share_kept:.1%}) | {found.mean_words:.1f} "
            f"| {found.words:,} | {found.microseconds:.0f} µs | {found.trial.seconds:.1f} s "
            f"| {figures['f1_negative']:.4f} | {figures['accuracy']:.4f} "
            f"| {figures['roc_auc']:.4f} |"
        )
    return "\n".join(lines)
