"""What a mutant is: one small change of the rules' tables or of a policy book, by data.

A mutant never rewrites source. A rule's is another row, or another order of rows, in the table of
its family; a policy's is another record, or another definition, in every book that has it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ledger.core.decide import FAMILIES
from ledger.core.rules.rule import Family
from ledger.policy.book import Key, PolicyBook
from ledger.policy.dated import Dated
from ledger.proof.watch import Answered, Stated

Rules = Callable[[Family], Family]
Books = Callable[[PolicyBook], PolicyBook]


@dataclass(frozen=True)
class Mutant:
    """One small change.

    Attributes:
        layer: `rules` or `policy`.
        name: what is changed: `transfer TRANSFER_CAP_EACH`, `wallet.open@CN-SN 2025-07-03`.
        change: how, in a word or two: `skipped`, `from +1`.
        about: the outcome or the dated value that whoever notices is likely to have seen.
        command: the command whose family's table is changed; None for a policy's.
        rules: makes the changed table; the family's name changes with it, so that no table made
            before is used.
        book: makes the changed book; the same book where it has no such record.
    """

    layer: str
    name: str
    change: str
    about: Answered | Stated
    command: type | None = None
    rules: Rules | None = None
    book: Books = lambda book: book

    @property
    def told(self) -> str:
        """The mutant in one line: `transfer TRANSFER_CAP_EACH: skipped`."""
        return f"{self.name}: {self.change}"


@contextmanager
def in_rules(mutant: Mutant) -> Iterator[None]:
    """Decide by the changed table inside the block."""
    if mutant.command is None or mutant.rules is None:
        yield
        return
    family = FAMILIES[mutant.command]
    changed = mutant.rules(family)
    FAMILIES[mutant.command] = changed._replace(name=f"{family.name} {mutant.told}")
    try:
        yield
    finally:
        FAMILIES[mutant.command] = family


def with_records(book: PolicyBook, key: Key, records: tuple[Dated, ...]) -> PolicyBook:
    """A book with other records, under its old name.

    The name goes into the first event of a journal: a pinned head shall notice what is decided
    otherwise, not that the book is another one.
    """
    return renamed(replace(book, history={**book.history, key: records}), book)


def renamed(book: PolicyBook, old: PolicyBook) -> PolicyBook:
    """A book that goes by the hash of another."""
    vars(book)["hash"] = old.hash
    return book
