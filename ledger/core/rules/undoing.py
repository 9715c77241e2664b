"""撤销 (2208) and 冲正 (2601): each source's own share goes back, also after a relation ended.

A reversal may name a message that never arrived, or one undone before: it is taken, and has no
effect. A cancellation can itself be reversed; then the settlement stands again (S03, S04).
"""

from ledger.core.book import BookView, Settlement
from ledger.core.commands import Cancel, Reverse
from ledger.core.events import Event, MessageReversed, SettlementCancelled
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow, no_facts

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
    balances = case.book.balances
    return allow(
        all(a.startswith("outside/") or balances.get(a, 0) >= fen for a, fen in again[1].paid)
    )


def again_facts(case: Case) -> Facts:
    again = undone_by(case)
    return {} if again is None else {"burden_fen": again[1].burden_fen}


def undone_by(case: Case) -> tuple[str, Settlement] | None:
    """What a reversal would undo: a settlement that stands, or a cancellation; None for nothing."""
    book, of = case.book, case.command.of
    if of in book.cancellations:
        return CANCELLATION, book.settlements[book.cancellations[of]]
    found = book.settlements.get(of)
    return (SETTLEMENT, found) if found is not None and found.stands else None


CANCEL_RULES = (
    Rule(Code.NOT_SETTLED, (), settled_room, no_facts),
    Rule(Code.ALREADY_UNDONE, (), stands_room, no_facts),
)
REVERSE_RULES = (Rule(Code.BALANCE_SHORT, (), again_room, again_facts),)


def cancel(case: Case) -> tuple[Event, ...]:
    """Every share goes back to where it came from."""
    s = case.book.settlements[case.command.of]
    return (SettlementCancelled(case.at, case.key, case.command.of, s.paid, s.pooled_fen, s.owed),)


def reverse(case: Case) -> tuple[Event, ...]:
    """The message is undone if it arrived and has not been undone; else nothing happens."""
    found, of = undone_by(case), case.command.of
    if found is None:
        return (MessageReversed(case.at, case.key, of),)
    kind, s = found
    return (MessageReversed(case.at, case.key, of, kind, s.paid, s.pooled_fen, s.owed),)


FAMILIES: dict[type, Family] = {
    Cancel: Family("cancel", cancel_sides, CANCEL_RULES, cancel),
    Reverse: Family("reverse", reverse_sides, REVERSE_RULES, reverse),
}
