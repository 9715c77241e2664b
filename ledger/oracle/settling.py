"""Settlements (2207), spends from one account: who may pay, what, and where (A01, F06, W20)."""

from typing import Any

from ledger.oracle.ask import ALIVE, Ask, Family, Rule, same_twice
from ledger.oracle.enrolling import HAS_WALLET
from ledger.oracle.purses import Share, own_parts, quotas_for, taken
from ledger.oracle.splitting import (
    Bill,
    burdens,
    homes_of,
    owed_for,
    own_may_pay,
    split_bill,
    wallet_spends,
)
from ledger.oracle.story import Happening, Moves, gather, happening
from ledger.oracle.transfers import not_the_pool
from ledger.words.accounts import FUND, PERSONAL, PROVIDER, WALLET, split
from ledger.words.regions import chain


def may_settle(ask: Ask) -> bool:
    """A02, T41: no settlement while suspended for abuse; the last day is included."""
    return ask.story.sanctioned_until(ask.receiver) < ask.day


def own_card(ask: Ask) -> bool:
    """F06, A01: the patient's own card or code."""
    shown = ask.wish.get("card")
    return shown in {None, ask.receiver} or ask.law.word("settle.card") == "any"


def proofs_shown(ask: Ask) -> bool:
    """A01, T40: when somebody buys for the patient, both identities are proved."""
    if ask.wish.get("agent") is None:
        return True
    proved = set(ask.wish.get("proofs", ()))
    if ask.law.word("settle.proxy.proofs") == "one":
        return bool(proved)
    return proved == {"agent", "principal"}


def every_setting_covered(ask: Ask) -> bool:
    """F01, F33, T47: for each setting of the bill some account may pay."""
    covered = _own_settings(ask) | ask.law.common("spend.settings")
    return all(s in covered for s in burdens(ask.wish["setting"], 0, items_of(ask)))


def _own_settings(ask: Ask) -> frozenset[str]:
    return ask.law.common("account.settings") | ask.law.common("account.carried.settings")


def items_of(ask: Ask) -> list[dict[str, Any]]:
    """The bill's items; none where only the burden is known."""
    return list(ask.wish.get("items", ()))


def place_of(ask: Ask) -> str:
    """Where money is spent: the place named, the holder's place of use, or the insured place."""
    story = ask.story
    home = story.place_of_use(ask.sender) or story.region(ask.sender)
    return str(ask.wish.get("place") or home)


def bill_moves(paid: list[Share], pooled_fen: int) -> Moves:
    """Every account's share, and the pooled fund's part, to the provider."""
    shares = [*paid, *([(FUND, pooled_fen)] if pooled_fen else [])]
    return gather(shares, PROVIDER) if shares else []


def settle(ask: Ask) -> list[Happening]:
    """F20, T18: the burden is split over the accounts; the fund pays its part beside it (F05)."""
    w, place, items = ask.wish, place_of(ask), items_of(ask)
    left = burdens(w["setting"], w.get("burden_fen", 0), items)
    burden_fen, filed = sum(left.values()), w.get("filed", False)
    paid = split_bill(ask, Bill(ask.receiver, place, filed, left, ask.story.balances()))
    pooled_fen = sum(item.get("pooled_fen", 0) for item in items)
    facts = {
        "settlement": ask.key,
        "patient": ask.receiver,
        "setting": w["setting"],
        "place": place,
        "filed": filed,
        "items": items,
        "burden_fen": burden_fen,
        "pooled_fen": pooled_fen,
        "paid": paid,
        "owed": owed_for(homes_of(ask.story, paid), paid, place),
    }
    return [happening(ask.at, "settled", bill_moves(paid, pooled_fen), **facts)]


# -- One named account pays ---------------------------------------------------------------------


def from_wallet(ask: Ask) -> bool:
    """Whether the account that pays is a wallet."""
    return split(ask.wish["from"])[1] == WALLET


def spending_open(ask: Ask) -> bool:
    """W20: wallet money can be spent once the place has opened spending."""
    return wallet_spends(ask.law)


def payable(ask: Ask) -> tuple[str, ...]:
    """A wallet pays with its own money, then with quotas (W26, W27); an account with its parts."""
    person, kind = split(ask.wish["from"])
    if kind == WALLET:
        return (f"{person}/{WALLET}", *quotas_for(ask.story, person, ask.day))
    if kind != PERSONAL:
        return (f"{person}/{kind}",)
    return own_may_pay(person, ask.wish["setting"], ask.law) or own_parts(person, ask.law)


def payers_hold(ask: Ask) -> int:
    """All that those accounts hold together."""
    return ask.story.balance(*payable(ask))


def setting_covered(ask: Ask) -> bool:
    """F01, F34, D9b: own money and wallet money each have their settings."""
    wallet = ask.law.common("spend.settings")
    return ask.wish["setting"] in (wallet if from_wallet(ask) else _own_settings(ask))


def spent_at_home(ask: Ask) -> bool:
    """W20, T50: wallet money is spent in the holder's place of use only."""
    home = ask.story.place_of_use(ask.sender)
    anywhere = ask.law.word("spend.place") == "anywhere"
    return not home or anywhere or home in chain(place_of(ask))


def spend(ask: Ask) -> list[Happening]:
    """The provider is paid; provinces owe each other what crossed a border (W30)."""
    place = place_of(ask)
    parts = taken(ask.story.balances(), payable(ask), ask.fen)
    homes = homes_of(ask.story, parts)
    facts = {
        "spend": ask.key,
        "holder": ask.sender,
        "fen": ask.fen,
        "place": place,
        "parts": parts,
        "homes": homes,
        "owed": owed_for(homes, parts, place),
    }
    return [happening(ask.at, "spent", gather(parts, PROVIDER), **facts)]


SETTINGS = ("spend.settings", "account.settings", "account.carried.settings")
POOL = Rule("POOL_NOT_SHARED", not_the_pool)
MAY_SETTLE = Rule("SETTLEMENT_SUSPENDED", may_settle)

FAMILIES = {
    "settle": Family(
        same_twice("patient"),
        (
            ALIVE,
            Rule("CARD_NOT_OWN", own_card, ("settle.card",)),
            Rule("PROOF_MISSING", proofs_shown, ("settle.proxy.proofs",)),
            MAY_SETTLE,
            Rule("SETTING_NOT_COVERED", every_setting_covered, SETTINGS),
        ),
        settle,
    ),
    "spend": Family(
        same_twice("from"),
        (
            POOL,
            ALIVE,
            MAY_SETTLE,
            Rule("SPEND_NOT_OPEN", spending_open, ("wallet.spend", "wallet.open"), from_wallet),
            HAS_WALLET._replace(arises=from_wallet),
            Rule("BALANCE_SHORT", payers_hold),
            Rule("SETTING_NOT_COVERED", setting_covered, SETTINGS),
            Rule("PLACE_NOT_COVERED", spent_at_home, ("spend.place",), from_wallet),
        ),
        spend,
    ),
}
