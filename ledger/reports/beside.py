"""Has a second process check what needs no book, while the first one folds the story.

Only whether all is well comes back. Where it is not, the story is walked again by one alone, in
order, so that what is told is the first thing that is wrong, whoever came upon it.
"""

import gc
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Final, TypeAlias

from ledger.journal.raw import examined
from ledger.reports.links import linked_end

WORTH: Final = 100_000
"""Events from which a second process, which must be started first, is worth while."""

Beside: TypeAlias = "Future[bytes | None]"


@contextmanager
def beside(url: str, ledger: str, count: int) -> Iterator[Beside]:
    """The head of a ledger's chain after `count` events, found out meanwhile by a second process.

    The answer is None where a row does not follow the one before it.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=gc.disable) as pool:
        yield pool.submit(_linked_end, url, ledger, count)


def _linked_end(url: str, ledger: str, count: int) -> bytes | None:
    with examined(url) as database:
        return linked_end(database, ledger, count)
