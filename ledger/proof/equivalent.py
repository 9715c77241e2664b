"""Mutants that no story can notice, by what they change, each with the reason."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

from ledger.policy.book import PolicyBook
from ledger.policy.kinds import Value
from ledger.proof.mutants import Mutant
from ledger.proof.watch import Stated
from ledger.words.regions import NATION

EQUIVALENT: Final[Mapping[str, str]] = {
    "* PERSON_DEAD: other side": "the rule asks of both sides alike",
    "* SAME_PERSON: other side": "the rule asks whether both sides are one",
    "bind NOT_INSURED: other side": "the rule asks of both sides alike",
    "premium PREMIUM_NOT_ALLOWED: other side": "it asks only whether both sides are one",
    "unbind NOT_ENROLLED: other side": "both sides are enrolled; only `by` may not be",
    "transfer HOURS_CLOSED: day *": "closed hours are the same every day of a value's span",
    "accept NOT_PENDING: after *": "what is not pending has no sides that could be suspended",
    "accept SETTLEMENT_SUSPENDED: day +1": (
        "no suspension is as short as a transfer waits: on its last day nothing older is pending"
    ),
    "refund ALREADY_UNDONE: after *": "what is undone was paid once, so both cannot fail",
    "cancel NOT_SETTLED: after *": "what was never settled cannot have been undone",
    "account.carried.settings@* with outpatient": "all money of an account pays for that anyway",
    "account.*settings@CN 2021-04-22: from -1": "the other settings begin on the same first day",
    "bind.effective@CN 2021-04-22: [fl]*": "with no value in force it stands at once, too",
    "bind.unbind.effective@CN 2021-04-22: from ?1": "where none is in force, it ends at once too",
    "bind.insurance@CN 2021-04-22: from -1": "the list of kin begins on the same first day",
    "bind.giver.balance@CN 2021-04-22: from -1": "the list of kin begins on the same first day",
    "bind.giver.balance: *": "both sides live in one province, and no city differs from its own",
    "account.estate@CN 1998-12-14: from ?1": "where none is in force, the heir inherits too",
    "account.estate@CN 1998-12-14: left out": "where none is in force, the heir inherits too",
    "account.move@CN *: from ?1": "where no value is in force, an account moves too",
    "account.move@CN *: left out": "where no value is in force, an account moves too",
    "account.own_order@CN 1998-12-14: from ?1": "no account had parts for years after that day",
    "account.flexible.credit@CN-HB-420100 *": "no value and a value of nothing both credit nothing",
    "settle.givers.order@CN-AH *": "a member has one giver there, so there is no order",
    "settle.givers.order@CN-BJ *: local_first": "Beijing is one area: every giver is local",
    "settle.givers.order@CN 2021-04-22: from +1": "with none in force, the first filed pays too",
    "settle.givers.order@CN 2021-04-22: left out": "with none in force, the first filed pays too",
    "settle.zero_own@CN 2021-04-22: [fl]*": "with none in force, a short account is enough too",
    "settle.filing@CN 2021-04-22: from +1": "with none in force, nothing need be filed either",
    "settle.shared.reach@CN *: from +1": "with none in force, sharing reaches the province too",
    "settle.shared.reach@CN *: left out": "with none in force, sharing reaches the province too",
    "transfer.acceptance@CN 2024-11-15: [fl]*": "with none in force, it must be accepted too",
    "bind.on_suspended@CN 2021-04-22: [fl]*": "with none in force, nothing changes either",
    "premium.*@CN 2021-04-22: *": "no value refuses as not_allowed does, with the same code",
    "wallet.withdraw@CN 2021-04-22: left out": "no value refuses as not_allowed does",
    "sanction.months.*: from -1": "the other bound begins on the same first day, and has the code",
    "bind.unbind.lock: sender -> receiver": "it counts inside one province, and no city differs",
    "bind.unbind.per_year: sender -> receiver": "it counts inside one province; no city differs",
    "bind.members.lifetime: sender -> receiver": "it counts inside one province; no city differs",
    "bind.members.counts_self: sender -> receiver": "it counts in one province; no city differs",
    "bind.on_*@CN 2021-04-22: from -1": "no relation can be older than the list of kin",
    "sanction.fine.*": "no word of a scenario tells the range of a fine; tests of the core do",
    "sanction.intent*": "no word of a scenario tells the range of a fine; tests of the core do",
    "withdraw BALANCE_SHORT: ?1 fen": "no policy lets cash out, and nothing models it",
}
"""By a pattern of `Mutant.told`; one that is killed all the same is no equivalent."""

SAME_VALUES: Final = "no value of the book is another one on any day"

SAME_PLACES: Final = "the parameter says the same everywhere, whichever side is asked"


def why_equivalent(mutant: Mutant, book: PolicyBook) -> str:
    """Why no story under a book can notice a mutant; empty: one could."""
    if isinstance(mutant.about, Stated):
        if not mutant.about.region and _one_place(mutant.about.parameter, book):
            return SAME_PLACES
        if mutant.about.region and _alike(mutant, book):
            return SAME_VALUES
    found = (why for pattern, why in EQUIVALENT.items() if fnmatchcase(mutant.told, pattern))
    return next(found, "")


def _one_place(parameter: str, book: PolicyBook) -> bool:
    """Whether no region but the nation states a parameter."""
    return all(region == NATION for name, region in book.history if name == parameter)


def _alike(mutant: Mutant, book: PolicyBook) -> bool:
    """Whether a parameter says the same in every region and on every day as before."""
    changed, parameter = mutant.book(book), mutant.about[0]
    regions = [region for name, region in book.history if name == parameter]
    days = {day + by for r in regions for day in book.change_days[r] for by in (-1, 0, 1)}
    return all(
        _says(book, parameter, region, day) == _says(changed, parameter, region, day)
        for region in regions
        for day in days
    )


def _says(book: PolicyBook, parameter: str, region: str, day: int) -> Value | None:
    found = book.in_force(parameter, region, day)
    return None if found is None else found.value
