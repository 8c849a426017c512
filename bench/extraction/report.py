"""Results as Markdown tables, as JSON lines, and as lists of what went wrong."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.extraction.extractors import OURS, REFERENCE
from bench.extraction.measures import Score, shingles
from bench.extraction.results import Result, Results
from bench.sets import LabelledPage
from bench.tables import markdown

MISPLACED = 0.5
"""A line with less than this share of its 4-grams on the other side counts as wrongly kept, or as lost."""


def tables(results: Results) -> str:
    """Every table the results can fill."""
    parts = (_bodies(results), _fields(results), _credits(results), _times(results))
    return "\n".join(part for part in parts if part)


def _bodies(results: Results) -> str:
    rows = []
    for name in results.sets:
        for extractor in results.extractors:
            chosen = results.of(name, extractor)
            scores = {"body": chosen.body(), "standfirst and body": chosen.joined(), "snippets": chosen.snippets()}
            rows += [[name, extractor, measure, *_score(score)] for measure, score in scores.items() if score]
            for language in chosen.languages():
                score = Results([row for row in chosen.rows if row.language == language]).body()
                rows += [[f"{name}: {language}", extractor, "body", *_score(score)]] if score else []
    return markdown(("set", "extractor", "measure", "pages", "P", "R", "F1"), rows)


def _fields(results: Results) -> str:
    rows = []
    for name in results.sets:
        for extractor in results.extractors:
            chosen = results.of(name, extractor)
            shares = [chosen.share(field) for field in ("authors", "persons", "houses", "title", "date")]
            if any(share is not None for share in shares):
                rows.append([name, extractor, *("–" if share is None else f"{share:.3f}" for share in shares)])
    header = ("set", "extractor", "authors exact", "persons", "organisations", "title exact", "same day")
    return markdown(header, rows)


def _credits(results: Results) -> str:
    rows = []
    for name in results.sets:
        for extractor in results.extractors:
            chosen = results.of(name, extractor)
            score, wire = chosen.credits(), chosen.wire()
            if score and wire:
                hit, negatives = chosen.negatives_hit()
                alone = [f"{wire.precision:.3f}", f"{wire.recall:.3f}"]
                rows.append([name, extractor, *_score(score), *alone, f"{chosen.roles():.3f}", f"{hit} of {negatives}"])
    header = ("set", "extractor", "pages", "P", "R", "F1", "agencies and contributors P", "R", "role right")
    return markdown((*header, "hard negatives credited"), rows)


def _times(results: Results) -> str:
    """CPU time set by set, and over all pages the reference ran on."""
    groups = [(name, Results([row for row in results.rows if row.set == name])) for name in results.sets]
    compared = [group for _, group in groups if group.by(REFERENCE).rows]
    groups.append(("all web pages", Results([row for group in compared for row in group.rows])))
    rows = []
    for name, group in groups:
        reference = group.by(REFERENCE).milliseconds()
        for extractor in group.extractors:
            spent = group.by(extractor).milliseconds()
            rows.append([name, extractor, f"{spent:.1f}", f"{spent / reference:.2f}" if reference else "–"])
    return markdown(("set", "extractor", "CPU ms a page", "over bare_extraction(with_metadata=True)"), rows)


def _score(score: Score) -> list[str]:
    return [str(score.pages), f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"]


def worst(results: Results, count: int) -> str:
    """For each set the pages where our body is furthest from the truth, with the reference beside it."""
    parts = []
    for name in results.sets:
        reference = {row.page: row for row in results.of(name, REFERENCE).rows}
        ours = [row for row in results.of(name, OURS).rows if row.body is not None]
        ours.sort(key=lambda row: row.body.f1 if row.body else 0.0)
        rows = [[row.page, *_page(row), *_page(reference.get(row.page)), row.url or ""] for row in ours[:count]]
        if rows:
            table = markdown(("page", "P", "R", "P trafilatura", "R trafilatura", "url"), rows)
            parts.append(f"\nWorst of {name}\n\n{table}")
    return "".join(parts)


def _page(row: Result | None) -> list[str]:
    if row is None or row.body is None:
        return ["–", "–"]
    return ["–" if row.body.precision is None else f"{row.body.precision:.3f}", f"{row.body.recall:.3f}"]


def as_json(row: Result) -> dict[str, Any]:
    """One result as a flat JSON object."""
    return {
        "set": row.set,
        "page": row.page,
        "url": row.url,
        "extractor": row.extractor,
        "seconds": round(row.seconds, 5),
        "precision": row.body.precision if row.body else None,
        "recall": row.body.recall if row.body else None,
        "snippets": dict(row.snippets) if row.snippets is not None else None,
        "authors": row.authors,
        "persons": row.persons,
        "houses": row.houses,
        "title": row.title,
        "date": row.date,
        "credits": dict(row.credits) if row.credits is not None else None,
        "found": {
            "title": row.found.title,
            "authors": row.found.authors,
            "date": row.found.date,
            "credits": dict(row.found.credits) if row.found.credits is not None else None,
        },
    }


def credit_lines(results: Results) -> str:
    """Every credit we found, a tab-separated line each, with what a person needs to judge it."""
    header = ("set", "page", "url", "organization", "role", "credited_as", "rule", "confidence", "evidence")
    lines = [
        (row.set, row.page, row.url or "", *(str(getattr(credit, field)) for field in header[3:]))
        for row in results.by(OURS).rows
        for credit in row.found.evidence
    ]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in (header, *lines))


def credited(results: Results) -> str:
    """On how many pages of each set we found a credit, and how many credits of each confidence."""
    rows = []
    for name in results.sets:
        chosen = results.of(name, OURS)
        counts = Counter(credit.confidence.value for row in chosen.rows for credit in row.found.evidence)
        pages = sum(bool(row.found.evidence) for row in chosen.rows)
        rows.append([name, *map(str, (len(chosen.rows), pages, counts["certain"], counts["likely"]))])
    return markdown(("set", "pages", "with a credit", "certain", "likely"), rows)


def dump_errors(results: Results, pages: Iterable[LabelledPage], folder: Path) -> None:
    """One file a page with our wrong lines: `+` wrongly kept, `-` lost; nothing for a page without any."""
    truths = {(page.set, page.id): page.truth.get("body") for page in pages}
    for row in results.rows:
        truth = truths[row.set, row.page]
        if row.extractor != OURS or not truth:
            continue
        lines = [f"+ {line}" for line in _foreign(row.found.body, truth)]
        lines += [f"- {line}" for line in _foreign(truth, row.found.body)]
        if lines:
            target = folder / row.set / f"{row.page}.txt"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("\n".join([row.url or "", *lines, ""]), encoding="utf-8")


def _foreign(text: str, other: str) -> list[str]:
    """The lines of a text that are mostly not in the other."""
    known = shingles(other)
    foreign = []
    for line in filter(None, map(str.strip, text.splitlines())):
        grams: Counter[tuple[str, ...]] = shingles(line)
        if (grams & known).total() < MISPLACED * grams.total():
            foreign.append(line)
    return foreign
