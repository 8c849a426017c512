"""The most memory that this process has had, counted anew for each input where the system can."""

import ctypes
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

FORGET_PEAK = "5"
"""What `/proc/self/clear_refs` takes to count the peak from now on (https://man7.org/linux/man-pages/man5/proc.5.html)."""


def forget_peak() -> None:
    """Give free memory back and count the peak from now on; where that can't be had, peaks are of the whole process."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text(FORGET_PEAK)


def read_peak() -> int:
    """Give the most megabytes since then."""
    with suppress(OSError):
        if found := re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8")):
            return int(found[1]) // 1_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1_000_000 if sys.platform == "darwin" else 1_000)
