"""Settlements (2207): a bill, whose card it is, who may pay, and the split over the accounts."""

from ledger.core.book import DEAD, BookView
from ledger.core.commands import Settle
from ledger.core.events import Event, Settled
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow
from ledger.core.rules.sharing import owed_for, place_of, shares
from ledger.core.rules.spending import SETTINGS
from ledger.words.accounts import CASH
from ledger.words.moments import DAY

AGENT, PRINCIPAL = "agent", "principal"


def patient_sides(_book: BookView, command: Settle) -> tuple[str, str]:
    """The patient, twice: only the patient's place decides; givers bring their own terms."""
    return command.patient, command.patient


def alive_room(case: Case) -> int:
    return allow(case.receiver.standing != DEAD)


def alive_facts(case: Case) -> Facts:
    return {"standing": case.receiver.standing}


def card_room(case: Case) -> int:
    card = case.command.card
    return allow(case.terms.card != "own_only" or card in {None, case.receiver.id})


def card_facts(case: Case) -> Facts:
    return {"card": case.command.card or case.receiver.id}


def proof_room(case: Case) -> int:
    if case.command.agent is None:
        return allow(yes=True)
    needed = {AGENT, PRINCIPAL} if case.terms.proofs == "both" else {PRINCIPAL}
    return allow(needed <= set(case.command.proofs))


def proof_facts(case: Case) -> Facts:
    return {"proofs": ", ".join(sorted(case.command.proofs)) or "none"}


def suspended_room(case: Case) -> int:
    return allow(case.receiver.sanctioned_until < case.at // DAY)


def suspended_facts(case: Case) -> Facts:
    return {"until_day": case.receiver.sanctioned_until}


def setting_room(case: Case) -> int:
    terms = case.terms
    covered = terms.account_settings | terms.carried_settings | terms.spend_settings
    return allow(case.command.setting in covered)


def setting_facts(case: Case) -> Facts:
    return {"setting": case.command.setting}


def setting_decider(_case: Case) -> str:
    return "account.settings"


SETTLE_RULES = (
    Rule(Code.PERSON_DEAD, (), alive_room, alive_facts),
    Rule(Code.CARD_NOT_OWN, ("settle.card",), card_room, card_facts),
    Rule(Code.PROOF_MISSING, ("settle.proxy.proofs",), proof_room, proof_facts),
    Rule(Code.SETTLEMENT_SUSPENDED, (), suspended_room, suspended_facts),
    Rule(
        Code.SETTING_NOT_COVERED,
        SETTINGS,
        setting_room,
        setting_facts,
        setting_decider,
    ),
)


def burden_of(command: Settle) -> tuple[int, int]:
    """The individual burden and the pooled part, in fen, from the bill or as given."""
    if not command.items:
        return command.burden_fen, 0
    return sum(i.amount_fen for i in command.items), sum(i.pooled_fen for i in command.items)


def settle(case: Case) -> tuple[Event, ...]:
    """Every account pays its share; what no account pays is cash."""
    command, place = case.command, place_of(case)
    burden_fen, pooled_fen = burden_of(command)
    paid = shares(case, burden_fen)
    owed = owed_for(case.book, paid, place)
    return (
        Settled(
            case.at,
            case.key,
            command.patient,
            command.setting,
            place,
            burden_fen,
            paid,
            pooled_fen,
            owed,
        ),
    )


def cash_fen(event: Settled) -> int:
    """What the patient pays in cash."""
    return sum(fen for account, fen in event.paid if account == CASH)


FAMILIES: dict[type, Family] = {
    Settle: Family("settle", patient_sides, SETTLE_RULES, settle),
}
