"""What all runs share lasts, whatever becomes of a run."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
ASKED = """
import socket
from multiprocessing import forkserver, get_context

from bench.stops.runs import start_for_all

start_for_all()
with socket.socket(socket.AF_UNIX) as asking:  # a run that is killed before it says what it wants
    asking.connect(forkserver._forkserver._forkserver_address)
worker = get_context("forkserver").Process(target=int)
worker.start()
worker.join()
print(worker.exitcode)
"""


def test_killed_run_leaves_starter() -> None:
    """Other runs still get their workers after one was killed as it asked for its own."""
    found = subprocess.run([sys.executable, "-c", ASKED], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (found.stdout, found.stderr) == ("0\n", "")
