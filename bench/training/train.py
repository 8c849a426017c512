"""`python -m bench train`: learn the labeller, say how it does on sites it has not seen, write its model."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.extraction.labels import forest
from archive.extraction.labels.forest import Judge
from archive.extraction.labels.page_arrays import Numbers
from bench.extraction import examples
from bench.extraction.examples import Lesson
from bench.extraction.measures import Score, body_score, mean, micro, snippet_counts
from bench.sets import (
    BODY_SETS,
    DUMP_SETS,
    DUMPED_SETS,
    LANGUAGE_SETS,
    LEFT_OUT,
    SNIPPET_SETS,
    read_sets,
    suspects,
)
from bench.tables import heading, markdown
from bench.training import learn, models
from bench.training.folds import FOLDS

Kinds = Mapping[str, Sequence[Lesson]]
"""By kind of forest, its lessons."""
Judged = list[tuple[Lesson, Numbers]]


def run(arguments: argparse.Namespace) -> int:
    """Learn out of fold and report, then learn from everything and write the model."""
    doubtful = suspects(arguments.data, BODY_SETS)
    kinds = _lessons(arguments.data, arguments.limit, arguments.kinds)
    arguments.models.mkdir(parents=True, exist_ok=True)
    judged: dict[str, Judged] = {}
    for fold in range(arguments.folds):
        file = arguments.models / f"{fold}.npz"
        judges = {**forest.load_model(file if file.exists() else forest.MODEL), **_taught(kinds, fold, doubtful)}
        forest.save_model(judges, file)
        _judge_fold(judges, kinds, fold, judged)
        _note(f"fold {fold + 1} of {FOLDS}")
    print(heading(arguments.command_line))
    for name, told in judged.items():
        print(f"{name}\n\n{_scores(told)}")
    if not arguments.report_only:
        every = {kind: _judge(kind, lessons, doubtful) for kind, lessons in kinds.items()}
        forest.save_model({**forest.load_model(forest.MODEL), **every}, forest.MODEL)
        models.record_model(forest.MODEL, arguments.command_line)
        print(f"\n{forest.MODEL}: {forest.MODEL.stat().st_size:,} bytes")
    return 0


def teach_without_languages(data: Path, models: Path) -> Path:
    """Write to `models` a labeller that has seen no page in the languages that only one set has; give its file."""
    lessons = [
        lesson
        for lesson in _lessons(data, None, "page")["page"]
        if not (lesson.source.set in LANGUAGE_SETS and lesson.source.language in LEFT_OUT)
    ]
    doubtful = suspects(data, BODY_SETS)
    judges = {kind: _judge(kind, lessons, doubtful) for kind in ("alone", "page")}
    models.mkdir(parents=True, exist_ok=True)
    file = models / "without-languages.npz"
    forest.save_model({**forest.load_model(forest.MODEL), **judges}, file)
    return file


def _judge_fold(judges: Mapping[str, Judge], kinds: Kinds, fold: int, judged: dict[str, Judged]) -> None:
    """Add what each forest says of the pages of a fold, and what both say of web pages."""
    for kind, lessons in kinds.items():
        for lesson in (lesson for lesson in lessons if lesson.fold == fold):
            chances = _chances(judges, kind, lesson)
            judged.setdefault(kind, []).append((lesson, chances))
            if kind == "alone":
                doubtful = forest.is_doubtful(lesson.page, chances)
                judged.setdefault("page asked" if doubtful else "page not asked", []).append((lesson, chances))
                both = _chances(judges, "page", lesson) if doubtful else chances
                judged.setdefault("alone, page where in doubt", []).append((lesson, both))


def _chances(judges: Mapping[str, Judge], kind: str, lesson: Lesson) -> Numbers:
    judge = judges[kind]
    return judge.judge(lesson.page, learn.COURSES[kind].table(lesson.page, judge.lexicon))


def _lessons(data: Path, limit: int | None, kinds: str) -> Kinds:
    """The lessons of all forests, or of one, as `kinds` has it; what is not learned stays as it was."""
    pages = list(examples.web_lessons(read_sets(data, BODY_SETS + LANGUAGE_SETS + SNIPPET_SETS, limit)))
    _note(f"{len(pages)} web pages read")
    if kinds in ("alone", "page"):
        return {kinds: pages}
    dumps = list(examples.dump_lessons(read_sets(data, DUMP_SETS, limit)))
    made = list(examples.dumped(lesson for lesson in pages if lesson.source.set not in DUMPED_SETS + SNIPPET_SETS))
    _note(f"{len(dumps)} text dumps read, {len(made)} made")
    return {"dump": dumps + made} if kinds == "dump" else {"page": pages, "alone": pages, "dump": dumps + made}


def _taught(kinds: Kinds, without: int, doubtful: Collection[str]) -> dict[str, Judge]:
    """A judge of each kind, taught by the lessons of all folds but one."""
    return {
        kind: _judge(kind, [lesson for lesson in lessons if lesson.fold != without], doubtful)
        for kind, lessons in kinds.items()
    }


def _judge(kind: str, lessons: Sequence[Lesson], doubtful: Collection[str]) -> Judge:
    return learn.taught(lessons, learn.COURSES[kind], doubtful)


def _scores(judged: Sequence[tuple[Lesson, Numbers]]) -> str:
    """Body or snippet score by set, of the blocks judged to be text as they are."""
    rows = []
    for name in dict.fromkeys(lesson.source.set for lesson, _ in judged):
        told = [
            (lesson.source.truth, _body(lesson, chances)) for lesson, chances in judged if lesson.source.set == name
        ]
        score = _snippets(told) if name in SNIPPET_SETS else _bodies(told)
        rows.append([name, str(score.pages), f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.4f}"])
    return markdown(("set, out of fold", "pages", "P", "R", "F1"), rows)


def _bodies(told: Sequence[tuple[Mapping[str, Any], str]]) -> Score:
    return mean([body_score(body, truth["body"]) for truth, body in told if truth.get("body")])


def _snippets(told: Sequence[tuple[Mapping[str, Any], str]]) -> Score:
    total: Counter[str] = Counter()
    for truth, body in told:
        total.update(snippet_counts(body, truth["with"], truth["without"]))
    return micro(total, len(told))


def _body(lesson: Lesson, chances: Numbers) -> str:
    kept: dict[str, None] = {}
    for place, (block, chance) in enumerate(zip(lesson.page.blocks, chances, strict=True)):
        if chance >= 0.5:
            kept.setdefault(block.text if len(block.text) > 200 else f"{block.text}\0{place}")
    return "\n\n".join(text.partition("\0")[0] for text in kept)


def _note(line: str) -> None:
    print(f"{time.process_time():6.0f} s  {line}", file=sys.stderr, flush=True)
