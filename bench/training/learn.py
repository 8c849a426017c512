"""How the labeller learns: a lexicon counted by site, and forests over the blocks whose truth is known."""

import json
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier

from archive.extraction.decoding.blocks import PROSE_LENGTH
from archive.extraction.labels import features
from archive.extraction.labels.features import Rows
from archive.extraction.labels.forest import Forest, Judge
from archive.extraction.labels.lexicon import Lexicon, hint_tokens
from archive.extraction.labels.page_arrays import Numbers, PageArrays, Places
from bench.extraction.examples import Lesson, weights
from bench.training.folds import FOLDS

Counts = Mapping[str, tuple[float, float]]
"""By token, the share of what carries it that is text, and the share that is not; together 1."""

SITES = 3
"""A token counts from this many sites on."""
SHORT = 12
DEPTH = 6
CHROME_SHARE = 0.2
"""Of the blocks that are furniture beyond doubt, the share that is learned from, with the weight of all."""


@dataclass(frozen=True, slots=True)
class Course:
    """How one kind of page is learned: what makes a page's rows, and the forests' number, trees and learning rate.

    `seeds`: forests grown by other chances and made one, their mean: what a single one says is a matter of luck too.
    """

    table: Callable[[PageArrays, Lexicon], Rows]
    forests: int
    trees: int
    rate: float
    seeds: int


def unvoted_rows(page: PageArrays, lexicon: Lexicon) -> Rows:
    """The features of a web page of which trafilatura was not asked."""
    return features.page_rows(page.with_votes([0.0] * len(page.blocks)), lexicon)


COURSES = {
    "alone": Course(unvoted_rows, 1, 600, 0.08, 1),
    "page": Course(features.page_rows, 1, 600, 0.08, 2),
    "dump": Course(features.dump_rows, 2, 300, 0.12, 1),
}


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What one site's pages say about the tokens in their class names and about the words of their short blocks."""

    hints: Counts
    words: Counts


def counts_of(lessons: Iterable[Lesson]) -> dict[str, SiteCounts]:
    """Each site's own counts, every page of it that is labelled whole weighing the same."""
    hints: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    words: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for lesson in (lesson for lesson in lessons if lesson.whole):
        for token, share in _hint_shares(lesson).items():
            hints[lesson.site][token].append(share)
        for word, share in _word_shares(lesson).items():
            words[lesson.site][word].append(share)
    sites = sorted(hints.keys() | words.keys())  # sums of floats depend on their order
    return {site: SiteCounts(_averaged(hints[site]), _averaged(words[site])) for site in sites}


def _averaged(shares: Mapping[str, list[float]]) -> Counts:
    means = {token: sum(given) / len(given) for token, given in shares.items()}
    return {token: (mean, 1 - mean) for token, mean in means.items()}


def _hint_shares(lesson: Lesson) -> dict[str, float]:
    """For each token of the page's class names, the share of the text in the containers that carry it that is body."""
    page, truth = lesson.page, lesson.truth
    size = page.size + 20
    running = np.concatenate(([0.0], size.cumsum()))
    running_true = np.concatenate(([0.0], (size * truth).cumsum()))
    held: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for node, start, end in zip(page.nodes, page.start, page.end, strict=False):
        if node.hints and end > start:
            for token in hint_tokens(node.hints):
                held[token][0] += running_true[end] - running_true[start]
                held[token][1] += running[end] - running[start]
    return {token: true / total for token, (true, total) in held.items()}


def _word_shares(lesson: Lesson) -> dict[str, float]:
    """For each word of the page's short blocks, the share of them that is body."""
    held: dict[str, list[float]] = defaultdict(list)
    for block, true in zip(lesson.page.blocks, lesson.truth, strict=True):
        if block.text.count(" ") < SHORT:
            for word in dict.fromkeys(block.text.lower().split()):
                held[word].append(true)
    return {word: sum(given) / len(given) for word, given in held.items()}


class Lexicons:
    """A lexicon over all sites, and for each of them one without itself: a page must not learn from its own answer."""

    def __init__(self, counts: Mapping[str, SiteCounts]) -> None:
        self._counts = counts
        self._hints = _summed(site.hints for site in counts.values())
        self._words = _summed(site.words for site in counts.values())

    def whole(self) -> Lexicon:
        """Over all sites."""
        return Lexicon(_log_odds(self._hints, {}), _log_odds(self._words, {}))

    def without(self, site: str) -> Lexicon:
        """Over all but one; over all if it is none of them."""
        own = self._counts.get(site, SiteCounts({}, {}))
        return Lexicon(_Without(self._hints, own.hints), _Without(self._words, own.words))


Sums = dict[str, tuple[float, float, int]]


def _summed(counts: Iterable[Counts]) -> Sums:
    sums: Sums = {}
    for site in counts:
        for token, (true, false) in site.items():
            kept, dropped, sites = sums.get(token, (0.0, 0.0, 0))
            sums[token] = (kept + true, dropped + false, sites + 1)
    return sums


def _log_odds(sums: Sums, own: Counts) -> dict[str, float]:
    without = _Without(sums, own)
    return {token: round(without[token], 2) for token in sorted(sums) if token in without}


