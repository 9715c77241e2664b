"""Terms as the kernel reads them: made of the same `Terms` and the same table of rules.

Terms that the kernel cannot follow to the letter are marked so; what they govern is handed back.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Cells
from ledger.core.commands import AcceptTransfer, SendTransfer
from ledger.core.decide import FAMILIES, table
from ledger.core.refusals import PRECEDENCE, Code
from ledger.core.rules import suspension, transfer
from ledger.core.rules.rule import ALIVE, Case, Rule
from ledger.core.terms import Terms
from ledger.words.moments import DueTime
from ledger.words.money import NO_LIMIT

_SETTLED: Final[dict[Callable[[Case], int], Callable[[Terms], bool]]] = {
    transfer.model_room: lambda terms: terms.model == "transfer",
    transfer.region_room: lambda terms: terms.wallets_open,
    transfer.pool_room: lambda _: True,
    transfer.to_account_room: lambda _: True,
    transfer.not_pending_room: lambda _: True,
}
"""Rules that the terms alone answer, or the kind of row that the kernel takes at all."""

_ASKED: Final[dict[Callable[[Case], int], int]] = {
    transfer.onward_room: c.IF_ONWARD,
    ALIVE.room: c.IF_ALIVE,
    suspension.receive_room: c.IF_RECEIVES,
    transfer.wallet_room: c.IF_WALLETS,
    transfer.kin_room: c.IF_KIN,
    transfer.hours_room: c.IF_HOURS,
    transfer.pending_room: c.IF_PENDING,
    transfer.cap_each_room: c.IF_EACH,
    transfer.day_count_room: c.IF_COUNT,
    transfer.day_amount_room: c.IF_AMOUNT,
    transfer.balance_room: c.IF_BALANCE,
    transfer.payee_wallet_room: c.IF_PAYEE_WALLET,
}
"""Rules that the kernel asks at each row."""

_CAPS: Final = {
    Code.PENDING_OPEN: "pending_cap",
    Code.TRANSFER_CAP_EACH: "transfer_cap_each_fen",
    Code.TRANSFER_DAY_COUNT: "transfer_day_count",
    Code.TRANSFER_DAY_AMOUNT: "transfer_day_fen",
}
"""Caps, by the rule that keeps them: one that no rule keeps is for the event path to notice."""


class _StrangeError(Exception):
    """Something that the kernel does not know how to ask."""


def cells_of(terms: Terms) -> Cells:
    """The row of these terms."""
    row = np.zeros(c.TERMS_CELLS, np.int64)
    try:
        _fill(row, terms)
    except (_StrangeError, TypeError, OverflowError):
        return np.zeros(c.TERMS_CELLS, np.int64)
    row[c.KNOWN] = 1
    return row


def _fill(row: Cells, terms: Terms) -> None:
    sends = table(FAMILIES[SendTransfer], terms).rules
    accepts = table(FAMILIES[AcceptTransfer], terms).rules
    kept = {rule.code for rule in sends}
    for code, name in _CAPS.items():
        if code not in kept and getattr(terms, name) != NO_LIMIT:
            raise _StrangeError
    _list(row, c.RULES, [(_op(rule, terms), PRECEDENCE[rule.code]) for rule in sends])
    _list(row, c.ACCEPT_RULES, [(_op(rule, terms), 0) for rule in accepts])
    row[c.CAP_PENDING], row[c.CAP_EACH] = terms.pending_cap, terms.transfer_cap_each_fen
    row[c.CAP_COUNT], row[c.CAP_FEN] = terms.transfer_day_count, terms.transfer_day_fen
    row[c.NOT_COUNTED] = terms.counts_returned == "not_counted"
    row[c.AUTOMATIC] = terms.acceptance == "automatic"
    row[c.PEND_UNOPENED] = terms.on_unopened == "pend_then_return"
    row[c.ONWARD_ALLOWED] = terms.onward == "allowed"
    row[c.KIN_FREE] = terms.kin == "not_required"
    row[c.MAY_RECEIVE] = terms.sanctioned_receives == "allowed"
    _times(row, terms)


def _op(rule: Rule, terms: Terms) -> int:
    """What the kernel asks for a rule of the table; -1 where it need not ask."""
    settled: Any = _SETTLED.get(rule.room)
    if settled is not None:
        return -1 if settled(terms) else c.REFUSE
    if rule.room in _ASKED:
        return _ASKED[rule.room]
    if not terms.absent.isdisjoint(rule.uses) and rule.arises is None:
        return c.REFUSE
    raise _StrangeError


def _list(row: Cells, at: int, rules: list[tuple[int, int]]) -> None:
    asked = [rule for rule in rules if rule[0] >= 0]
    if len(asked) > c.MOST_RULES:
        raise _StrangeError
    row[at] = len(asked)
    for place, (asks, code) in enumerate(asked):
        row[at + 1 + place] = asks
        if at == c.RULES:
            row[c.CODE + place] = code


def _times(row: Cells, terms: Terms) -> None:
    return_at: Any = terms.return_at  # a word where no value is in force
    if not isinstance(return_at, DueTime):
        refused = {int(rule) for rule in row[c.RULE : c.RULE + row[c.RULES]]}
        if c.REFUSE not in refused:
            raise _StrangeError
    else:
        row[c.RETURN_DAYS], row[c.RETURN_TIME] = return_at
    if len(terms.closed) > c.MOST_WINDOWS:
        raise _StrangeError
    row[c.WINDOWS] = len(terms.closed)
    for place, window in enumerate(terms.closed):
        row[c.WINDOW + 2 * place : c.WINDOW + 2 * place + 2] = window
