"""What hostile pages cost in `extract`: a fuzz of crossed shapes, and each shape doubled.

python -m bench hostile --count 20000
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

from archive import extract
from archive.engines.pool import run_pool
from archive.model import Rejected
from bench.hostile.crosses import make_input
from bench.hostile.limits import SHAPES_OF
from bench.hostile.readings import READINGS, Read
from bench.hostile.shapes import SHAPES
from bench.peak import forget_peak, read_peak
from bench.tables import heading, markdown

HANGS = 60.0
"""Seconds after which an input is given up."""
SLOW, LARGE, DEAR = 2.0, 300, 2.2
"""Seconds an input may take, megabytes its process may have meanwhile, how often longer a doubled shape may take."""
DOUBLED = 60_000
"""Bytes of a shape that is doubled."""
READ = 300_000
"""Bytes of a file, feed or header that is doubled: they cost less than pages do."""
ROUNDS = 3
"""Runs of a shape that seemed dear."""
DOUBLINGS = 3
"""Times that such a shape is doubled: one step alone, where another way of reading begins, is no growth."""
SHORTEST = 0.1
"""Seconds below which a doubled shape is too quick to be compared."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What one input took: processor seconds, the most memory that its process had meanwhile, and its end."""

    name: str
    size: int
    seconds: float
    megabytes: int
    ended: str

    @property
    def faulty(self) -> bool:
        return self.ended not in ("article", "refused")

    @property
    def slow(self) -> bool:
        return self.seconds > SLOW

    @property
    def large(self) -> bool:
        return self.megabytes > LARGE


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 1 if one of them is worse than it may be."""
    costs = []
    for cost in _fuzz(arguments.seed, arguments.count, arguments.workers):
        costs.append(cost)
        if cost.faulty or cost.slow or cost.large:  # told at once, for a whole run takes an hour
            print(cost, file=sys.stderr, flush=True)
    ended = Counter(cost.ended for cost in costs)
    faults = [cost for cost in costs if cost.faulty]
    slow = [cost for cost in costs if cost.slow]
    large = [cost for cost in costs if cost.large]
    ratios = dict(_double_shapes(arguments.workers))
    ratios |= _measured_again([name for name, ratio in ratios.items() if ratio > DEAR], arguments.workers)
    doubled = sorted(ratios.items(), key=lambda pair: -pair[1])
    dear = [pair for pair in doubled if pair[1] > DEAR]
    print(heading(arguments.command_line))
    figures = (len(costs), len(faults), len(slow), len(large), len(dear))
    header = ("inputs", "exceptions, hangs", f"over {SLOW:g} s", f"over {LARGE} MB", f"shapes doubled over {DEAR} ×")
    print(markdown(header, [[f"{figure:,}" for figure in figures]]))
    print(", ".join(f"{count:,} {name}" for name, count in ended.most_common()), end="\n\n")
    worst = [*faults[:SHOWN], *sorted(costs, key=lambda cost: -cost.seconds)[:SHOWN]]
    worst += sorted(costs, key=lambda cost: -cost.megabytes)[:1]
    rows = [(one.name, f"{one.size:,}", f"{one.seconds:.2f}", f"{one.megabytes}", one.ended) for one in worst]
    print(markdown(("input", "bytes", "seconds", "MB", "ended"), rows))
    print(markdown(("shape", "doubled"), [(name, f"{ratio:.2f} ×") for name, ratio in doubled[:SHOWN]]))
    costs_of = {row: [ratios[name] for name in names if name in ratios] for row, names in SHAPES_OF.items()}
    told = [(row, f"{max(found):.2f} ×" if found else f"under {SHORTEST:g} s") for row, found in costs_of.items()]
    print(markdown(("row of docs/limits.md", "doubled"), told))
    return 1 if faults or slow or large or dear else 0


def measure_input(seed: int) -> Cost:
    """Extract the input of a number, in a worker."""
    return _measured(f"input {seed}", make_input(seed))


def measure_shape(given: tuple[str, int]) -> Cost:
    """Extract or read a shape of a size twice, in a worker, and give what it took the second time if that is less."""
    name, size = given
    make, read = READINGS[name] if name in READINGS else (SHAPES[name], extract)
    page = make(size)
    return min((_measured(name, page, read) for _ in range(2)), key=lambda cost: cost.seconds)


def measure_doubling(name: str) -> float:
    """Give how often longer a shape takes for each of several doublings, each size the least of several runs."""
    size = READ if name in READINGS else DOUBLED
    sizes = [size << doubling for doubling in range(DOUBLINGS + 1)]
    runs = [[measure_shape((name, each)).seconds for each in sizes] for _ in range(ROUNDS)]
    once, *_, most = (min(seconds) for seconds in zip(*runs, strict=True))
    return math.pow(most / max(once, SHORTEST / DEAR), 1 / DOUBLINGS)


def _measured_again(names: list[str], workers: int) -> dict[str, float]:
    """Measure shapes again that seemed dear, larger and more often, for other work of the machine makes a run long."""
    pairs = run_pool(measure_doubling, names, workers=workers, timeout=HANGS, preload=["archive.extraction.page"])
    return {name: ratio for name, ratio in filter(None, pairs) if not isinstance(ratio, Rejected)}


def _measured(name: str, page: bytes, read: Read = extract) -> Cost:
    forget_peak()
    start = process_time()
    try:
        ended = "refused" if isinstance(read(page), Rejected) else "article"
    except Exception as error:  # what is looked for
        ended = f"{type(error).__name__}: {error}"[:60]
    seconds = process_time() - start
    return Cost(name, len(page), seconds, read_peak() // 1_000, ended)


def _fuzz(seed: int, count: int, workers: int) -> Iterator[Cost]:
    seeds = range(seed * 1_000_000, seed * 1_000_000 + count)
    for pair in run_pool(measure_input, seeds, workers=workers, timeout=HANGS, preload=["archive.extraction.page"]):
        if pair is not None:
            number, result = pair
            yield result if isinstance(result, Cost) else Cost(f"input {number}", 0, HANGS, 0, str(result.detail))


def _double_shapes(workers: int) -> Iterator[tuple[str, float]]:
    """Give for each shape how often longer it takes when it is twice as large."""
    sizes = [(name, size) for name in SHAPES for size in (DOUBLED, 2 * DOUBLED)]
    sizes += [(name, size) for name in READINGS for size in (READ, 2 * READ)]
    found: dict[str, float] = {}
    for pair in run_pool(measure_shape, sizes, workers=workers, timeout=HANGS, preload=["archive.extraction.page"]):
        if pair is None:
            continue
        (name, _), result = pair
        seconds = HANGS if isinstance(result, Rejected) else result.seconds
        if name not in found:
            found[name] = seconds
        elif seconds > SHORTEST:
            yield name, seconds / max(found[name], SHORTEST / DEAR)
