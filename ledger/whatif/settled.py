"""Who paid a settlement, and by which values in force the order of payment was worked out."""

from collections.abc import Iterator
from typing import Any

from ledger.core.commands import Command, Settle
from ledger.core.rules.rule import Case
from ledger.policy.book import InForce
from ledger.scenario.outcome import Outcome
from ledger.words.accounts import is_outside, short_name, split
from ledger.words.moments import DAY

_ORDER, _GIVERS, _SHARED = "settle.order", "settle.givers.order", "account.share.from"


def settled(outcome: Outcome, case: Case) -> dict[str, Any]:
    """What an explanation says about a settlement that was taken; nothing about anything else.

    `paid` lists each account's share with the region of its holder; `ordered_by` the values that
    put them in order: those of the patient's region, and of each giver's for what may be shared.
    """
    if outcome.paid is None:
        return {}
    people = case.book.people
    owners = {account: people.get(split(account)[0]) for account, _ in outcome.paid}
    paid = [
        {
            "account": short_name(account),
            "amount_fen": fen,
            "region": owner.insured if owner is not None else None,
        }
        for (account, fen), owner in zip(outcome.paid, owners.values(), strict=True)
    ]
    return {"paid": paid, "ordered_by": list(_ordered_by(outcome, case))}


def _ordered_by(outcome: Outcome, case: Case) -> Iterator[dict[str, Any]]:
    home, patient, people = case.receiver.insured, case.receiver.id, case.book.people
    wanted = [(_ORDER, home)]
    for account, _ in outcome.paid or ():
        person, kind = split(account)
        if is_outside(account) or person == patient:
            continue
        wanted.append((_GIVERS, home))
        if not kind.startswith("frozen/"):
            wanted.append((_SHARED, people[person].insured))
    for parameter, region in dict.fromkeys(wanted):
        found = outcome.policy.in_force(parameter, region, case.at // DAY)
        if found is not None:
            yield _told(outcome, parameter, found)


def _told(outcome: Outcome, parameter: str, found: InForce) -> dict[str, Any]:
    return {
        "parameter": parameter,
        "region": found.record.region,
        "value": outcome.policy.definitions[parameter].show(found.value),
        "grade": found.reading.source.grade,
    }


def burden_fen(command: Command) -> int | None:
    """The individual burden that a settlement asks to split; None for any other command."""
    if not isinstance(command, Settle):
        return None
    return command.burden_fen or sum(item.amount_fen for item in command.items)
