"""The quota model (W27-W29): a giver freezes money in place for a member, and may take it back.

The wallet holds no money under this model; the member's settlements draw on what is frozen, where
wallet money may be spent. Whether either side needs an open wallet no source says, so neither does.
"""

from ledger.core.book import BookView
from ledger.core.commands import Grant, Revoke
from ledger.core.events import Event, QuotaGranted, QuotaReleased
from ledger.core.refusals import Code
from ledger.core.rules.funds import draw, granted_parts, held_fen, home_of
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow
from ledger.core.rules.suspension import RECEIVES
from ledger.core.rules.transfer import REGION, RELATED, model_facts
from ledger.words.accounts import frozen


def pair_sides(_book: BookView, command: Grant | Revoke) -> tuple[str, str]:
    """The giver and the member."""
    return command.giver, command.member


def quota_model_room(case: Case) -> int:
    return allow(case.terms.model == "quota")


def free_room(case: Case) -> int:
    """What is not frozen yet, of the parts that may leave for others."""
    return held_fen(case.book.balances, granted_parts(case.sender.id, case.terms))


def free_facts(case: Case) -> Facts:
    return {"balance_fen": free_room(case)}


def frozen_room(case: Case) -> int:
    return case.book.balances.get(frozen(case.sender.id, case.receiver.id), 0)


def frozen_facts(case: Case) -> Facts:
    return {"frozen_fen": frozen_room(case)}


GRANT_RULES = (
    Rule(Code.MODEL_NOT_IN_FORCE, ("wallet.model",), quota_model_room, model_facts),
    ALIVE,
    RECEIVES,
    REGION,
    RELATED,
    Rule(Code.BALANCE_SHORT, (), free_room, free_facts),
)
REVOKE_RULES = (Rule(Code.QUOTA_SHORT, (), frozen_room, frozen_facts),)


def grant(case: Case) -> tuple[Event, ...]:
    """Money of the giver is frozen for the member, part by part."""
    giver, member = case.sender.id, case.receiver.id
    taken = draw(case.book.balances, granted_parts(giver, case.terms), case.asked_fen)
    return tuple(QuotaGranted(case.at, giver, member, part, fen) for part, fen in taken)


def revoke(case: Case) -> tuple[Event, ...]:
    """Unused quota is the giver's again."""
    giver, member = case.sender.id, case.receiver.id
    target = home_of(case.book.balances, giver)
    return (QuotaReleased(case.at, giver, member, target, case.asked_fen, "revoked"),)


FAMILIES: dict[type, Family] = {
    Grant: Family("grant", pair_sides, GRANT_RULES, grant),
    Revoke: Family("revoke", pair_sides, REVOKE_RULES, revoke),
}
