"""Who pays an individual burden: own account, wallet, givers, cash (F20-F35, W20, W23, D10)."""

from dataclasses import dataclass, field
from typing import Any

from ledger.oracle.ask import Ask, NotModelledError
from ledger.oracle.law import Law
from ledger.oracle.purses import (
    Share,
    capped,
    carried_parts,
    own_parts,
    shareable_fen,
    shared_parts,
    taken,
)
from ledger.oracle.story import Happening, Story
from ledger.words.accounts import CASH, carried, current, frozen, is_outside, split
from ledger.words.money import NO_LIMIT
from ledger.words.regions import chain, province

LAST = 1 << 30


@dataclass
class Bill:
    """An individual burden that is being paid: what is left of it by setting, and who gave what.

    Attributes:
        before: what stood on every account before anybody paid.
    """

    patient: str
    place: str
    filed: bool
    left: dict[str, int]
    before: dict[str, int]
    paid: dict[str, int] = field(default_factory=dict)

    def take(self, setting: str, accounts: tuple[str, ...], most_fen: int) -> int:
        """Let accounts pay for a setting, in their order, up to an amount; how much they did."""
        standing = {a: self.before.get(a, 0) - self.paid.get(a, 0) for a in accounts}
        shares = taken(standing, accounts, min(self.left[setting], most_fen))
        for account, fen in shares:
            self.paid[account] = self.paid.get(account, 0) + fen
            self.left[setting] -= fen
        return sum(fen for _, fen in shares)


def burdens(setting: str, burden_fen: int, items: list[dict[str, Any]]) -> dict[str, int]:
    """The burden of each setting on a bill: an item may have a setting of its own."""
    found: dict[str, int] = {} if items else {setting: burden_fen}
    for item in items:
        of = item.get("setting") or setting
        found[of] = found.get(of, 0) + item["amount_fen"]
    return found


def split_bill(ask: Ask, bill: Bill) -> list[Share]:
    """F20, D10: who pays first is the place's rule; what nobody pays is cash."""
    order = ask.law.word("settle.order")
    if order == "own_first":
        _own_pays(ask, bill)
        _wallet_pays(ask, bill)
        _givers_pay(ask, bill)
    elif order == "shared_first":
        _givers_pay(ask, bill)
        _own_pays(ask, bill)
        _wallet_pays(ask, bill)
    else:
        raise NotModelledError
    cash_fen = sum(bill.left.values())
    return [*bill.paid.items(), *([(CASH, cash_fen)] if cash_fen else [])]


def own_may_pay(person: str, setting: str, law: Law) -> tuple[str, ...]:
    """F01, F33: the parts of one's own account that pay for a setting; some pay only from 历年."""
    if setting in law.common("account.settings"):
        return own_parts(person, law)
    if setting in law.common("account.carried.settings"):
        return carried_parts(person)
    return ()


def wallet_spends(law: Law) -> bool:
    """W20: spending opens with the wallet, unless a place opened it later (Inner Mongolia)."""
    word = law.word("wallet.spend")
    if word == "with_wallet":
        return all(side == "open" for side in law.each("wallet.open"))
    return bool(word == "open")


def at_home(story: Story, person: str, place: str) -> bool:
    """W20: the place of care lies in the wallet's place of use, or the insured place."""
    return (story.place_of_use(person) or story.region(person)) in chain(place)


def wallet_usable(ask: Ask, bill: Bill) -> bool:
    """W20, T50: wallet money, and a quota, pays at home only, once spending is open."""
    anywhere = ask.law.word("spend.place") == "anywhere"
    return wallet_spends(ask.law) and (anywhere or at_home(ask.story, bill.patient, bill.place))


def _own_pays(ask: Ask, bill: Bill) -> None:
    for setting in bill.left:
        bill.take(setting, own_may_pay(bill.patient, setting, ask.law), NO_LIMIT)


def _wallet_pays(ask: Ask, bill: Bill) -> None:
    """W23: the wallet pays when the own account is short."""
    if wallet_usable(ask, bill):
        for setting in _shared_settings(ask, bill):
            bill.take(setting, (ask.story.wallet(bill.patient),), NO_LIMIT)


