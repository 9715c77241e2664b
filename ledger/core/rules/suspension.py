"""What a sanction in force stops: settling, and by one reading receiving (A02, T41)."""

from ledger.core.refusals import Code
from ledger.core.rules.rule import Case, Facts, Rule, allow
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT


def settle_room(case: Case) -> int:
    return allow(case.receiver.sanctioned_until < case.at // DAY)


def receive_room(case: Case) -> int:
    if case.receiver.sanctioned_until < case.at // DAY:
        return NO_LIMIT
    return allow(case.terms.sanctioned_receives == "allowed")


def sanction_facts(case: Case) -> Facts:
    """The last day of the receiver's suspension; nothing for who was never sanctioned."""
    until_day = case.receiver.sanctioned_until
    return {"until_day": until_day} if until_day >= 0 else {}


SETTLES = Rule(Code.SETTLEMENT_SUSPENDED, (), settle_room, sanction_facts)
RECEIVES = Rule(Code.SETTLEMENT_SUSPENDED, ("sanction.receive",), receive_room, sanction_facts)