class _Without(Mapping[str, float]):
    """Log-odds of tokens seen on enough sites, one site's counts taken away."""

    def __init__(self, sums: Sums, own: Counts) -> None:
        self._sums, self._own = sums, own

    def __contains__(self, token: object) -> bool:
        return token in self._sums and self._sums[token][2] - (token in self._own) >= SITES

    def __getitem__(self, token: str) -> float:
        kept, dropped, _ = self._sums[token]
        true, false = self._own.get(token, (0.0, 0.0))
        return math.log((kept - true + 1) / (dropped - false + 1))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sums)

    def __len__(self) -> int:
        return len(self._sums)


def taught(lessons: Sequence[Lesson], course: Course, few: Collection[str] = ()) -> Judge:
    """A judge that has learned from these lessons. `few`: pages whose truth looks wrong; they weigh a tenth.

    A second forest learns from what the first says of pages it has not learned from.
    """
    lexicons = Lexicons(counts_of(lessons))
    first = [course.table(lesson.page, lexicons.without(lesson.site)) for lesson in lessons]
    told, forests = first, [_grown(lessons, first, course, few)]
    while len(forests) < course.forests:
        chances = _unseen(lessons, told, course, few)
        seen = zip(lessons, first, chances, strict=True)
        told = [features.second_rows(lesson.page, row, chance) for lesson, row, chance in seen]
        forests.append(_grown(lessons, told, course, few))
    return Judge(lexicons.whole(), tuple(forests))


def _unseen(lessons: Sequence[Lesson], rows: Sequence[Rows], course: Course, few: Collection[str]) -> list[Numbers]:
    """For each lesson the answers of a forest that has seen no page of its site."""
    chances: dict[int, Numbers] = {}
    for fold in range(FOLDS):
        inside = [index for index, lesson in enumerate(lessons) if lesson.fold == fold]
        outside = [index for index, lesson in enumerate(lessons) if lesson.fold != fold]
        if inside and outside:
            forest = _grown([lessons[index] for index in outside], [rows[index] for index in outside], course, few)
            chances |= {index: forest.chances(rows[index]) for index in inside}
    return [chances[index] for index in range(len(lessons))]


def _grown(lessons: Sequence[Lesson], rows: Sequence[Rows], course: Course, few: Collection[str]) -> Forest:
    """A forest of oblivious trees over the blocks of the lessons."""
    chosen = [_chosen(lesson) for lesson in lessons]
    table = np.concatenate([row[:, some] for row, (some, _) in zip(rows, chosen, strict=True)], axis=1).T
    truth = np.concatenate([lesson.truth[some] >= 0.5 for lesson, (some, _) in zip(lessons, chosen, strict=True)])
    weight = np.concatenate(
        [(weights(lesson, few) * times)[some] for lesson, (some, times) in zip(lessons, chosen, strict=True)]
    )
    return mean_of([forest_of(_fitted(table, truth, weight, course, seed)) for seed in range(1, course.seeds + 1)])


def _fitted(table: Rows, truth: Numbers, weight: Numbers, course: Course, seed: int) -> CatBoostClassifier:
    model = CatBoostClassifier(
        iterations=course.trees,
        learning_rate=course.rate,
        depth=DEPTH,
        l2_leaf_reg=5,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        border_count=64,
        random_seed=seed,
        thread_count=1,
        allow_writing_files=False,
        verbose=False,
    )
    model.fit(table, truth.astype(int), sample_weight=weight)
    return model


def mean_of(forests: Sequence[Forest]) -> Forest:
    """One forest of all their trees; its log-odds are the mean of theirs."""
    return Forest(
        np.concatenate([forest.features for forest in forests]),
        np.concatenate([forest.borders for forest in forests]),
        np.concatenate([forest.leaves / np.float32(len(forests)) for forest in forests]),
        sum(forest.bias for forest in forests) / len(forests),
    )


def _chosen(lesson: Lesson) -> tuple[Places, Numbers]:
    """The places to learn from, and for how many blocks each place stands: of menus and footers one in five does.

    Where only some blocks are labelled, these.
    """
    page = lesson.page
    if not lesson.whole:
        return np.flatnonzero(~np.isnan(lesson.truth)), np.ones(len(page.blocks))
    near = np.convolve(page.vote, np.ones(9), "same") > 0
    plain = ~near & (page.size < PROSE_LENGTH)
    skipped = plain & (np.random.default_rng(len(plain)).random(len(plain)) > CHROME_SHARE)
    return np.flatnonzero(~skipped), np.where(plain, 1 / CHROME_SHARE, 1.0)


def forest_of(model: CatBoostClassifier, depth: int = DEPTH) -> Forest:
    """The trees as arrays, by way of CatBoost's own JSON."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "model.json")
        model.save_model(str(file), format="json")
        told = json.loads(file.read_text(encoding="utf-8"))
    trees = told["oblivious_trees"]
    asked = np.zeros((len(trees), depth), dtype=np.int16)
    borders = np.full((len(trees), depth), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), 2**depth), dtype=np.float32)
    places = [feature["flat_feature_index"] for feature in told["features_info"]["float_features"]]
    for index, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            asked[index, level] = places[split["float_feature_index"]]
            borders[index, level] = split["border"]
        leaves[index, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, (bias,) = told["scale_and_bias"]
    return Forest(asked, borders, (leaves * scale).astype(np.float32), float(bias))
