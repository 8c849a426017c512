"""How surely each block of a page is text, by forests of decision trees that learned it from labelled pages.

`forest.npz` holds two for web pages and two for text dumps, made by `python -m bench train`. Of a web page the first
knows the page alone; where that leaves a doubt, trafilatura is asked, and the second knows its votes too
(docs/decisions/labeller.md). In a dump the second sees what the first says of a block's neighbours, which in a web page
the containers tell. The trees are oblivious: every node of a level asks the same question, so the answers to a tree's
questions, read as a binary number, are the number of the leaf, and a page takes a handful of array operations
(Kohavi 1994).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.extraction.decoding.blocks import Layout
from archive.extraction.labels import features
from archive.extraction.labels.features import Rows
from archive.extraction.labels.lexicon import Lexicon
from archive.extraction.labels.page_arrays import Numbers, PageArrays, page_arrays

MODEL = Path(__file__).with_name("forest.npz")
_WORDING = 0.2
"""Out of fold, F1 of dumps rose by .001 to .003 on each of three sets with it (one fifth of the sites)."""

_DOUBT = 0.1
"""What is expected to be judged wrongly, as a share of what is expected to be text, up to which the page alone will do
(docs/decisions/labeller.md)."""
_SHORT = 25
"""Characters that a block counts for besides its own: many short lines in doubt are a doubt, too."""
_AT_ONCE = 1_000
"""Blocks that are judged together: a whole page of many would take 20 KB of memory a block."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees × levels: the feature asked for, and the border above which the answer is yes; trees × leaves: log-odds."""

    features: NDArray[np.int16]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float
    _questions: "_Questions" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_questions", _Questions.of_trees(self.features, self.borders))

    def chances(self, rows: Rows) -> Numbers:
        """Give for each block the probability, 0 to 1."""
        count = rows.shape[1]
        pieces = [self._chances_of(rows[:, start : start + _AT_ONCE]) for start in range(0, count, _AT_ONCE)]
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]

    def odds_of(self, rows: Rows) -> NDArray[np.float32]:
        """Give what each tree says of each of a few blocks, as log-odds."""
        leaf = self._questions.leaves_of(rows).astype(np.intp)
        leaf += np.arange(0, self.leaves.size, self.leaves.shape[1])[:, None]
        return self.leaves.take(leaf, mode="wrap")  # none lies outside; to look whether one does takes longer

    def _chances_of(self, rows: Rows) -> Numbers:
        """Give the probabilities of a few blocks: each tree takes four numbers a block meanwhile."""
        return chances_of_odds(self.bias + self.odds_of(rows).sum(axis=0, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class _Questions:
    """What the trees of a forest ask, each once: half of the questions are asked by several.

    `features`, `borders`: one a question; `asked`: for each level, from the last, which question each tree asks.
    """

    features: NDArray[np.intp]
    borders: NDArray[np.float32]
    asked: tuple[NDArray[np.intp], ...]

    @classmethod
    def of_trees(cls, features: NDArray[np.int16], borders: NDArray[np.float32]) -> "_Questions":
        """Number the questions of trees × levels."""
        every = features.astype(np.int64).ravel() << 32 | borders.ravel().view(np.uint32)
        _, first, number = np.unique(every, return_index=True, return_inverse=True)
        asked = number.reshape(features.shape)
        levels = tuple(np.ascontiguousarray(asked[:, level]) for level in reversed(range(features.shape[1])))
        return cls(features.ravel()[first].astype(np.intp), borders.ravel()[first][:, None], levels)

    def leaves_of(self, rows: Rows) -> NDArray[np.uint8]:
        """Give for each tree and block the leaf that the answers lead to."""
        answers = (rows.take(self.features, axis=0) > self.borders).view(np.uint8)
        first, *others = self.asked
        leaf: NDArray[np.uint8] = answers.take(first, axis=0)
        for asked in others:
            leaf += leaf
            leaf += answers.take(asked, axis=0)
        return leaf


@dataclass(frozen=True, slots=True)
class Judge:
    """The lexicon and forests learned from one kind of page."""

    lexicon: Lexicon
    forests: tuple[Forest, ...]

    def judge(self, page: PageArrays, rows: Rows) -> Numbers:
        """Tell how surely each block is text, 0 to 1. `rows`: made of the page with this judge's lexicon."""
        first, *others = self.forests
        chances = first.chances(rows)
        for forest in others:
            chances = forest.chances(features.second_rows(page, rows, chances))
        return chances


def chances_of_odds(odds: Numbers) -> Numbers:
    """Turn log-odds into probabilities."""
    chances: Numbers = 1 / (1 + np.exp(-odds))
    return chances


def chances_of_page(
    layout: Layout,
    headline: int | None,
    description: str | None = None,
    *,
    votes: Callable[[Layout], Sequence[float]],
) -> list[float]:
    """Tell how surely each block of a web page is text, 0 to 1.

    `headline`: its place, if known; `description`: what the metadata give as standfirst; `votes`: gives trafilatura's,
    and is asked where the page alone leaves a doubt.
    """
    if not layout.blocks:
        return []
    judges = load_model(MODEL)
    alone, voted = judges["alone"], judges["page"]
    page = page_arrays(layout, headline, description)
    wording = features.wording_columns(page, alone.lexicon)
    chances = alone.judge(page, features.page_rows(page, alone.lexicon, wording))
    if is_doubtful(page, chances):
        page = page.with_votes(votes(layout))
        chances = voted.judge(page, features.page_rows(page, voted.lexicon, wording))
    told: list[float] = chances.tolist()
    return told


def is_doubtful(page: PageArrays, chances: Numbers) -> bool:
    """Tell whether too much of a page is likely to be judged wrongly."""
    size = page.size + _SHORT
    wrong = (size * np.minimum(chances, 1 - chances)).sum()
    return bool(wrong > _DOUBT * (page.size * chances).sum())


def chances_of_dump(layout: Layout, votes: Sequence[float], headline: int | None) -> list[float]:
    """Tell how surely each block of a text dump is text, 0 to 1.

    `votes`: what its wording says, which keeps a fifth of the say; `headline`: its place, if known.
    """
    if not layout.blocks:
        return []
    judge = load_model(MODEL)["dump"]
    page = page_arrays(layout, headline).with_votes(votes)
    chances = judge.judge(page, features.dump_rows(page, judge.lexicon)).tolist()
    return [chance + _WORDING * (vote - chance) for chance, vote in zip(chances, votes, strict=True)]


@cache
def load_model(file: Path) -> Mapping[str, Judge]:
    """Give the judges in a model file: `alone` and with votes (`page`) for web pages, `dump` for text dumps."""
    with np.load(file) as stored:
        arrays = dict(stored)
    page, dump = (Lexicon(_odds(arrays, f"{kind} hints"), _odds(arrays, f"{kind} words")) for kind in ("page", "dump"))
    lexicons = {"alone": page, "page": page, "dump": dump}
    return {kind: Judge(lexicon, _forests(arrays, kind)) for kind, lexicon in lexicons.items()}


def _forests(arrays: Mapping[str, NDArray[np.generic]], kind: str) -> tuple[Forest, ...]:
    names = sorted({name.rpartition(" ")[0] for name in arrays if name.startswith(f"{kind} forest ")})
    return tuple(_forest(arrays, name) for name in names)


def _odds(arrays: Mapping[str, NDArray[np.generic]], name: str) -> dict[str, float]:
    text = arrays[name].tobytes().decode()
    tokens = text.split("\n") if text else []  # a dump has no class names
    return dict(zip(tokens, arrays[f"{name} odds"].astype(np.float64).tolist(), strict=True))


def _forest(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Forest:
    return Forest(
        arrays[f"{name} features"].astype(np.int16),
        arrays[f"{name} borders"].astype(np.float32),
        arrays[f"{name} leaves"].astype(np.float32),
        float(arrays[f"{name} bias"].item()),
    )


def save_model(judges: Mapping[str, Judge], file: Path) -> None:
    """Write the judges to a model file, as `load_model` reads it; of web pages there is one lexicon."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for kind, judge in judges.items():
        lexicon = {} if kind == "alone" else {"hints": judge.lexicon.hints, "words": judge.lexicon.words}
        for name, odds in ((f"{kind} {said}", odds) for said, odds in lexicon.items()):
            arrays[name] = np.frombuffer("\n".join(odds).encode(), dtype=np.uint8)
            arrays[f"{name} odds"] = np.array(list(odds.values()), dtype=np.float16)
        for number, forest in enumerate(judge.forests, 1):
            name = f"{kind} forest {number}"
            arrays[f"{name} features"], arrays[f"{name} borders"] = forest.features, forest.borders
            arrays[f"{name} leaves"] = forest.leaves.astype(np.float16)
            arrays[f"{name} bias"] = np.array(forest.bias)
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # any name may be an array's
