"""Refunds: part of a spend goes back to what paid it; part of a settlement settles it anew.

A partial return of a settlement cancels it and settles the rest, the order of payment worked out
anew on what every account then holds (S01, S04, T64).
"""

from collections import ChainMap
from collections.abc import Mapping

from ledger.core.book import BookView, Settlement, Spent
from ledger.core.commands import Refund
from ledger.core.events import Event, SettlementRedone, SpendRefunded
from ledger.core.facts.shape import BillItem, Share
from ledger.core.refusals import Code
from ledger.core.rules.estate import returned
from ledger.core.rules.funds import draw
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.sharing import Bill, burdens_of, homes_of, owed_for, shares
from ledger.words.accounts import holder_of
from ledger.words.money import NO_LIMIT


def refund_sides(book: BookView, command: Refund) -> tuple[str, str]:
    """The holder of the account that paid, or the patient; nobody when nothing was paid so."""
    spent, settled = book.spends.get(command.of), book.settlements.get(command.of)
    holder = settled.patient if settled is not None else ""
    if spent is not None:
        holder = holder_of(spent.account)
    return holder, holder


def spent_of(case: Case) -> Spent | None:
    return case.book.spends.get(case.command.of)


def settled_of(case: Case) -> Settlement | None:
    return case.book.settlements.get(case.command.of)


def stands_room(case: Case) -> int:
    settled = settled_of(case)
    return allow(settled is None or settled.stands)


def paid_room(case: Case) -> int:
    return allow(spent_of(case) is not None or settled_of(case) is not None)


def refund_room(case: Case) -> int:
    """What has not come back yet; items not on the bill, or that cost more, leave no room."""
    spent, settled = spent_of(case), settled_of(case)
    if case.command.items:
        return allow(settled is not None and _items_left(settled, case.command.items))
    if spent is not None:
        return spent.amount_fen - spent.refunded_fen
    return settled.burden_fen if settled is not None else NO_LIMIT


def _items_left(settled: Settlement, wanted: tuple[str, ...]) -> bool:
    """Whether items are on a bill of which as much is left, where amounts came back before."""
    costs = {item.id: item.amount_fen for item in settled.items}
    on_bill = costs.keys() >= set(wanted)
    return on_bill and sum(costs[item] for item in set(wanted)) <= settled.burden_fen


def refund_facts(case: Case) -> Facts:
    spent, settled = spent_of(case), settled_of(case)
    if spent is not None:
        return {"spent_fen": spent.amount_fen, "refunded_fen": spent.refunded_fen}
    if settled is None:
        return {}
    paid_fen = settled.burden_fen + settled.refunded_fen
    return {"spent_fen": paid_fen, "refunded_fen": settled.refunded_fen}


REFUND_RULES = (
    Rule(Code.ALREADY_UNDONE, (), stands_room, no_facts),
    Rule(Code.NOT_SPENT, (), paid_room, no_facts),
    Rule(Code.REFUND_TOO_MUCH, (), refund_room, refund_facts),
)


def refund(case: Case) -> tuple[Event, ...]:
    """The money goes back, also after a wallet's region closed or a relation ended."""
    spent = spent_of(case)
    return _spend_back(case, spent) if spent is not None else _settled_anew(case)


def _spend_back(case: Case, spent: Spent) -> tuple[Event, ...]:
    command, fen = case.command, case.asked_fen
    parts = tuple(draw(dict(spent.parts), tuple(a for a, _ in spent.parts), fen))
    back = parts or ((spent.account, fen),)
    owed = owed_for(dict(spent.homes), back, spent.place)
    refunded = SpendRefunded(case.at, command.of, spent.account, fen, command.why, parts, owed)
    return (refunded, *returned(case, back))


def _settled_anew(case: Case) -> tuple[Event, ...]:
    command, settled = case.command, case.book.settlements[case.command.of]
    gone = [item for item in settled.items if item.id in command.items]
    items = tuple(item for item in settled.items if item.id not in command.items)
    back_fen = sum(item.amount_fen for item in gone) if gone else command.amount_fen
    burden_fen = settled.burden_fen - back_fen
    balances = _after(case.book, settled.paid)
    burdens_fen = _burdens(settled, items, burden_fen)
    patient = case.receiver
    bill = Bill(patient, settled.place, settled.filed, burdens_fen, balances)
    paid = shares(case, bill)
    redone = SettlementRedone(
        case.at,
        command.of,
        burden_fen,
        settled.paid,
        paid,
        sum(item.pooled_fen for item in gone),
        settled.owed,
        owed_for(homes_of(case.book, paid), paid, settled.place),
        items,
        command.why,
    )
    return (redone, *returned(case, _not_used_again(settled.paid, paid)))


def _burdens(settled: Settlement, items: tuple[BillItem, ...], burden_fen: int) -> dict[str, int]:
    """What is left by setting; an amount that came back comes off the last settings first."""
    burdens = burdens_of(settled.setting, burden_fen, items)
    over_fen = sum(burdens.values()) - burden_fen
    for setting in reversed(burdens):
        less_fen = min(over_fen, burdens[setting])
        burdens[setting] -= less_fen
        over_fen -= less_fen
    return burdens


def _after(book: BookView, back: tuple[Share, ...]) -> Mapping[str, int]:
    """The balances once every share has come back."""
    raised = {account: book.balances.get(account, 0) + fen for account, fen in back}
    return ChainMap(raised, book.balances)  # type: ignore[arg-type]  # it is only read


def _not_used_again(back: tuple[Share, ...], paid: tuple[Share, ...]) -> tuple[Share, ...]:
    again = dict(paid)
    left = ((account, fen - min(fen, again.get(account, 0))) for account, fen in back)
    return tuple((account, fen) for account, fen in left if fen)


FAMILIES: dict[type, Family] = {
    Refund: Family("refund", refund_sides, REFUND_RULES, refund),
}
