"""Keeps the garbage collector from searching a whole book again and again while a feed runs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_MADE: Final = 50_000
"""New objects after which the collector looks for cycles; Python's own choice is 700."""


@contextmanager
def steady() -> Iterator[None]:
    """Set aside what is there now, and look for cycles seldom, for as long as the block runs.

    Books and events hold no cycles: what they drop is freed at once, without the collector.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
