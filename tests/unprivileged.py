"""Root without its privilege: modes count for it as for everybody, so that what a leader meets can be shown as root."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522  # of the structures below: <linux/capability.h>
_OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def unprivileged() -> Iterator[None]:
    """Let modes count for this thread, whoever runs it; programs it starts are not meant."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    before = _effective()
    _set_effective(before & ~_OVERRIDES)
    try:
        yield
    finally:
        _set_effective(before)


def _call(name: str, sets: "ctypes.Array[_Sets]") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(ctypes.byref(_Header(_VERSION, 0)), sets) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _effective() -> int:
    sets = (_Sets * 2)()
    _call("capget", sets)
    return int(sets[0].effective)


def _set_effective(wanted: int) -> None:
    sets = (_Sets * 2)()
    _call("capget", sets)
    sets[0].effective = wanted
    _call("capset", sets)
