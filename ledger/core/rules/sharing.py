"""Who pays an individual burden: own account, wallet, givers, cash, in the order in force (F20).

A bill draws on sources one after the other; a source that may not pay for a setting, at this place
or for this patient gives nothing, and what nobody gives is paid in cash.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ledger.core.book import BookView, Person, Relation
from ledger.core.facts.shape import BillItem, Owed, Share
from ledger.core.rules.funds import (
    Balances,
    carried_parts,
    own_fen,
    own_parts,
    shareable_fen,
    shared_parts,
)
from ledger.core.rules.rule import Case
from ledger.core.terms import Terms
from ledger.words.accounts import CASH, WALLET, frozen, holder_of, is_outside
from ledger.words.money import NO_LIMIT
from ledger.words.regions import chain, province

UNRANKED = 1 << 30


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be split: an individual burden, by setting.

    Attributes:
        burdens_fen: the burden of each setting, in the order of the bill.
        balances: what every account holds before it is split.
        filed: whether treatment away from home was filed (D12).
    """

    patient: Person
    place: str
    filed: bool
    burdens_fen: Mapping[str, int]
    balances: Balances


@dataclass(slots=True)
class Till:
    """A bill while it is being paid: what is left of it, and who has given what."""

    bill: Bill
    left_fen: dict[str, int]
    paid_fen: dict[str, int] = field(default_factory=dict)

    def take(self, setting: str, accounts: tuple[str, ...], most_fen: int) -> int:
        """Take what a setting still needs from accounts in their order; how much that was."""
        wanted_fen = most_fen = min(self.left_fen[setting], most_fen)
        for account in accounts:
            part = min(self.rest_fen(account), wanted_fen)
            if part > 0:
                wanted_fen -= part
                self.paid_fen[account] = self.paid_fen.get(account, 0) + part
        self.left_fen[setting] -= most_fen - wanted_fen
        return most_fen - wanted_fen

    def rest_fen(self, account: str) -> int:
        """What an account still holds."""
        return self.bill.balances.get(account, 0) - self.paid_fen.get(account, 0)


def burdens_of(setting: str, burden_fen: int, items: tuple[BillItem, ...]) -> dict[str, int]:
    """The individual burden of each setting of a bill, in fen."""
    if not items:
        return {setting: burden_fen}
    burdens: dict[str, int] = {}
    for item in items:
        where = item.setting or setting
        burdens[where] = burdens.get(where, 0) + item.amount_fen
    return burdens


def shares(case: Case, bill: Bill) -> tuple[Share, ...]:
    """Split a bill's individual burden, in whole fen; the shares sum to it."""
    till = Till(bill, dict(bill.burdens_fen))
    for source in _ORDERS[case.terms.settle_order]:
        source(case, till)
    cash_fen = sum(till.left_fen.values())
    return (*till.paid_fen.items(), *(((CASH, cash_fen),) if cash_fen else ()))


def payable_parts(person: str, setting: str, terms: Terms) -> tuple[str, ...]:
    """The parts of a holder's own account that pay for a setting, in order; none where it may not.

    Some settings are payable from carried-over money alone (F33).
    """
    if setting in terms.account_settings:
        return own_parts(person, terms)
    return carried_parts(person) if setting in terms.carried_settings else ()


def _own(case: Case, till: Till) -> None:
    for setting, left_fen in till.left_fen.items():
        till.take(setting, payable_parts(till.bill.patient.id, setting, case.terms), left_fen)


def inside_one_province(case: Case) -> bool:
    """Whether both sides live under one province's rules, so that its limits count (F23, W25)."""
    return province(case.sender.insured) == province(case.receiver.insured)


def wallet_money_spends(terms: Terms) -> bool:
    """Whether a region lets wallet money be spent; `with_wallet` follows its wallet (W20)."""
    if terms.spend_open == "with_wallet":
        return terms.wallets_open
    return terms.spend_open == "open"


def wallet_usable(patient: Person, place: str, terms: Terms) -> bool:
    """Whether a patient's wallet, or a quota, may pay at a place: at home alone (W20)."""
    home = terms.spend_place == "anywhere" or (patient.place or patient.insured) in chain(place)
    return home and wallet_money_spends(terms)


def _wallet(case: Case, till: Till) -> None:
    patient, terms = till.bill.patient, case.terms
    if wallet_usable(patient, till.bill.place, terms):
        for setting, left_fen in till.left_fen.items():
            if setting in terms.spend_settings:
                till.take(setting, (f"{patient.id}/{WALLET}",), left_fen)


