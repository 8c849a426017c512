"""`python -m bench kinds`: learn what pages are that are no articles, report it out of fold, write the model."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from catboost import CatBoostClassifier

from archive.extraction.decoding.decode import HtmlPage, decode_page
from archive.extraction.labels import page_kind, refusal
from archive.extraction.labels.forest import Forest
from archive.extraction.labels.page_signs import Signs
from archive.extraction.page import read_html
from bench.sets import BODY_SETS, KIND_SETS, LANGUAGE_SETS, SNIPPET_SETS, LabelledPage, read_sets
from bench.tables import heading, markdown
from bench.training import folds, learn, models
from bench.training.folds import FOLDS

TREES, RATE, DEPTH, SEEDS = 150, 0.1, 4, 5
"""`SEEDS`: forests of which one is the mean: what a single one says of a page is a matter of luck, too."""
ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Example:
    """A page's signs, and what it is. `declared`: whether it says that it is an article."""

    set: str
    page: str
    site: str
    fold: int
    half: str
    kind: str
    declared: bool
    signs: Signs


def run(arguments: argparse.Namespace) -> int:
    """Learn out of fold and report, then learn from everything and write the model."""
    sets = BODY_SETS + LANGUAGE_SETS + SNIPPET_SETS + KIND_SETS
    pages = list(read_sets(arguments.data, sets, arguments.limit))
    arguments.models.mkdir(parents=True, exist_ok=True)
    examples = [example for example in _read(pages, arguments.workers) if example]
    judged: list[tuple[Example, dict[str, float]]] = []
    for fold in range(FOLDS):
        forests = _taught([example for example in examples if example.fold != fold])
        page_kind.save_kinds(forests, arguments.models / f"kinds-{fold}.npz")
        for example in (example for example in examples if example.fold == fold):
            chances = {kind: float(forest.chances(example.signs[:, None])[0]) for kind, forest in forests.items()}
            judged.append((example, chances))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
    print(heading(arguments.command_line))
    print(_report(judged))
    if not arguments.report_only:
        page_kind.save_kinds(_taught(examples), page_kind.MODEL)
        models.record_model(page_kind.MODEL, arguments.command_line)
        print(f"\n{page_kind.MODEL}: {page_kind.MODEL.stat().st_size:,} bytes")
    return 0


def _read(pages: Sequence[LabelledPage], workers: int) -> Iterator[Example | None]:
    if workers == 1:
        yield from map(_example, pages)
    else:
        with ProcessPoolExecutor(workers) as pool:
            yield from pool.map(_example, pages, chunksize=16)


def _example(source: LabelledPage) -> Example | None:
    """The page as an example, its blocks judged by the labeller that ships; None where it holds no HTML."""
    decoded = decode_page(source.payload(), media_type="text/html")
    if not isinstance(decoded, HtmlPage):
        return None
    reading = read_html(decoded, source.url)
    kind = source.truth["kind"] if source.set in KIND_SETS else ARTICLE
    site, fold = folds.site(source), folds.fold(source)
    return Example(source.set, source.id, site, fold, source.half, kind, reading.stated.article, reading.signs)


def _taught(examples: Sequence[Example]) -> dict[str, Forest]:
    """A forest for each kind; a page of a site counts as the root of their number, one of a rare kind for more."""
    table = np.array([example.signs for example in examples])
    sites = Counter(example.site for example in examples)
    weight = np.array([sites[example.site] ** -0.5 for example in examples])
    forests = {}
    for kind in sorted({example.kind for example in examples}):
        truth = np.array([example.kind == kind for example in examples])
        grown = [learn.forest_of(_fitted(table, truth, weight, seed), DEPTH) for seed in range(1, SEEDS + 1)]
        forests[kind] = learn.mean_of(grown)
    return forests


def _fitted(table: Signs, truth: np.ndarray, weight: np.ndarray, seed: int) -> CatBoostClassifier:
    model = CatBoostClassifier(
        iterations=TREES,
        learning_rate=RATE,
        depth=DEPTH,
        l2_leaf_reg=8,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        border_count=32,
        random_seed=seed,
        thread_count=1,
        allow_writing_files=False,
        verbose=False,
    )
    model.fit(table, truth.astype(int), sample_weight=weight)
    return model


def _report(judged: Sequence[tuple[Example, dict[str, float]]]) -> str:
    """By set or kind, and half, the share refused as a list, and the share flagged as something else."""
    rows = []
    groups = dict.fromkeys((example.kind if example.kind != ARTICLE else example.set) for example, _ in judged)
    for group in groups:
        for half in ("read", "aside"):
            told = [
                refusal.kind_by(chances, declared=example.declared)
                for example, chances in judged
                if example.half == half and group in (example.kind, example.set)
            ]
            listed = sum(kind in refusal.LISTS for kind in told)
            flagged = sum(kind not in (None, *refusal.LISTS) for kind in told)
            count = max(1, len(told))
            rows.append([group, half, str(len(told)), f"{listed / count:.3f}", f"{flagged / count:.3f}"])
    return markdown(("pages of", "half", "pages", "refused as lists", "flagged"), rows)
