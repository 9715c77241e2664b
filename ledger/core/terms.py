"""Terms: the policy in force for one command, resolved to plain values before any rule looks.

`TERMS` says for each field which policy parameter it comes from and how the values of the two
sides (sender's and receiver's region, as `applies_to` says) become one. The policy book fills it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ledger.words.moments import DAY, DueTime, Window
from ledger.words.money import NO_LIMIT

ABSENT = ""
"""The value of a choice that is in force nowhere; it equals no word, so it permits nothing."""

NEVER_OPEN = (Window(0, DAY),)
NEXT_MORNING = DueTime(1, DAY // 4)


@dataclass(slots=True)
class Terms:
    """Plain values for one pair of regions on one day; shared by all commands they cover.

    Attributes:
        absent: parameters with no value in force whose absence means refuse.
        idle: refusal codes the policy book does not list, because it lacks their parameters.
        tables: each family's rules under these terms, filled by `decide` when first asked for.
    """

    model: str
    wallets_open: bool
    wallet_open_sides: tuple[str, ...]
    spend_open: str
    onward: str
    to_account: str
    withdraw: str
    own_age: int
    place_change: str
    insurance: str
    kin: str
    kin_list: frozenset[str]
    closed: tuple[Window, ...]
    pending_cap: int
    return_at: DueTime
    transfer_cap_each_fen: int
    transfer_day_count: int
    transfer_day_fen: int
    counts_returned: str
    acceptance: str
    on_unopened: str
    spend_settings: frozenset[str]
    account_settings: frozenset[str]
    spend_place: str
    family_codes: int
    absent: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()
    tables: dict[str, Any] = field(default_factory=dict)


class Term(NamedTuple):
    """Where one field of `Terms` comes from.

    Attributes:
        parameter: the policy parameter's name.
        merge: makes one value of the one or two sides' values.
        undefined: the value under a policy book that does not know the parameter.
    """

    parameter: str
    merge: Callable[[tuple[Any, ...]], Any]
    undefined: Any


def agreed(sides: tuple[Any, ...]) -> Any:
    """The value all sides share; if they differ, none is in force."""
    return sides[0] if all(side == sides[0] for side in sides) else ABSENT


def common(sides: tuple[frozenset[str], ...]) -> frozenset[str]:
    """What is in every side's set."""
    return frozenset.intersection(*sides)


def joined(sides: tuple[tuple[Window, ...], ...]) -> tuple[Window, ...]:
    """The hours of every side, each once."""
    return tuple(dict.fromkeys(window for side in sides for window in side))


def all_open(sides: tuple[str, ...]) -> bool:
    """Whether every side is open."""
    return all(side == "open" for side in sides)


TERMS: dict[str, Term] = {
    "model": Term("wallet.model", agreed, "transfer"),
    "wallets_open": Term("wallet.open", all_open, undefined=True),
    "wallet_open_sides": Term("wallet.open", tuple, ("open", "open")),
    "spend_open": Term("wallet.spend", agreed, "with_wallet"),
    "onward": Term("wallet.onward", agreed, "allowed"),
    "to_account": Term("wallet.to_account", agreed, "not_allowed"),
    "withdraw": Term("wallet.withdraw", agreed, "not_allowed"),
    "own_age": Term("wallet.own_age", max, 0),
    "place_change": Term("wallet.place_change", agreed, "allowed"),
    "insurance": Term("bind.insurance", agreed, "required"),
    "kin": Term("transfer.kin", agreed, "required"),
    "kin_list": Term("kin.list", common, frozenset()),
    "closed": Term("transfer.closed", joined, ()),
    "pending_cap": Term("transfer.pending.cap", min, NO_LIMIT),
    "return_at": Term("transfer.return_at", agreed, NEXT_MORNING),
    "transfer_cap_each_fen": Term("transfer.cap.each", min, NO_LIMIT),
    "transfer_day_count": Term("transfer.count.per_day", min, NO_LIMIT),
    "transfer_day_fen": Term("transfer.amount.per_day", min, NO_LIMIT),
    "counts_returned": Term("day.counts_returned", agreed, "counted"),
    "acceptance": Term("transfer.acceptance", agreed, "required"),
    "on_unopened": Term("transfer.on_unopened", agreed, "reject"),
    "spend_settings": Term("spend.settings", common, frozenset({"outpatient", "pharmacy"})),
    "account_settings": Term("account.settings", common, frozenset()),
    "spend_place": Term("spend.place", agreed, "place_of_use"),
    "family_codes": Term("family_code.members", min, NO_LIMIT),
}