def _givers(case: Case, till: Till) -> None:
    """Each giver in turn, as many as one settlement may use, each up to the cap set (F21, F25)."""
    used = 0
    for giver, relation in givers_of(case, till.bill):
        if used >= case.terms.givers_per_settlement:
            return
        used += _from_giver(case, till, giver, relation) > 0


def _from_giver(case: Case, till: Till, giver: Person, relation: Relation) -> int:
    """First the quota frozen for this patient, then what sharing inside the province allows."""
    room_fen = cap_fen = NO_LIMIT if relation.cap_fen is None else relation.cap_fen
    for accounts, most_fen in _sources(case, till.bill, giver):
        left_fen = min(most_fen, room_fen)
        for setting in till.left_fen:
            if setting in case.terms.spend_settings:
                part_fen = till.take(setting, accounts, left_fen)
                left_fen -= part_fen
                room_fen -= part_fen
    return cap_fen - room_fen


def _sources(case: Case, bill: Bill, giver: Person) -> Iterator[tuple[tuple[str, ...], int]]:
    """What a giver may give to a bill: accounts in their order, and the most they may give."""
    quota = frozen(giver.id, bill.patient.id)
    if wallet_usable(bill.patient, bill.place, case.terms):
        yield (quota,), bill.balances.get(quota, 0)
    terms = case.terms_of(giver.insured)
    if _shares_with(case, bill) and _reaches(bill, giver, terms):
        yield shared_parts(giver.id, terms), shareable_fen(bill.balances, giver.id, terms)


def _shares_with(case: Case, bill: Bill) -> bool:
    """Whether the patient may be shared with: own money used up, treatment away filed (F22)."""
    patient, terms = bill.patient, case.terms
    if terms.zero_own == "must_be_zero" and own_fen(bill.balances, patient.id) > 0:
        return False
    home = patient.insured in chain(bill.place) or bill.place in chain(patient.insured)
    return terms.filing != "needed" or bill.filed or home


def _reaches(bill: Bill, giver: Person, terms: Terms) -> bool:
    """Sharing works inside one province, and as far from home as the giver's place says (F35)."""
    if province(giver.insured) != province(bill.patient.insured):
        return False
    match terms.shared_reach:
        case "nation":
            return True
        case "pooling_area":
            return giver.insured in chain(bill.place)
        case _:
            return province(bill.place) == province(giver.insured)


def givers_of(case: Case, bill: Bill) -> list[tuple[Person, Relation]]:
    """Whose relation to the patient stands today, in the order in force (F21)."""
    book, patient = case.book, bill.patient
    found = [
        (book.people[giver], book.relations[giver, patient.id])
        for giver in patient.givers
        if book.relations[giver, patient.id].stands_on(case.day)
    ]
    return sorted(found, key=lambda pair: _rank(case, bill, *pair))


def _rank(case: Case, bill: Bill, giver: Person, relation: Relation) -> tuple[int, int, str]:
    """A giver's place; those of one place follow in the order they were filed in."""
    match case.terms.givers_order:
        case "balance":
            return (-own_fen(bill.balances, giver.id), 0, giver.name or giver.id)
        case "rank":
            return (UNRANKED if relation.rank is None else relation.rank, relation.bound_at, "")
        case "local_first":
            return (giver.insured != bill.patient.insured, relation.bound_at, "")
        case _:
            return (relation.bound_at, 0, "")


def homes_of(book: BookView, paid: tuple[Share, ...]) -> dict[str, str]:
    """The province of whoever holds each account, today."""
    people = book.people
    return {a: province(people[holder_of(a)].insured) for a, _ in paid if not is_outside(a)}


def owed_for(homes: Mapping[str, str], paid: tuple[Share, ...], place: str) -> tuple[Owed, ...]:
    """What the provinces of those who paid owe the province of care (W30)."""
    owed: dict[tuple[str, str], int] = {}
    for account, fen in paid:
        home = homes.get(account, province(place))
        if home != province(place):
            owed[home, province(place)] = owed.get((home, province(place)), 0) + fen
    return tuple((a, b, fen) for (a, b), fen in sorted(owed.items()))


_Source = Callable[[Case, Till], None]
_ORDERS: dict[str, tuple[_Source, ...]] = {
    "own_first": (_own, _wallet, _givers),
    "shared_first": (_givers, _own, _wallet),
}
