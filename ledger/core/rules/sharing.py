"""Who pays an individual burden: own account, wallet, givers, cash, in the order in force (F20).

A patient's bill draws on sources one after the other; a source that may not pay for this setting,
at this place or for this patient gives nothing, and what nobody gives is paid in cash.
"""

from collections.abc import Callable, Iterator

from ledger.core.book import DEAD, BookView, Person, Relation
from ledger.core.facts.shape import Owed, Share
from ledger.core.rules.funds import draw, own_fen, own_parts, shareable_fen, shared_parts
from ledger.core.rules.rule import Case
from ledger.words.accounts import CASH, WALLET, carried, frozen, split
from ledger.words.regions import chain


def province(region: str) -> str:
    """The province of a region; the nation's own stands for itself."""
    line = chain(region)
    return line[-2] if len(line) > 1 else line[0]


def place_of(case: Case) -> str:
    """The place of care: the one named, or the patient's place of use or insurance."""
    patient = case.receiver
    return str(case.command.place or patient.place or patient.insured)


def shares(case: Case, burden_fen: int) -> tuple[Share, ...]:
    """Split an individual burden, in whole fen; the shares sum to it."""
    paid: list[Share] = []
    left_fen = burden_fen
    for source in _ORDERS[case.terms.settle_order]:
        for account, fen in source(case, left_fen):
            paid.append((account, fen))
            left_fen -= fen
    if left_fen:
        paid.append((CASH, left_fen))
    return tuple(paid)


def _own(case: Case, fen: int) -> Iterator[Share]:
    patient, terms, setting = case.receiver, case.terms, case.command.setting
    if patient.standing == DEAD:
        return
    if setting in terms.account_settings:
        yield from draw(case.book.balances, own_parts(patient.id, terms), fen)
    elif setting in terms.carried_settings:
        yield from draw(case.book.balances, (carried(patient.id),), fen)


def _wallet(case: Case, fen: int) -> Iterator[Share]:
    patient, terms, place = case.receiver, case.terms, place_of(case)
    home = terms.spend_place == "anywhere" or patient.place in chain(place)
    spend_open = terms.spend_open == "open" or (
        terms.spend_open == "with_wallet" and terms.wallets_open
    )
    if patient.place and home and spend_open and case.command.setting in terms.spend_settings:
        yield from draw(case.book.balances, (f"{patient.id}/{WALLET}",), fen)


def _givers(case: Case, fen: int) -> Iterator[Share]:
    terms = case.terms
    if case.command.setting not in terms.spend_settings or not _may_be_shared_to(case):
        return
    used = 0
    for giver, relation in givers_of(case):
        if used >= terms.givers_per_settlement:
            return
        took = 0
        for account, part in _from_giver(case, giver, relation, fen):
            took += part
            yield account, part
        fen -= took
        used += took > 0


def _may_be_shared_to(case: Case) -> bool:
    patient, terms = case.receiver, case.terms
    if terms.zero_own == "must_be_zero" and own_fen(case.book.balances, patient.id) > 0:
        return False
    away = place_of(case) not in {patient.insured, *chain(patient.insured)}
    return terms.filing != "needed" or case.command.filed or not away


def _from_giver(case: Case, giver: Person, relation: Relation, fen: int) -> Iterator[Share]:
    """First the quota frozen for this patient, then what sharing inside the province allows."""
    if relation.cap_fen is not None:
        fen = min(fen, relation.cap_fen)
    for account, part in draw(case.book.balances, (frozen(giver.id, case.receiver.id),), fen):
        fen -= part
        yield account, part
    if not _reaches(case, giver):
        return
    terms = case.terms_of(giver.insured)
    fen = min(fen, shareable_fen(case.book.balances, giver, terms))
    yield from draw(case.book.balances, shared_parts(giver, terms), fen)


def _reaches(case: Case, giver: Person) -> bool:
    """Sharing works inside one province, and as far from home as the giver's place says (F35)."""
    if province(giver.insured) != province(case.receiver.insured):
        return False
    reach, place = case.terms_of(giver.insured).shared_reach, place_of(case)
    if reach == "nation":
        return True
    if reach == "pooling_area":
        return giver.insured in chain(place)
    return province(place) == province(giver.insured)


def givers_of(case: Case) -> list[tuple[Person, Relation]]:
    """Whose relation to the patient stands today, in the order in force (F21)."""
    book, patient, day = case.book, case.receiver, case.day
    found = [
        (book.people[giver], relation)
        for (giver, member), relation in book.relations.items()
        if member == patient.id and relation.stands_on(day)
    ]
    return sorted(found, key=lambda pair: _rank(case, *pair))


def _rank(case: Case, giver: Person, relation: Relation) -> tuple[int, int, str]:
    filed = relation.bound_at
    match case.terms.givers_order:
        case "balance":
            return (-own_fen(case.book.balances, giver.id), 0, giver.name or giver.id)
        case "rank":
            return (relation.rank if relation.rank is not None else 1 << 30, filed, giver.id)
        case "local_first":
            return (giver.insured != case.receiver.insured, filed, giver.id)
        case _:
            return (filed, 0, giver.id)


def owed_for(book: BookView, paid: tuple[Share, ...], place: str) -> tuple[Owed, ...]:
    """What the provinces of those who paid owe the province of care (W30)."""
    owed: dict[tuple[str, str], int] = {}
    for account, fen in paid:
        person = book.people.get(split(account)[0])
        if person is not None and province(person.insured) != province(place):
            pair = (province(person.insured), province(place))
            owed[pair] = owed.get(pair, 0) + fen
    return tuple((a, b, fen) for (a, b), fen in sorted(owed.items()))


_Source = Callable[[Case, int], Iterator[Share]]
_ORDERS: dict[str, tuple[_Source, ...]] = {
    "own_first": (_own, _wallet, _givers),
    "shared_first": (_givers, _own, _wallet),
}
