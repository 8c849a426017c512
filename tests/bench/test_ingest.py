"""What an ingest costs is measured over all its processes."""

from collections.abc import Sequence
from pathlib import Path

from bench import ingest


def _two_articles(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    return len(files), len(list(folder.iterdir()))


def test_a_job_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    """What it gives comes back, with CPU time and peak memory."""
    cost = ingest.measured(_two_articles, [tmp_path / "a.html", tmp_path / "b.html"], 1)
    assert (cost.articles, cost.stored) == (2, 0)
    assert cost.cpu > 0
    assert cost.peak > 1_000_000


def test_table_compares_with_the_first_job() -> None:
    """Ratios are CPU over CPU of the first; bytes are shared out over the articles stored."""
    costs = [
        ("theirs", 0, ingest.Cost(10, 0, cpu=2.0, wall=2.0, peak=100_000_000, worker_peak=0)),
        ("ours", 2, ingest.Cost(8, 80_000, cpu=1.0, wall=0.5, peak=50_000_000, worker_peak=90_000_000)),
    ]
    rows = ingest.table(10, costs).splitlines()[2:]
    assert rows == [
        "| theirs | – | 10 | 10 | 5.0 | 1.00 | 5.0 | 100 | – | – |",
        "| ours | 2 | 10 | 8 | 10.0 | 0.50 | 20.0 | 50 | 90 | 10,000 |",
    ]
