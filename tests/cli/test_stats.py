"""`archive stats`: figures by name."""

from pathlib import Path

from tests.commands import Run, records


def test_stats(run: Run, archived: Path) -> None:
    """Figures by name."""
    figures = {one["figure"]: one["value"] for one in records(run("stats", "--db", archived, "--format", "jsonl")[1])}
    assert (figures["articles"], figures["sites"], figures["refused, empty"]) == (3, 1, 1)


def test_prometheus(run: Run, archived: Path) -> None:
    """Each figure is a sample under its HELP and TYPE; the newest run of a command has its end."""
    lines = run("stats", "--db", archived, "--format", "prometheus")[1].splitlines()
    samples = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert (samples["archive_articles"], samples['archive_refused_captures{reason="empty"}']) == ("3", "1")
    assert samples['archive_last_run_pages{command="ingest",outcome="added"}'] == "3"
    assert int(samples['archive_last_run_timestamp_seconds{command="ingest"}']) > 1_700_000_000
    names = {line.partition("{")[0].partition(" ")[0] for line in lines if not line.startswith("#")}
    assert names <= {line.split()[2] for line in lines if line.startswith("# TYPE")}
