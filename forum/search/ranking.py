"""How much a word in a document is worth: BM25 with Lucene's idf, the same on both backends."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

K1 = 1.2
B = 0.75
K3 = 2.5  # how much a word typed again adds: twice 1.6, three times 1.9, never more than 3.5
SYNONYM_WEIGHT = 0.8  # a synonym counts a little less than the word that was typed
LABEL_FREQUENCY = 0.2  # what a document is only filed under counts as a fifth of a word said in it
USEFUL = 0.1
"""What usefulness adds at most to a score, as a part of it: so little that it decides between what fits about as well."""
MANY_AFFECTED = 31
ANSWERED, RECENT, HALF_LIFE = 0.25, 0.25, 180 * 86_400
"""The parts of it that a confirmed answer and recent activity are, and after how many seconds half of the latter is left."""

Floats = npt.NDArray[np.float32]


def idf(number_of_documents: int, document_frequency: int) -> float:
    """Weigh a word by how rare it is (Lucene: log(1 + (N - n + .5) / (n + .5))); never negative."""
    n = min(document_frequency, number_of_documents)
    return math.log(1 + (number_of_documents - n + 0.5) / (n + 0.5))


def repeated(times: int) -> float:
    """Weigh a word by how often it was typed: (K3 + 1) * n / (K3 + n), 1 for once."""
    return (K3 + 1) * times / (K3 + times)


def synonym_weight(typed: int, said: int) -> float:
    """Weigh each term of another way to say it, so that the whole is worth a little less than what was typed."""
    return SYNONYM_WEIGHT * typed / said


def length_norms(lengths: npt.NDArray[np.uint32], average_length: float) -> Floats:
    """Return K1 * (1 - B + B * length / average) for each document, as float32."""
    scale = K1 * B / max(average_length, 1.0)
    return (lengths.astype(np.float32) * np.float32(scale)) + np.float32(K1 * (1 - B))


def term_scores(frequencies: Floats, norms: Floats, weight: float) -> Floats:
    """Score the documents of one word: `weight` (idf, perhaps scaled) * tf * (K1 + 1) / (tf + norm)."""
    return frequencies * np.float32(weight * (K1 + 1)) / (frequencies + norms)


def own_score(frequency: int, length: int, average_length: float, weight: float) -> float:
    """Score one word in one document, the same formula for a single pair."""
    norm = K1 * (1 - B + B * length / max(average_length, 1.0))
    return weight * frequency * (K1 + 1) / (frequency + norm)


def standing(affected: int, *, is_answered: bool) -> float:
    """Return how useful a document is but for its age: half of it by how many groups it affects, and whether they got past it."""
    many = math.log(1 + min(affected, MANY_AFFECTED)) / math.log(1 + MANY_AFFECTED)
    return (1 - ANSWERED - RECENT) * many + ANSWERED * is_answered


def usefulness(standings: Floats, active: npt.NDArray[np.int64], moment: float) -> Floats:
    """Return by what to multiply the scores of documents, from their standing and when they were last active; about 1."""
    ages = np.maximum(moment - active, 0.0) / HALF_LIFE
    return np.asarray(1 + USEFUL * (standings + RECENT * np.exp2(-ages)), np.float32)
