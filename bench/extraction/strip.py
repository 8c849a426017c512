"""`python -m bench strip`: this archive and trafilatura, side by side, on the same labelled pages in one run."""

import argparse
import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from archive.extraction.labels import forest, page_kind
from archive.model import Role
from bench.extraction import authors, extractors, measures, peers, record, report
from bench.extraction.extractors import OURS, Extraction, Extractor
from bench.extraction.results import Result, Results
from bench.sets import (
    ALL_SETS,
    CREDIT_SETS,
    KIND_SETS,
    LANGUAGE_SETS,
    LEFT_OUT,
    TEXT_SETS,
    LabelledPage,
    read_names,
    read_sets,
)
from bench.tables import heading
from bench.training import folds


def run(arguments: argparse.Namespace) -> int:
    """Score every page of the chosen sets with every extractor; print the tables."""
    sets = arguments.sets.split(",") if arguments.sets else ALL_SETS
    asked = peers.install_peers() if arguments.peers else {}
    beside = {**extractors.MORE_EXTRACTORS, **peers.peer_extractors(asked)} if arguments.peers else {}
    pages = list(read_sets(arguments.data, sets, arguments.limit, arguments.half))
    only = arguments.only.split(",") if arguments.only else ()
    names = (
        measures.name_table(read_names(arguments.data))
        if any(page.set in CREDIT_SETS + TEXT_SETS + LANGUAGE_SETS for page in pages)
        else {}
    )
    unseen = arguments.unseen
    if arguments.leave_language_out:
        from bench.training import train  # it needs catboost, which measuring does not

        pages = [page for page in pages if page.language in LEFT_OUT]
        unseen = train.teach_without_languages(arguments.data, arguments.unseen or folds.MODELS)
    work = partial(measure_page, only=only, names=names, unseen=unseen, beside=beside)
    measured = measure(pages, work, arguments.workers)
    print(heading(arguments.command_line))
    print("".join(f"{name}: {told}\n" for name, told in asked.items()))
    print(report.tables(measured))
    if arguments.save:
        record.save_record(measured, arguments.save, arguments.command_line, asked)
    if arguments.worst:
        print(report.worst(measured, arguments.worst))
    if arguments.json:
        rows = [report.as_json(result) for result in measured.rows]
        arguments.json.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if arguments.credits:
        print(report.credited(measured))
        arguments.credits.write_text(report.credit_lines(measured), encoding="utf-8")
    if arguments.dump_errors:
        report.dump_errors(measured, pages, arguments.dump_errors)
    return 0


def measure(pages: Sequence[LabelledPage], work: Callable[[LabelledPage], list[Result]], workers: int) -> Results:
    """Every result, pages in order. With several workers each takes pages in turn and runs all extractors on them.

    A process first runs each extractor on one page, so that none pays for imports and caches where it is timed.
    """
    if workers == 1:
        work(pages[0])
        return Results([result for page in pages for result in work(page)])
    with ProcessPoolExecutor(workers, initializer=work, initargs=(pages[0],)) as pool:
        return Results([result for results in pool.map(work, pages, chunksize=8) for result in results])


def measure_page(
    page: LabelledPage,
    *,
    only: Collection[str],
    names: Mapping[str, str],
    unseen: Path | None,
    beside: Mapping[str, Extractor],
) -> list[Result]:
    """All extractors on one page, one after the other.

    `unseen`: a model that has seen none of the pages, or where `python -m bench train` left those for each fifth of the
    sites; ours reads the page with the one that has not seen it. `beside`: peers, for web pages.
    """
    if unseen:
        use_unseen(unseen, folds.fold(page))
    chosen = _choose(page, only, beside)
    return [_measure_one(page, name, extractor, names) for name, extractor in chosen.items()]


def use_unseen(models: Path, fold: int) -> None:
    """Have pages read by the models that have not seen a fifth of the sites; `models` may be one file for all."""
    forest.MODEL = models if models.is_file() else models / f"{fold}.npz"
    forest.load_model(forest.MODEL)
    kinds = models / f"kinds-{fold}.npz"
    if kinds.exists():
        page_kind.MODEL = kinds
        page_kind.load_kinds(kinds)


