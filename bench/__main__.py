"""The command line of the measures: `python -m bench --help`."""

import argparse
import os
import shlex
import sys
from importlib import import_module
from pathlib import Path

DATA = Path("../shared/data")
HOMES = {
    "strip": "extraction.strip",
    "speed": "speed.measure",
    "train": "training.train",
    "kinds": "training.kinds",
    "memory": "site_memory.measure",
    "recrawl": "world.recrawl",
    "hostile": "hostile.measure",
    "stops": "stops.measure",
    "serve": "serve.measure",
    "scale": "scale.measure",
}
"""The measures that have a folder of their own."""


def main() -> int:
    """Parse the arguments and run the measure; a measure's modules are imported when it is called."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    strip = commands.add_parser("strip", help="bodies, fields, credits and CPU time, beside trafilatura")
    _common(strip)
    strip.add_argument("--only", metavar="A,B", help="only these extractors, for instance archive,identity")
    strip.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages of each set")
    strip.add_argument("--json", type=Path, metavar="FILE", help="write one line a page and extractor")
    strip.add_argument("--credits", type=Path, metavar="FILE", help="write every credit found, to be judged by reading")
    strip.add_argument("--dump-errors", type=Path, metavar="FOLDER", help="write a page's wrong and lost lines")
    strip.add_argument(
        "--half", choices=("read", "aside"), help="only the hosts of that half, by the sha1 of their name"
    )
    strip.add_argument(
        "--leave-language-out",
        action="store_true",
        help="Greek, Polish, Russian and Chinese by a labeller without them",
    )
    strip.add_argument("--peers", action="store_true", help="other extractors too, in environments of their own")
    strip.add_argument("--save", type=Path, metavar="FILE", help="write the figures with what they rest on, as JSON")
    strip.add_argument("--unseen", type=Path, metavar="FOLDER", help="models that have not seen the page's site")

    speed = commands.add_parser("speed", help="CPU time of each page, warm and cold, beside other tools")
    speed.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets (default: %(default)s)")
    speed.add_argument("--sets", metavar="A,B", help="only these of news,wcxb")
    speed.add_argument("--limit", type=int, metavar="N", help="only the first N pages of each set")
    speed.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth page")
    speed.add_argument("--only", metavar="A,B", help="only these tools, and the one they are measured by")
    speed.add_argument("--cold", type=int, default=0, metavar="N", help="so many pages in a new process each, too")
    speed.add_argument("--beside", action="append", metavar="PYTHON", help="another version: the Python it is in")

    ingest = commands.add_parser("ingest", help="the whole way into the database, against trafilatura alone")
    _common(ingest, workers=len(os.sched_getaffinity(0)))
    ingest.add_argument("--add", type=int, metavar="N", help="only N pages through Archive.add, against one ingest")

    train = commands.add_parser("train", help="learn the labeller, report it out of fold, write its model")
    _common(train)
    train.add_argument("--kinds", choices=("all", "alone", "page", "dump"), default="all", help="which forests")
    train.add_argument("--folds", type=int, default=5, metavar="N", help="judge only N fifths (default: %(default)s)")
    models = Path(".bench-data/labeller")
    train.add_argument(
        "--models", type=Path, default=models, help="where each fold's model goes (default: %(default)s)"
    )
    train.add_argument("--report-only", action="store_true", help="leave the model as it is")

    kinds = commands.add_parser("kinds", help="learn what pages are that are no articles, report it, write the model")
    _common(kinds)
    kinds.add_argument("--models", type=Path, default=models, help="the labeller's and its own (default: %(default)s)")
    kinds.add_argument("--report-only", action="store_true", help="leave the model as it is")

    commands.add_parser("measured", help="write the figures of bench/results/strip.json into docs/measured.md")

    memory = commands.add_parser("memory", help="site memory on invented sites: chrome gone, body lost")
    memory.add_argument("--count", type=int, default=20, metavar="N", help="sites (default: %(default)s)")

    stories = commands.add_parser("stories", help="copies changed by known amounts: which are found again")
    stories.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets (default: %(default)s)")
    stories.add_argument("--limit", type=int, metavar="N", help="only the first N pages of each set")

    addresses = commands.add_parser("addresses", help="pages as bare files, against the same with their URLs")
    _common(addresses)
    addresses.add_argument("--worst", type=int, default=0, metavar="N", help="list N pages of each kind of difference")

    hostile = commands.add_parser("hostile", help="crossed shapes of hostile pages: exceptions, slowest, largest")
    hostile.add_argument("--count", type=int, default=20_000, metavar="N", help="inputs (default: %(default)s)")
    hostile.add_argument("--seed", type=int, default=1, metavar="N", help="other inputs (default: %(default)s)")
    hostile.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), metavar="N", help="processes")

    stops = commands.add_parser(
        "stops", help="runs killed, stopped, crowded, on full disks: what is left of the archive"
    )
    stops.add_argument("--kills", type=int, default=1_000, metavar="N", help="in all (default: %(default)s)")
    stops.add_argument("--commands", metavar="A,B", help="only these are killed")
    stops.add_argument("--pages", type=int, default=40, metavar="N", help="held, and as many are new (%(default)s)")
    stops.add_argument("--started", action="store_true", help="what workers part from is there before a run begins")
    stops.add_argument("--damage", action="store_true", help="one of the pages is damaged")
    stops.add_argument("--signals", type=int, default=400, metavar="N", help="runs stopped (default: %(default)s)")
    stops.add_argument("--seconds", type=float, default=60.0, metavar="S", help="of a crowd (default: %(default)s)")
    stops.add_argument("--disks", type=int, default=9, metavar="N", help="sizes of full disks (default: %(default)s)")
    stops.add_argument("--seed", type=int, default=1, metavar="N", help="other moments (default: %(default)s)")

    scale = commands.add_parser("scale", help="WARC files to rows and shards: CPU, tasks, memory, other tools")
    scale.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets (default: %(default)s)")
    scale.add_argument("--limit", type=int, default=400, metavar="N", help="pages (default: %(default)s)")
    scale.add_argument("--pages", type=int, default=5_000, metavar="N", help="that memory is watched over")
    parts = "rows,tasks,empty,memory,peers"
    scale.add_argument("--parts", default=parts, metavar="A,B", help="only these of %(default)s")

    commands.add_parser("fetch", help="memory, deadlines and pace of the fetcher, on loopback")

    recrawl = commands.add_parser("recrawl", help="nights on invented sites that edit, move, break and lie")
    recrawl.add_argument("--articles", type=int, default=2_000, metavar="N", help="in all (default: %(default)s)")
    recrawl.add_argument("--hosts", type=int, default=50, metavar="N", help="host names (default: %(default)s)")
    recrawl.add_argument("--nights", type=int, default=30, metavar="N", help="(default: %(default)s)")
    recrawl.add_argument("--budget", type=int, default=700, metavar="N", help="visits a night (default: %(default)s)")
    recrawl.add_argument("--seed", type=int, default=1, metavar="N", help="another world (default: %(default)s)")
    recrawl.add_argument("--policies", action="store_true", help="only the choice of visits, against other policies")

    nights = commands.add_parser("nights", help="planning a night over an invented archive: CPU and memory")
    nights.add_argument("--visits", type=int, default=1_000_000, metavar="N", help="due (default: %(default)s)")
    nights.add_argument("--sites", type=int, default=2_000, metavar="N", help="(default: %(default)s)")
    nights.add_argument("--budgets", default="500,5000,20000", metavar="N,N", help="(default: %(default)s)")
    nights.add_argument("--per-host", type=int, default=1_000, metavar="N", help="(default: %(default)s)")

    serve = commands.add_parser("serve", help="the reader's pages over a large invented archive: time and memory")
    serve.add_argument("--articles", type=int, default=100_000, metavar="N", help="(default: %(default)s)")
    serve.add_argument("--file", type=Path, metavar="FILE", help="the archive; built if it is not there")
    serve.add_argument("--clients", type=int, default=8, metavar="N", help="that ask at once (default: %(default)s)")
    serve.add_argument("--count", type=int, default=50, metavar="N", help="pages each asks (default: %(default)s)")
    serve.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets (default: %(default)s)")
    serve.add_argument("--ranking", action="store_true", help="only which of the best matches a search finds")

    writes = commands.add_parser("writes", help="bytes that an article costs on disk, in the log and in the file")
    writes.add_argument("--held", type=int, default=100_000, metavar="N", help="articles there (default: %(default)s)")
    writes.add_argument("--articles", type=int, default=8_000, metavar="N", help="counted (default: %(default)s)")
    writes.add_argument("--batches", default="25,64", metavar="N,N", help="pages a batch (default: %(default)s)")

    postgres = commands.add_parser("postgres", help="PostgreSQL beside SQLite: to record and to search")
    postgres.add_argument("--articles", type=int, default=20_000, metavar="N", help="(default: %(default)s)")

    arguments = parser.parse_args()
    arguments.command_line = shlex.join(["python", "-m", "bench", *sys.argv[1:]])
    status: int = import_module(f"bench.{HOMES.get(arguments.command, arguments.command)}").run(arguments)
    return status


def _common(parser: argparse.ArgumentParser, workers: int = 1) -> None:
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets (default: %(default)s)")
    parser.add_argument("--sets", metavar="A,B", help="only these sets")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N pages of each set")
    parser.add_argument("--workers", type=int, default=workers, metavar="N", help="processes (default: %(default)s)")


if __name__ == "__main__":
    sys.exit(main())