def _shared_settings(ask: Ask, bill: Bill) -> list[str]:
    """F34, D9b: for which of the bill's settings shared and wallet money may be used."""
    allowed = ask.law.common("spend.settings")
    return [setting for setting in bill.left if setting in allowed]


def _givers_pay(ask: Ask, bill: Bill) -> None:
    """D13: one giver after the other, as many as one settlement may use."""
    most = ask.law.least("settle.givers.per_settlement")
    paying = 0
    for giver, relation in givers_in_order(ask, bill):
        if paying < most and _giver_pays(ask, bill, giver, relation) > 0:
            paying += 1


def _giver_pays(ask: Ask, bill: Bill, giver: str, relation: Happening) -> int:
    """W27, F25: first the quota, then what may be shared; up to the cap set for the member."""
    cap_fen = capped(relation["cap_fen"])
    quota, law, given = frozen(giver, bill.patient), ask.law_of(ask.story.region(giver)), 0
    if wallet_usable(ask, bill):
        given += _pay(ask, bill, (quota,), cap_fen)
    if may_be_shared_with(ask, bill) and reaches(ask, bill, giver, law):
        most_fen = min(cap_fen - given, shareable_fen(bill.before, giver, law))
        given += _pay(ask, bill, shared_parts(giver, law), most_fen)
    return given


def _pay(ask: Ask, bill: Bill, accounts: tuple[str, ...], most_fen: int) -> int:
    given = 0
    for setting in _shared_settings(ask, bill):
        given += bill.take(setting, accounts, most_fen - given)
    return given


def may_be_shared_with(ask: Ask, bill: Bill) -> bool:
    """F22, D10: some places want own money used up; D12: by a reading, treatment away filed."""
    own_fen = sum(
        bill.before.get(a, 0) for a in (current(bill.patient), *carried_parts(bill.patient))
    )
    if ask.law.word("settle.zero_own") == "must_be_zero" and own_fen > 0:
        return False
    insured = ask.story.region(bill.patient)
    home = insured in chain(bill.place) or bill.place in chain(insured)
    return home or bill.filed or ask.law.word("settle.filing") != "needed"


def reaches(ask: Ask, bill: Bill, giver: str, law: Law) -> bool:
    """F35, T69: inside one province, and as far from home as the giver's place lets it reach."""
    home = ask.story.region(giver)
    if not ask.story.near(giver, bill.patient):
        return False
    reach = law.word("settle.shared.reach")
    if reach == "nation":
        return True
    if reach == "pooling_area":
        return home in chain(bill.place)
    return province(bill.place) == province(home)


def givers_in_order(ask: Ask, bill: Bill) -> list[tuple[str, Happening]]:
    """F21: filed order, balance high to low, the member's ranks, or local givers first."""
    story, patient = ask.story, bill.patient
    found = [(g, r) for (g, m), r in story.relations().items() if m == patient]
    found = [(g, r) for g, r in found if story.stands(g, patient, ask.day)]
    order = ask.law.word("settle.givers.order")

    def place(pair: tuple[str, Happening]) -> tuple[Any, ...]:
        giver, relation = pair
        if order == "balance":
            own = (current(giver), f"{giver}/personal", carried(giver))
            known = story.person(giver) or {}
            return (-sum(bill.before.get(a, 0) for a in own), known["name"] or giver)
        if order == "rank":
            return (LAST if relation["rank"] is None else relation["rank"], relation["at"])
        if order == "local_first":
            return (story.region(giver) != story.region(patient), relation["at"])
        return (relation["at"],)

    return sorted(found, key=place)


def homes_of(story: Story, shares: list[Share]) -> dict[str, str]:
    """The province of whoever holds each account, today."""
    return {a: province(story.region(split(a)[0])) for a, _ in shares if not is_outside(a)}


def owed_for(homes: dict[str, str], shares: list[Share], place: str) -> list[tuple[str, str, int]]:
    """W30, T32: what the provinces of those who paid owe the province of care; never netted."""
    there = province(place)
    away = [(homes[a], fen) for a, fen in shares if homes.get(a, there) != there]
    owing = sorted({home for home, _ in away})
    return [(home, there, sum(fen for other, fen in away if other == home)) for home in owing]
