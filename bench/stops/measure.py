"""Stops of every kind: kill -9 of each command that writes, signals, crowds, full disks.

python -m bench stops --kills 1000 --signals 400 --seconds 60
"""

import argparse
import os
import tempfile
from collections import Counter
from pathlib import Path

import archive.extraction.page
import archive.flows.ingest
import archive.flows.recrawl
import archive.flows.reextract
import archive.store.write.site_memory  # noqa: F401  # all that runs need is there when they are forked
from bench.stops.crowd import crowd_archive
from bench.stops.damage import damage_one
from bench.stops.full_disk import fill_disks
from bench.stops.kills import kill_command
from bench.stops.runs import COMMANDS, start_for_all
from bench.stops.signals import stop_runs
from bench.stops.stage import Stage, build_stage
from bench.tables import heading, markdown

COUNTED = ("sizes", "runs told of it", "pages acknowledged", "questions answered")
"""What is counted and is no fault."""


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 1 if anything was lost, doubled or damaged, or a run hung."""
    names = arguments.commands.split(",") if arguments.commands else [*COMMANDS]
    if unknown := [name for name in names if name not in COMMANDS]:
        raise SystemExit(f"no command {', '.join(unknown)}; there are: {', '.join(COMMANDS)}")
    with tempfile.TemporaryDirectory(prefix="stops-") as folder:
        stage = build_stage(Path(folder), arguments.pages)
        if arguments.started:
            start_for_all()
        print(heading(arguments.command_line))
        faults = _print_kills(stage, names, arguments)
        faults += _print_signals(stage, arguments.signals, arguments.seed)
        if arguments.seconds:
            faults += _print_counts("a crowd", crowd_archive(stage, arguments.seconds))
        if arguments.disks:
            faults += _print_counts("full disks (a limit on files)", fill_disks(stage, arguments.disks, real=False))
            if os.geteuid() == 0:
                faults += _print_counts("full disks (tmpfs)", fill_disks(stage, arguments.disks, real=True))
        if arguments.damage:  # last, for it starts processes that runs would take for theirs
            faults += _print_damage(stage)
    return 1 if faults else 0


def _print_kills(stage: Stage, names: list[str], arguments: argparse.Namespace) -> int:
    rows, faults = [], 0
    for name in names if arguments.kills else ():
        found = kill_command(name, stage, -(-arguments.kills // len(names)), arguments.seed)
        wrong = sum(found.faults.values())
        faults += found.lost + found.doubled + wrong
        told = (found.kills, found.ended, found.told, found.lost, found.doubled, wrong)
        rows.append([name, f"{found.seconds:.2f}", *(f"{figure:,}" for figure in told)])
        for fault, times in found.faults.items():
            print(f"{name}: {times} × {fault}")
    header = ("command", "seconds", "kills", "came too late", "acknowledged", "lost", "doubled", "other faults")
    print(markdown(header, rows))
    return faults


def _print_signals(stage: Stage, count: int, seed: int) -> int:
    ended = stop_runs(stage, count, seed) if count else Counter[str]()
    print(markdown(("what happened: how the run ended", "runs"), [[name, str(ended[name])] for name in sorted(ended)]))
    return sum(times for name, times in ended.items() if name.endswith(("hangs", "damaged")))


def _print_damage(stage: Stage) -> int:
    read, night = damage_one(stage)
    told = [(f"read again: {ending}", count) for ending, count in read.items()]
    told += [(f"a night: {what}", count) for what, count in night.items()]
    print(markdown((f"one damaged page among {stage.held:,}", ""), [[what, f"{count:,}"] for what, count in told]))
    return stage.held - 1 - read["changed"] + stage.held - night["visits made"] + night["visits that failed"]


def _print_counts(name: str, found: Counter[str]) -> int:
    print(markdown((name, ""), [[what, f"{count:,}"] for what, count in found.items()]))
    return sum(count for what, count in found.items() if what not in COUNTED)
