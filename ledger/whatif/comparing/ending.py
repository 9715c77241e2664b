"""Who has what at the end of a backtest, before and after: by account, person and region."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ledger.core.book import BookView
from ledger.reports.balances import owner_of
from ledger.whatif.comparing.backtest import Backtest
from ledger.words.accounts import is_outside

UNDER_WAY: Final = "transit"
"""Money that is on nobody's account: transfers not yet accepted, accounts that move."""

OUTSIDE: Final = "outside"


class Difference(NamedTuple):
    """What an account, a person or a region has before and after, in fen.

    Attributes:
        name: an account; a person's id; a region's id, `transit` or `outside`.
        owner: of an account, whose it is, if anybody's; of a person the same id.
    """

    name: str
    owner: str
    before_fen: int
    after_fen: int

    @property
    def change_fen(self) -> int:
        """What the other policy makes more, or less than zero."""
        return self.after_fen - self.before_fen


def accounts(found: Backtest) -> Iterator[Difference]:
    """Every account that holds something in either book: the people's first, by enrolment.

    The changes of all of them sum to zero.
    """
    before, after = found.before.balances, found.after.balances
    names = (name for name in before.keys() | after.keys() if before.get(name) or after.get(name))
    owners = {name: owner_of(found.before, name) or owner_of(found.after, name) for name in names}
    everybody = dict.fromkeys((*found.before.people, *found.after.people))
    places = {person: place for place, person in enumerate(everybody)} | {"": len(everybody)}
    for _, name in sorted((places[owner], name) for name, owner in owners.items()):
        yield Difference(name, owners[name], before.get(name, 0), after.get(name, 0))


def people(found: Backtest) -> Iterator[Difference]:
    """Everybody with all that is on their accounts, by enrolment."""
    sums = {person: [0, 0] for person in (*found.before.people, *found.after.people)}
    for one in accounts(found):
        if one.owner:
            sums[one.owner][0] += one.before_fen
            sums[one.owner][1] += one.after_fen
    for person, (before_fen, after_fen) in sums.items():
        yield Difference(person, person, before_fen, after_fen)


def regions(found: Backtest) -> Iterator[Difference]:
    """Each region with what those have who are insured in it at the end; then the rest.

    With what is under way and outside, all before is zero, all after, and so every change.
    """
    before, after = (_by_region(book) for book in (found.before, found.after))
    for name in sorted(before.keys() | after.keys(), key=lambda name: (name.islower(), name)):
        yield Difference(name, "", before.get(name, 0), after.get(name, 0))


def _by_region(book: BookView) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for account, fen in book.balances.items():
        owner = owner_of(book, account)
        held = OUTSIDE if is_outside(account) else UNDER_WAY
        region = book.people[owner].insured if owner else held
        sums[region] = sums.get(region, 0) + fen
    return sums
