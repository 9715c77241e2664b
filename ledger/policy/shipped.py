"""The shipped policy book: the files beside this module, by name."""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from ledger.policy.book import PolicyBook
from ledger.policy.load import load
from ledger.text.reader import Document, read

_DATA = files("ledger.policy") / "data"


@cache
def names() -> tuple[str, ...]:
    """Names of the shipped files (`cn`, `cn-sn`), sorted."""
    return tuple(sorted(f.name[:-5] for f in _DATA.iterdir() if f.name.endswith(".yaml")))


@cache
def document(name: str) -> Document:
    """One shipped file, read."""
    return read((_DATA / f"{name}.yaml").read_bytes(), f"{name}.yaml")


@lru_cache(maxsize=64)
def _book(wanted: tuple[str, ...]) -> PolicyBook:
    return load(document(name) for name in wanted)


def shipped(wanted: Iterable[str] | None = None) -> PolicyBook:
    """The shipped book, or the part of it that these names make.

    Raises:
        FileProblems: when the part lacks the nation's file.
    """
    return _book(tuple(wanted) if wanted is not None else names())
