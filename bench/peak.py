"""The most memory that a process has had; this one's can be counted anew where the system can."""

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


def read_peak(process: int | str = "self") -> int:
    """Give the most memory that a process had, in the kilobytes of the kernel; this one since `forget_peak`."""
    with suppress(OSError):
        if found := re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("utf-8")):
            return int(found[1])
    assert process == "self", "the memory of another process can be read on Linux alone"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1_000 if sys.platform == "darwin" else 1)
