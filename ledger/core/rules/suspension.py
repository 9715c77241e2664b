"""What a sanction in force stops: settling, and by one reading receiving (A02, T41)."""

from ledger.core.refusals import Code
from ledger.core.rules.rule import ByTerms, Case, Facts, Room, Rule, allow
from ledger.core.terms import Terms
from ledger.words.money import NO_LIMIT


def settle_room(case: Case) -> int:
    return allow(case.receiver.sanctioned_until < case.day)


@ByTerms
def receive_room(terms: Terms) -> int | Room:
    return NO_LIMIT if terms.sanctioned_receives == "allowed" else settle_room


def sanction_facts(case: Case) -> Facts:
    """The last day of the receiver's suspension; nothing for who was never sanctioned."""
    until_day = case.receiver.sanctioned_until
    return {"until_day": until_day} if until_day >= 0 else {}


SETTLES = Rule(Code.SETTLEMENT_SUSPENDED, (), settle_room, sanction_facts)
RECEIVES = Rule(Code.SETTLEMENT_SUSPENDED, ("sanction.receive",), receive_room, sanction_facts)
