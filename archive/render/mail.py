"""The mail of a night: its report, and the edits it found."""

from collections.abc import Sequence

from archive.judge.visit import Findings
from archive.model import Edit
from archive.render.edits import edit_lines
from archive.render.night_report import findings_text
from archive.render.terminal import Screen, count_of, one_safe_line


def night_subject(found: Findings, edits: Sequence[Edit]) -> str:
    """Give the subject: the day, and what counts."""
    silent = sum(edit.disclosed is None for edit in edits)
    facts = [f"{count_of(len(edits), 'edit')} ({silent:,} silent)" if edits else "no edits"]
    counts = ("new", found.news.outcomes.get("added", 0)), ("gone", found.gone)
    facts += [f"{number:,} {name}" for name, number in counts if number]
    facts += ["nothing came" if found.in_vain else ""]
    return f"archive {found.finished_at[:10]}: {', '.join(filter(None, facts))}"


def night_mail(found: Findings, edits: Sequence[Edit], database: str) -> str:
    """Give the text."""
    lines = [f"Database: {one_safe_line(database)}", "", *findings_text(found), "", *edit_lines(edits, Screen())]
    return "\n".join(lines) + "\n"
