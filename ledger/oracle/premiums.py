"""Premiums: whose, of which kind, from which account (D7, F32, W22, W26)."""

from typing import Any

from ledger.oracle.ask import ALIVE, Ask, Family, Rule
from ledger.oracle.purses import (
    leaving_parts,
    own_parts,
    quotas_for,
    shareable_fen,
    shared_parts,
    taken,
)
from ledger.oracle.settling import POOL, from_wallet
from ledger.oracle.splitting import homes_of, owed_for
from ledger.oracle.story import Happening, Story, gather, happening
from ledger.oracle.transfers import RELATED
from ledger.words.accounts import INSURER, WALLET, split


def _payer_and_person(_story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    return split(wish["from"])[0], wish["for"]


def is_own(ask: Ask) -> bool:
    """Whether somebody pays a premium of their own."""
    return ask.sender == ask.receiver


def is_relatives(ask: Ask) -> bool:
    """Whether it is somebody else's premium."""
    return not is_own(ask)


def premium_allowed(ask: Ask) -> bool:
    """F32, W26: the kinds a place allows by then; W22: wallet money pays the holder's own alone."""
    if from_wallet(ask) and not is_own(ask):
        return False
    return bool(ask.law.word(f"premium.{ask.wish['scheme']}") == "allowed")


def shared_inside(ask: Ask) -> bool:
    """Whether an account pays a relative's premium inside the province (F32, F23)."""
    return not from_wallet(ask) and not is_own(ask) and ask.near


def payable(ask: Ask) -> tuple[str, ...]:
    """Wallet and quotas (W26); one's own account; or what may leave it for relatives (F23)."""
    person = ask.sender
    if from_wallet(ask):
        return (f"{person}/{WALLET}", *quotas_for(ask.story, person, ask.day))
    if is_own(ask):
        return own_parts(person, ask.law)
    return (shared_parts if shared_inside(ask) else leaving_parts)(person, ask.law)


def payable_fen(ask: Ask) -> int:
    """F23: inside the province only what is above the threshold; else all those accounts hold."""
    if shared_inside(ask):
        return shareable_fen(ask.story.balances(), ask.sender, ask.law)
    return ask.story.balance(*payable(ask))


def pay(ask: Ask) -> list[Happening]:
    """The insurer of the person's place is paid; provinces owe each other what crossed (W30)."""
    parts = taken(ask.story.balances(), payable(ask), ask.fen)
    owed = owed_for(homes_of(ask.story, parts), parts, ask.story.region(ask.receiver))
    return [happening(ask.at, "premium", gather(parts, INSURER), owed=owed)]


KINDS = ("premium.resident", "premium.long_term_care", "premium.employee")

FAMILIES = {
    "premium": Family(
        _payer_and_person,
        (
            POOL,
            ALIVE,
            Rule("PREMIUM_NOT_ALLOWED", premium_allowed, KINDS),
            RELATED._replace(arises=is_relatives),
            Rule("BALANCE_SHORT", payable_fen),
        ),
        pay,
    ),
}
