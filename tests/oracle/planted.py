"""Faults planted in the engine by hand, to see that they are found."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core import evolve, postings
from ledger.core.book import Book, Relation
from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.core.rules import accounts, sharing, standing
from ledger.core.rules.rule import Rule
from ledger.core.rules.transfer import cap_each_room
from ledger.words.accounts import CONTRIBUTION, transit
from ledger.words.moments import HOUR
from ledger.words.vocabulary import INSURED

Plant = Callable[[pytest.MonkeyPatch], None]


def _rules(patch: pytest.MonkeyPatch, kind: type, change: Callable[[list[Rule]], None]) -> None:
    """Give a family other rules; under another name, since tables are kept by name."""
    family = FAMILIES[kind]
    rules = list(family.rules)
    change(rules)
    name = f"{family.name} planted {len(rules)} {[rule.code for rule in rules]} {id(rules)}"
    patch.setitem(FAMILIES, kind, family._replace(name=name, rules=tuple(rules)))


def _place(rules: list[Rule], code: Code) -> int:
    return [rule.code for rule in rules].index(code)


def double_credit(patch: pytest.MonkeyPatch) -> None:
    def legs(event: e.AccountCredited) -> postings.Legs:
        return ((CONTRIBUTION, -2 * event.amount_fen), (event.account, 2 * event.amount_fen))

    patch.setitem(postings.LEGS, e.AccountCredited, legs)


def below_the_cap(patch: pytest.MonkeyPatch) -> None:
    def change(rules: list[Rule]) -> None:
        at = _place(rules, Code.TRANSFER_CAP_EACH)
        rules[at] = rules[at]._replace(room=lambda case: cap_each_room(case) - 1)

    _rules(patch, c.SendTransfer, change)


def days_of_another_zone(patch: pytest.MonkeyPatch) -> None:
    def sent(book: Book, event: e.TransferSent) -> None:
        evolve._sent(book, replace(event, at=event.at - 15 * HOUR))

    patch.setitem(evolve._CHANGES, e.TransferSent, sent)


def the_payees_counter(patch: pytest.MonkeyPatch) -> None:
    def sent(book: Book, event: e.TransferSent) -> None:
        before, usage = book.people[event.payer], book.people[event.payee].usage
        evolve._sent(book, event)
        before.usage, book.people[event.payee].usage = usage, before.usage

    patch.setitem(evolve._CHANGES, e.TransferSent, sent)


def a_rule_skipped(patch: pytest.MonkeyPatch) -> None:
    def change(rules: list[Rule]) -> None:
        del rules[_place(rules, Code.PENDING_OPEN)]

    _rules(patch, c.SendTransfer, change)


def rules_in_another_order(patch: pytest.MonkeyPatch) -> None:
    def change(rules: list[Rule]) -> None:
        one, other = _place(rules, Code.KIN_NOT_BOUND), _place(rules, Code.BALANCE_SHORT)
        rules[one], rules[other] = rules[other], rules[one]

    _rules(patch, c.Grant, change)


def back_to_the_account(patch: pytest.MonkeyPatch) -> None:
    def legs(event: e.TransferReturned) -> postings.Legs:
        fen = event.amount_fen
        return ((transit(event.transfer), -fen), (f"{event.payer}/personal", fen))

    patch.setitem(postings.LEGS, e.TransferReturned, legs)


def without_the_last_day(patch: pytest.MonkeyPatch) -> None:
    def stands_on(self: Relation, day: int) -> bool:
        if self.paused or day < self.from_day:
            return False
        return self.until_day is None or day < self.until_day

    patch.setattr(Relation, "stands_on", stands_on)


def rounded_to_the_yuan(patch: pytest.MonkeyPatch) -> None:
    fen = accounts.credit_fen
    patch.setattr(accounts, "credit_fen", lambda case: -(-fen(case) // 100) * 100)


def clearing_the_other_way(patch: pytest.MonkeyPatch) -> None:
    owe = postings._owe
    patch.setattr(postings, "_owe", lambda owed: postings._undo(owe(owed)))


def givers_before_the_wallet(patch: pytest.MonkeyPatch) -> None:
    own, wallet, givers = sharing._ORDERS["own_first"]
    patch.setitem(sharing._ORDERS, "own_first", (own, givers, wallet))


def never_resumed(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(standing._FOLLOWS, INSURED, lambda case: iter((standing._changed(case),)))


FAULTS: dict[str, Plant] = {
    "a credit is booked twice": double_credit,
    "the cap itself is refused": below_the_cap,
    "a day ends at another hour than midnight in Beijing": days_of_another_zone,
    "the payee's transfers are counted": the_payees_counter,
    "a rule is skipped": a_rule_skipped,
    "two rules are tried in another order": rules_in_another_order,
    "a transfer from a wallet returns to the account": back_to_the_account,
    "a relation does not stand on its last day": without_the_last_day,
    "a month's credit is rounded up to the yuan": rounded_to_the_yuan,
    "the debtor of a clearing is its creditor": clearing_the_other_way,
    "givers pay before the wallet": givers_before_the_wallet,
    "what rested stays at rest": never_resumed,
}
