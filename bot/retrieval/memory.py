"""Memory that is no longer used, handed back to the system."""

import ctypes
import sys


def give_back_memory() -> None:
    """Hand back what the allocator keeps for later: after an index is built that is as much as the index itself."""
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, other C libraries do not
    if trim is not None:
        trim(0)
