"""Which functions are compiled, and where what was compiled is kept.

Numba keeps machine code beside a function and looks at that function's file alone; what is
compiled into it from other modules may have changed since. So each state of the sources below has
a folder of its own. Nothing compiled here allocates, so arrays need not be counted at every call
(`_nrt`): that took two thirds of the time.
"""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

import ledger

F = TypeVar("F", bound=Callable[..., Any])

NONE: Final = -1
"""Stands for no person, no transfer, no terms wherever these are numbers."""

_NJIT: Final[Any] = numba.njit
"""Its types do not know `_nrt`."""

_HOME: Final = Path(ledger.__file__).parent
_SOURCES: Final = ("bulk/*.py", "words/*.py", "journal/packed.py", "core/refusals.py")


def compiled(function: F) -> F:
    """The function as machine code; it runs beside other threads, and never raises."""
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = before or str(_folder())
    try:
        made: Any = _NJIT(cache=True, nogil=True, _nrt=False)(function)
    finally:
        config.CACHE_DIR = before
    return cast(F, made)


def inlined(function: F) -> F:
    """The same for a part of others, which is compiled into them and kept nowhere itself.

    Into them indeed: the many arrays of a state, handed on at each call, were half the time.
    """
    made: Any = _NJIT(nogil=True, _nrt=False, forceinline=True)(function)
    return cast(F, made)


@cache
def _folder() -> Path:
    """Where what is compiled from these very sources is kept: beside them, or in the home."""
    digest = sha256()
    for file in sorted(file for sources in _SOURCES for file in _HOME.glob(sources)):
        digest.update(file.read_bytes())
    name = f"compiled-{digest.hexdigest()[:16]}"
    folder = _HOME / "bulk" / "__pycache__" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # installed where only others may write
        folder = Path.home() / ".cache" / "walletsim" / name
        folder.mkdir(parents=True, exist_ok=True)
    return folder
