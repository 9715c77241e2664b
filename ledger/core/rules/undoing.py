"""撤销 (2208) and 冲正 (2601): each source's own share goes back, also after a relation ended.

A reversal may name a message that never arrived, or one undone before: it is taken, and has no
effect. A cancellation can itself be reversed; then the settlement stands again (S03, S04). What
comes back to a relation that has ended, or to somebody who has died, goes on from there.
"""

from ledger.core.book import BookView, Settlement
from ledger.core.commands import Cancel, Reverse
from ledger.core.events import Event, MessageReversed, SettlementCancelled
from ledger.core.refusals import Code
from ledger.core.rules.estate import returned
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow, no_facts
from ledger.words.accounts import is_outside
from ledger.words.vocabulary import CANCELLING, SETTLING

SETTLEMENT, CANCELLATION = "settlement", "cancellation"


def cancel_sides(book: BookView, command: Cancel) -> tuple[str, str]:
    """The patient; nobody when there is no such settlement."""
    found = book.settlements.get(command.of)
    patient = found.patient if found is not None else ""
    return patient, patient


def reverse_sides(_book: BookView, _command: Reverse) -> tuple[str, str]:
    """Nobody: a technical undo asks no policy."""
    return "", ""


def settled(case: Case) -> Settlement | None:
    return case.book.settlements.get(case.command.of)


def settled_room(case: Case) -> int:
    return allow(settled(case) is not None)


def stands_room(case: Case) -> int:
    found = settled(case)
    return allow(found is None or found.stands)


def again_room(case: Case) -> int:
    """A cancellation can be undone only while every share is still there to be paid again."""
    again = undone_by(case)
    if again is None or again[0] != CANCELLATION:
        return allow(yes=True)
    return allow(not short_of(case, again[1]))


def short_of(case: Case, settlement: Settlement) -> list[str]:
    """The accounts that no longer hold the share they would have to pay again."""
    balances = case.book.balances
    paid = settlement.paid
    return [a for a, fen in paid if not is_outside(a) and balances.get(a, 0) < fen]


def again_facts(case: Case) -> Facts:
    """What stands on the first account that could not pay again, or on the first of all."""
    again = undone_by(case)
    if again is None or again[0] != CANCELLATION or not again[1].paid:
        return {}
    account = next(iter(short_of(case, again[1])), again[1].paid[0][0])
    return {"balance_fen": case.book.balances.get(account, 0)}


def undone_by(case: Case) -> tuple[str, Settlement] | None:
    """What a reversal would undo: a settlement that stands, or a cancellation; None for nothing.

    A message of another kind than what stands under its key never arrived.
    """
    book, of, message = case.book, case.command.of, case.command.message
    if of in book.cancellations and message in {"", *CANCELLING}:
        return CANCELLATION, book.settlements[book.cancellations[of]]
    found = book.settlements.get(of)
    stands = found is not None and found.stands and message in {"", *SETTLING}
    return (SETTLEMENT, found) if found is not None and stands else None


CANCEL_RULES = (
    Rule(Code.NOT_SETTLED, (), settled_room, no_facts),
    Rule(Code.ALREADY_UNDONE, (), stands_room, no_facts),
)
REVERSE_RULES = (Rule(Code.BALANCE_SHORT, (), again_room, again_facts),)


def cancel(case: Case) -> tuple[Event, ...]:
    """Every share goes back to where it came from."""
    s = case.book.settlements[case.command.of]
    of = case.command.of
    cancelled = SettlementCancelled(case.at, case.key, of, s.paid, s.pooled_fen, s.owed)
    return (cancelled, *returned(case, s.paid))


def reverse(case: Case) -> tuple[Event, ...]:
    """The message is undone if it arrived and has not been undone; else nothing happens."""
    found, of = undone_by(case), case.command.of
    if found is None:
        return (MessageReversed(case.at, case.key, of),)
    kind, s = found
    undone = MessageReversed(case.at, case.key, of, kind, s.paid, s.pooled_fen, s.owed)
    return (undone, *(returned(case, s.paid) if kind == SETTLEMENT else ()))


FAMILIES: dict[type, Family] = {
    Cancel: Family("cancel", cancel_sides, CANCEL_RULES, cancel),
    Reverse: Family("reverse", reverse_sides, REVERSE_RULES, reverse),
}
