"""The report of a second reading of stored pages, for a person or a program."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from typing import Final

from archive.judge.rereading import Ending, Line, RereadingReport
from archive.render.results import shown_duration
from archive.render.rows import json_text, text_table
from archive.render.terminal import BOLD, Screen, count_of, one_safe_line

SITES: Final = 20
SITE_COLUMNS: Final = ("site", "pages", "changed", "words before", "after", "blocks stripped before", "after")
LABEL_COLUMNS: Final = ("label", "pages", "changed", "words before", "after", "blocks before", "after")
TOLD: Final = {
    Ending.CHANGED: "changed",
    Ending.SAME: "the same",
    Ending.KEPT: "left as they were, for no article is found in them now",
    Ending.ADDED: "new, refused before",
    Ending.REFUSED: "refused as before",
    Ending.DAMAGED: "damaged in the archive, and left",
}


def rereading_text(found: RereadingReport, screen: Screen, *, dry_run: bool) -> Iterator[str]:
    """Give the totals, then what changed by site, by label and by field."""
    pages = found.pages.total()
    parts = ", ".join(f"{found.pages[ending]:,} {told}" for ending, told in TOLD.items() if found.pages[ending])
    tried = ", and nothing stored" if dry_run else ""
    yield f"{count_of(pages, 'page')} read again in {shown_duration(found.seconds)}{tried}" + (
        f": {parts}\n" if parts else "\n"
    )
    yield from (
        f"  kept  {one_safe_line(page.url or page.origin)}  {one_safe_line(page.detail or '')}\n" for page in found.kept
    )
    changed = [replace(one, name=one.name or "(no site)") for one in found.by_site() if one.changed]
    if not changed:
        return
    yield from _titled("By site", SITE_COLUMNS, changed[:SITES], screen)
    if len(changed) > SITES:
        yield f"… and {count_of(len(changed) - SITES, 'site')} more; --format json has all\n"
    yield from _titled("By label", LABEL_COLUMNS, [one for one in found.by_label() if one.changed], screen)
    told = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in found.fields.most_common())
    yield f"\n{screen.paint('By field', BOLD)}, pages on which it differs\n{told}\n"


def rereading_json(found: RereadingReport, *, dry_run: bool) -> str:
    """Give all of it as one JSON object."""
    return json_text(
        {
            "dry_run": dry_run,
            "seconds": round(found.seconds, 3),
            "pages": {ending.value: found.pages[ending] for ending in Ending},
            "fields": dict(found.fields.most_common()),
            "sites": [asdict(one) for one in found.by_site()],
            "labels": [asdict(one) for one in found.by_label()],
            "kept": [{"url": page.url or page.origin, "detail": page.detail} for page in found.kept],
            "damaged": [{"url": page.url or page.origin, "detail": page.detail} for page in found.damaged],
        },
        indent=2,
    )


def _titled(title: str, columns: tuple[str, ...], lines: list[Line], screen: Screen) -> Iterator[str]:
    names = [field.name for field in fields(Line)]
    yield f"\n{screen.paint(title, BOLD)}\n"
    yield from text_table(columns, ([getattr(one, name) for name in names] for one in lines), screen)
