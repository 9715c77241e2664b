"""What happens to people: insurance suspended, ended or moved, death (F30, F31, P08, P10-P12, W25).

A change of standing carries its consequences with it, as events of the same moment: relations rest
or end, unused quota goes back, an account starts to move, an estate is paid.
"""

from collections.abc import Iterator

from ledger.core.book import BookView
from ledger.core.commands import ChangeStanding
from ledger.core.events import (
    AccountMoveStarted,
    EstatePaid,
    Event,
    PlaceOfUseChanged,
    RelationPaused,
    RelationResumed,
    StandingChanged,
    TransferReturned,
)
from ledger.core.facts.shape import Share
from ledger.core.refusals import Code
from ledger.core.rules.estate import account_heir, wallet_heir
from ledger.core.rules.funds import (
    draw,
    held_fen,
    home_of,
    own_parts,
    pairs_of,
    resumable,
    settled_part,
)
from ledger.core.rules.kinship import ended
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow, no_facts
from ledger.core.terms import Terms
from ledger.words.accounts import WALLET, family, frozen, in_flight
from ledger.words.moments import DAY, working_day_after
from ledger.words.money import MOST_FEN
from ledger.words.regions import province
from ledger.words.vocabulary import DEAD, ENDED, INSURED, MOVED, SUSPENDED


def person_sides(_book: BookView, command: ChangeStanding) -> tuple[str, str]:
    """The person, twice."""
    return command.person, command.person


def heir_room(case: Case) -> int:
    """An heir is somebody else whom the ledger knows."""
    heir = case.command.to
    if case.command.standing != DEAD or heir is None:
        return allow(yes=True)
    return allow(heir in case.book.people)


def other_room(case: Case) -> int:
    return allow(case.command.standing != DEAD or case.command.to != case.sender.id)


def change(case: Case) -> tuple[Event, ...]:
    """The standing changes, and what follows from it happens."""
    return tuple(_FOLLOWS[case.command.standing](case))


def _changed(case: Case) -> StandingChanged:
    c = case.command
    return StandingChanged(case.at, c.person, c.standing, c.to, c.until_day)


def terms_of_pair(case: Case, giver: str, member: str) -> Terms:
    """The terms between the two ends of a relation, today."""
    people = case.book.people
    return case.terms_of(people[giver].insured, people[member].insured)


def strictest(words: tuple[str, ...]) -> str:
    """What holds where the two sides' policies differ: to release, else to pause, else nothing."""
    return next((w for w in ("release", "pause") if w in words), "ignore")


def _suspended(case: Case) -> Iterator[Event]:
    yield _changed(case)
    for giver, member in pairs_of(case.book, case.sender.id):
        match strictest(terms_of_pair(case, giver, member).on_suspended):
            case "release":
                yield from ended(case, giver, member, SUSPENDED)
            case "pause" if not case.book.relations[giver, member].paused:
                yield RelationPaused(case.at, giver, member)
            case _:
                pass


def _insured(case: Case) -> Iterator[Event]:
    yield _changed(case)
    for giver, member in resumable(case.book, case.sender.id):
        yield RelationResumed(case.at, giver, member)


def _over(case: Case) -> Iterator[Event]:
    for giver, member in pairs_of(case.book, case.sender.id):
        if strictest(terms_of_pair(case, giver, member).on_ended) == "release":
            yield from ended(case, giver, member, ENDED)
    yield _changed(case)


def _moved(case: Case) -> Iterator[Event]:
    """Relations end, the wallet's place of use follows, the account starts to move (P10, W25)."""
    person, target = case.sender, case.command.to
    if target == person.insured:
        yield _changed(case)
        return
    for giver, member in pairs_of(case.book, person.id):
        if strictest(terms_of_pair(case, giver, member).on_moved) == "release":
            yield from ended(case, giver, member, MOVED)
    yield _changed(case)
    if person.place == person.insured:
        yield PlaceOfUseChanged(case.at, person.id, target)
    if _account_moves(case):
        yield _move(case)


def _account_moves(case: Case) -> bool:
    """Whether there is an account to move; inside some provinces it stays (P11)."""
    person, target = case.sender, case.command.to
    inside = province(person.insured) == province(target)
    if inside and case.terms.account_moves == "stays":
        return False
    parts = (*own_parts(person.id, case.terms), family(person.id))
    return held_fen(case.book.balances, parts) > 0


def _move(case: Case) -> AccountMoveStarted:
    person, terms, there = case.sender, case.terms, case.terms_of(case.command.to)
    out_day = working_day_after(case.day, terms.move_out_days)
    in_day = working_day_after(out_day, there.move_in_days)
    target = settled_part(person.id, there)
    return AccountMoveStarted(case.at, person.id, out_day * DAY, in_day * DAY, target)


def _died(case: Case) -> Iterator[Event]:
    """Transfers under way go back, relations end, then account and wallet go to the heirs."""
    person, book = case.sender, case.book
    balances = dict(book.balances)
    for p in list(book.pending.values()):
        if person.id in {p.payer, p.payee}:
            balances[p.source] = balances.get(p.source, 0) + p.amount_fen
            yield TransferReturned(case.at, p.transfer, p.payer, p.source, p.payee, p.amount_fen)
    for giver, member in pairs_of(book, person.id):
        home = home_of(book.balances, giver)
        balances[home] = balances.get(home, 0) + balances.get(frozen(giver, member), 0)
        yield from ended(case, giver, member, DEAD)
    account = (*own_parts(person.id, case.terms), family(person.id), in_flight(person.id))
    heir = case.command.to or ""
    yield from _estate(case, balances, account, account_heir(case, person, heir))
    yield from _estate(case, balances, (f"{person.id}/{WALLET}",), wallet_heir(case, person, heir))
    yield _changed(case)


def _estate(
    case: Case, balances: dict[str, int], accounts: tuple[str, ...], target: str
) -> Iterator[Event]:
    shares: tuple[Share, ...] = tuple(draw(balances, accounts, MOST_FEN))
    if shares:
        yield EstatePaid(case.at, case.sender.id, shares, target)


_FOLLOWS = {
    SUSPENDED: _suspended,
    INSURED: _insured,
    ENDED: _over,
    MOVED: _moved,
    DEAD: _died,
}


def lapsed_room(case: Case) -> int:
    """Credits stop while insurance is suspended or ended (P12)."""
    return allow(case.sender.standing == INSURED)


def standing_facts(case: Case) -> Facts:
    return {"standing": case.sender.standing}


LAPSED = Rule(Code.STANDING_LAPSED, (), lapsed_room, standing_facts)

STANDING_RULES = (
    Rule(Code.NOT_ENROLLED, (), heir_room, no_facts),
    ALIVE,
    Rule(Code.SAME_PERSON, (), other_room, no_facts),
)

FAMILIES: dict[type, Family] = {
    ChangeStanding: Family("standing", person_sides, STANDING_RULES, change),
}
