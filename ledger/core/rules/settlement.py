"""Settlements (2207): a bill, whose card it is, who may pay, and the split over the accounts."""

from ledger.core.book import BookView
from ledger.core.commands import Settle
from ledger.core.events import Event, Settled
from ledger.core.refusals import Code
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow
from ledger.core.rules.sharing import Bill, burdens_of, homes_of, owed_for, shares
from ledger.core.rules.spending import SETTINGS, place_of
from ledger.core.rules.suspension import SETTLES
from ledger.words.vocabulary import PROOFS


def patient_sides(_book: BookView, command: Settle) -> tuple[str, str]:
    """The patient, twice: only the patient's place decides; givers bring their own terms."""
    return command.patient, command.patient


def card_room(case: Case) -> int:
    card = case.command.card
    return allow(case.terms.card == "any" or card in {None, case.receiver.id})


def card_facts(case: Case) -> Facts:
    return {"card": case.command.card or case.receiver.id}


def proof_room(case: Case) -> int:
    """A delegated purchase needs both identities proved, or by another reading one (A01)."""
    if case.command.agent is None:
        return allow(yes=True)
    proved = set(case.command.proofs)
    return allow(bool(proved) if case.terms.proofs == "one" else proved == set(PROOFS))


def proof_facts(case: Case) -> Facts:
    if case.command.agent is None:
        return {}
    return {"proofs": ", ".join(sorted(case.command.proofs)) or "none"}


def setting_room(case: Case) -> int:
    return allow(not uncovered(case))


def uncovered(case: Case) -> list[str]:
    """The settings of the bill that no account at all may pay for."""
    terms, command = case.terms, case.command
    covered = terms.account_settings | terms.carried_settings | terms.spend_settings
    return [s for s in burdens_of(command.setting, 0, command.items) if s not in covered]


def setting_facts(case: Case) -> Facts:
    return {"setting": ", ".join(uncovered(case)) or case.command.setting}


def setting_decider(_case: Case) -> str:
    return "account.settings"


SETTLE_RULES = (
    ALIVE,
    Rule(Code.CARD_NOT_OWN, ("settle.card",), card_room, card_facts),
    Rule(Code.PROOF_MISSING, ("settle.proxy.proofs",), proof_room, proof_facts),
    SETTLES,
    Rule(
        Code.SETTING_NOT_COVERED,
        SETTINGS,
        setting_room,
        setting_facts,
        setting_decider,
    ),
)


def settle(case: Case) -> tuple[Event, ...]:
    """Every account pays its share; what no account pays is cash."""
    command, place = case.command, place_of(case)
    burdens_fen = burdens_of(command.setting, command.burden_fen, command.items)
    paid = shares(case, Bill(case.receiver, place, command.filed, burdens_fen, case.book.balances))
    return (
        Settled(
            case.at,
            case.key,
            command.patient,
            command.setting,
            place,
            sum(burdens_fen.values()),
            paid,
            sum(item.pooled_fen for item in command.items),
            owed_for(homes_of(case.book, paid), paid, place),
            command.items,
            command.filed,
        ),
    )


FAMILIES: dict[type, Family] = {
    Settle: Family("settle", patient_sides, SETTLE_RULES, settle),
}
