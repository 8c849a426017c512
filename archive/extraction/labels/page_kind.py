"""What a page is, if it is no article: a product, a forum, a list and so on, by forests that learned it from pages.

`page_kind.npz` holds a forest for each kind, made by `python -m bench kinds`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.extraction.labels.forest import Forest, chances_of_odds
from archive.extraction.labels.page_signs import Signs

MODEL = Path(__file__).with_name("page_kind.npz")


def judge_kind(signs: Signs) -> dict[str, float]:
    """Give for each kind, `article` among them, how surely the page is of it, 0 to 1."""
    forests = load_kinds(MODEL)
    every, bias = _joined(MODEL)
    odds = every.odds_of(signs[:, None]).reshape(len(forests), -1).sum(axis=1, dtype=np.float64)
    return dict(zip(forests, chances_of_odds(odds + bias).tolist(), strict=True))


@cache
def _joined(file: Path) -> tuple[Forest, NDArray[np.float64]]:
    """Give the trees of all kinds as one forest, each kind's behind the other's, and the bias of each."""
    forests = load_kinds(file).values()
    features, borders, leaves = (
        np.concatenate([getattr(forest, part) for forest in forests]) for part in ("features", "borders", "leaves")
    )
    return Forest(features, borders, leaves, 0.0), np.array([forest.bias for forest in forests])


@cache
def load_kinds(file: Path) -> Mapping[str, Forest]:
    """Give the forests in a model file, by kind."""
    with np.load(file) as stored:
        arrays = dict(stored)
    kinds = [name.removesuffix(" bias") for name in arrays if name.endswith(" bias")]
    return {
        kind: Forest(
            arrays[f"{kind} features"].astype(np.int16),
            arrays[f"{kind} borders"].astype(np.float32),
            arrays[f"{kind} leaves"].astype(np.float32),
            float(arrays[f"{kind} bias"].item()),
        )
        for kind in kinds
    }


def save_kinds(forests: Mapping[str, Forest], file: Path) -> None:
    """Write the forests to a model file, as `load_kinds` reads it."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for kind, forest in forests.items():
        arrays[f"{kind} features"], arrays[f"{kind} borders"] = forest.features, forest.borders
        arrays[f"{kind} leaves"], arrays[f"{kind} bias"] = forest.leaves.astype(np.float16), np.array(forest.bias)
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # any name may be an array's