def _choose(page: LabelledPage, only: Collection[str], beside: Mapping[str, Extractor]) -> Mapping[str, Extractor]:
    if page.text is not None:
        return extractors.TEXT_EXTRACTORS
    every = extractors.DUMP_EXTRACTORS if page.is_dump else {**extractors.PAGE_EXTRACTORS, **beside}
    return {name: every[name] for name in every if not only or name in only}


def _measure_one(page: LabelledPage, name: str, extractor: Extractor, names: Mapping[str, str]) -> Result:
    payload = page.payload()
    started = time.process_time()
    found = extractor(payload, page.url)
    seconds = time.process_time() - started if found.seconds is None else found.seconds
    truth, fields = page.truth, {} if page.set in CREDIT_SETS else page.truth  # there, title and authors are no labels
    body, lead = truth.get("body"), truth.get("lead", "")
    joined = found.body if found.standfirst in found.body else f"{found.standfirst}\n\n{found.body}"
    credited = "sources" in truth and truth.get("kind", "self") not in ("self", "doubtful")
    wanted, unwanted = truth.get("with") or (), truth.get("without") or ()
    return Result(
        set=page.set,
        page=page.id,
        url=page.url,
        language=page.language,
        extractor=name,
        seconds=seconds,
        found=found,
        half=page.half,
        kind=truth["kind"] if page.set in KIND_SETS else None,
        body=measures.body_score(found.body, body, lead) if body else None,
        joined=measures.body_score(joined, body, lead) if body and name == OURS else None,
        snippets=measures.snippet_counts(found.body, wanted, unwanted) if wanted or unwanted else None,
        authors=measures.same_authors(found.authors, fields["authors"]) if fields.get("authors") else None,
        persons=_same_persons(found, fields.get("authors") or (), page.url),
        houses=_same_houses(found, fields.get("authors") or (), page.url),
        title=measures.same_title(found.title, fields["title"]) if fields.get("title") else None,
        date=measures.same_day(found.date, truth["date"]) if truth.get("date") else None,
        credits=_credit_counts(found, truth, names, tuple(Role)) if credited else None,
        wire=_credit_counts(found, truth, names, (Role.AGENCY, Role.CONTRIBUTOR)) if credited else None,
        hard_negative=truth.get("kind") == "negative",
    )


def _same_persons(found: Extraction, labelled: Sequence[str], url: str | None) -> bool | None:
    """Whether exactly the labelled persons were found; None where no person is labelled."""
    true = authors.persons(labelled, url, found.site_name)
    return measures.same_authors(authors.persons(found.authors, url, found.site_name), true) if true else None


def _same_houses(found: Extraction, labelled: Sequence[str], url: str | None) -> bool | None:
    """Whether exactly the labelled organisations were found; None where none is labelled."""
    true = authors.houses(labelled, url, found.site_name)
    return authors.houses(found.sources, url, found.site_name) == true if true else None


def _credit_counts(
    found: Extraction, truth: Mapping[str, Any], names: Mapping[str, str], roles: Collection[str]
) -> Mapping[str, int]:
    """The page's organisations in these roles against the labelled ones; a peer without credits names them as authors.

    One that is labelled in another role is no false hit.
    """
    credits = found.credits
    if credits is None:
        credits = {author: "agency" for author in found.authors if measures.fold_name(author) in names}
    given = {_one_name(name, names): role for name, role in credits.items() if role in roles}
    labelled = [source | {"name": _one_name(source["name"], names)} for source in truth["sources"]]
    true = {
        source["name"]: source["role"]
        for source in labelled
        if not (source.get("generic") or source.get("doubtful")) and source["role"] in roles
    }
    return measures.credit_counts(given, true, accepted=[source["name"] for source in labelled])


def _one_name(name: str, names: Mapping[str, str]) -> str:
    """The name under which an organisation is counted: the canonical one, else its own without case and article."""
    folded = measures.fold_name(name)
    return names.get(folded, folded)
