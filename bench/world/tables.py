"""The tables of a world's nights: what was to be reached, and whether it was."""

from bench.tables import markdown
from bench.world.run import DELAY, SPEED, Outcome

TOLD_WRONGLY = 20
"""So many are listed."""


def make_tables(outcome: Outcome) -> tuple[str, bool]:
    """All tables, and whether every figure was reached."""
    rows = _figures(outcome)
    met = all(reached for *_, reached in rows)
    parts = [
        _opening(outcome),
        markdown(("measure", "figure", "to reach", "reached"), [(*row[:3], "yes" if row[3] else "NO") for row in rows]),
        _told(outcome),
        _wire(outcome),
    ]
    if wrong := outcome.tally.wrong:
        listed = [(str(night), url, *rest) for night, url, *rest in wrong[:TOLD_WRONGLY]]
        parts.append(markdown(("night", "URL", "it answered", "to be told", "told"), listed))
    return "\n".join(parts), met


def _opening(outcome: Outcome) -> str:
    size = outcome.size
    longest = max(outcome.nights)
    return (
        f"{outcome.added:,} articles on {size.hosts} host names, {size.nights} nights of {size.budget} visits, and one "
        f"of all; seed {size.seed}; the hosts' time {SPEED:g} times as fast as ours.\n"
        f"{outcome.wall:.0f} s in all, {sum(outcome.nights) / len(outcome.nights):.1f} s a night, {longest:.1f} s the "
        f"longest; {outcome.cpu:.0f} s of CPU without the server; at the peak {outcome.peak / 1e6:.0f} MB, and "
        f"{outcome.worker_peak / 1e6:.0f} MB the largest worker.\n"
    )


def _figures(outcome: Outcome) -> list[tuple[str, str, str, bool]]:
    tally, kept = outcome.tally, outcome.kept
    edits = tally.seen.total()
    told, due = tally.right.total(), tally.due.total()
    return [
        ("articles archived at first", f"{outcome.added:,}", f"{outcome.early:,}", outcome.added == outcome.early),
        ("articles that came out later: archived once each", f"{tally.added:,} of {outcome.late:,}", "all",
         tally.added == tally.new == outcome.late),
        ("articles in the archive that are none of these", f"{kept.strangers}", "0", kept.strangers == 0),
        ("edits that a visit could see: found", f"{tally.found:,} of {edits:,}", "all", tally.found == edits > 0),
        ("revisions in the archive, of as many texts", f"{kept.revisions:,} of {kept.texts:,}", "equal",
         kept.revisions == kept.texts),
        ("changes that were none", f"{tally.false:,} in {tally.visits:,} visits", "0", tally.false == 0),
        ("kind of change as in the script", f"{tally.kinds_right:,} of {tally.found:,}", "–", True),
        ("edits behind a 304 that lied, found later or not", f"{tally.hidden:,} visits", "–", True),
        ("words of all texts seen that are lost", f"{kept.lost:,} of {kept.words:,}", "0", kept.lost == 0),
        ("words of them taken for chrome, kept among the blocks", f"{kept.stripped:,}", "–", True),
        ("words of chrome in the texts", f"{kept.more:,}", "–", True),
        ("revisions that vanished", f"{kept.vanished}", "0", kept.vanished == 0),
        ("articles whose text is not the last one seen", f"{kept.current_wrong}", "0", kept.current_wrong == 0),
        ("articles under another address than the last one seen", f"{kept.addresses_wrong}", "0",
         kept.addresses_wrong == 0),
        ("visits told rightly", f"{told:,} of {due:,}", "all", told == due and not tally.wrong),
        ("requests against robots.txt", f"{len(tally.against_robots)} of {tally.requests:,}", "0",
         not tally.against_robots),
        ("requests sooner than the delay, or Crawl-delay", f"{len(tally.too_soon)}", "0", not tally.too_soon),
        ("shortest time between two requests to a host", f"{tally.shortest:.2f} s", f"≥ {DELAY:g} s",
         tally.shortest >= DELAY),
        ("requests while Retry-After asked for none", f"{len(tally.in_pause)}", "0", not tally.in_pause),
    ]  # fmt: skip


def _told(outcome: Outcome) -> str:
    tally = outcome.tally
    rows = [(name, f"{number:,}", f"{tally.right[name]:,}") for name, number in tally.due.most_common()]
    served = [(f"{what} → {told}", f"{number:,}", "") for (what, told), number in sorted(tally.told.items())]
    return (
        markdown(("by the script", "visits", "told so"), rows)
        + "\n"
        + markdown(("answer → told", "visits", ""), served)
    )


def _wire(outcome: Outcome) -> str:
    wire = outcome.wire
    rows = [
        (habit, f"{pages:,}", f"{whole:,}", f"{some:,}", f"{some / whole:.0%}" if whole else "–")
        for habit, (some, whole, pages) in wire.by_habit.items()
    ]
    total = f"{wire.visited:,}", f"{wire.whole:,}", f"{wire.conditional:,}", f"{wire.conditional / wire.whole:.0%}"
    header = "the night when 5 % changed, by what hosts answer", "requests", "bytes, all whole", "bytes", "share"
    return f"{wire.edited:,} articles edited before that night.\n\n" + markdown(header, [*rows, ("all", *total)])
