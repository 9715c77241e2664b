"""Terms: the policy in force for one command, resolved to plain values before any rule looks.

`TERMS` says for each field which policy parameter it comes from and how the values of the two
sides (sender's and receiver's region, as `applies_to` says) become one. The policy book fills it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from ledger.words.moments import DAY, DueTime, Window
from ledger.words.money import NO_LIMIT

ABSENT = ""
"""The value of a choice that is in force nowhere; it equals no word, so it permits nothing."""

Brackets: TypeAlias = tuple[tuple[int, ...], ...]
"""Rows of a bracket table, ascending by their first column."""

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
    members_cap: int
    members_count_self: str
    members_lifetime: int
    givers_cap: int
    roles: str
    fathers_cap: int
    mothers_cap: int
    spouses_cap: int
    children_cap: int
    bind_effective: str
    unbind_effective: str
    unbind_lock_days: int
    unbind_per_year: int
    released_by: str
    giver_balance: str
    on_suspended: tuple[str, ...]
    on_ended: tuple[str, ...]
    on_moved: tuple[str, ...]
    settle_order: str
    zero_own: str
    givers_order: str
    givers_per_settlement: int
    shared_reach: str
    filing: str
    card: str
    proofs: str
    carried_settings: frozenset[str]
    share_from: str
    floor: Brackets
    set_aside_per_month: int
    account_parts: str
    own_order: str
    credit_rate_bp: int
    retired_credit: Brackets
    flexible_credit_fen: int
    flexible_retired_credit_fen: int
    current_interest_bp: int
    carried_interest_bp: int
    account_moves: str
    move_out_days: int
    move_in_days: int
    estate: str
    wallet_estate: str
    premium_resident: str
    premium_long_term_care: str
    premium_employee: str
    sanction_least_months: int
    sanction_most_months: int
    fine_least_times: int
    fine_most_times: int
    intents: frozenset[str]
    sanctioned_receives: str
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


def stricter(word: str) -> Callable[[tuple[Any, ...]], Any]:
    """The merge by which this word holds as soon as one side says it."""
    return lambda sides: word if word in sides else agreed(sides)


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
    "members_cap": Term("bind.members.cap", min, NO_LIMIT),
    "members_count_self": Term("bind.members.counts_self", agreed, "others_only"),
    "members_lifetime": Term("bind.members.lifetime", min, NO_LIMIT),
    "givers_cap": Term("bind.givers.cap", min, NO_LIMIT),
    "roles": Term("bind.roles", stricter("one_way"), "free"),
    "fathers_cap": Term("bind.father.cap", min, NO_LIMIT),
    "mothers_cap": Term("bind.mother.cap", min, NO_LIMIT),
    "spouses_cap": Term("bind.spouse.cap", min, NO_LIMIT),
    "children_cap": Term("bind.children.cap", min, NO_LIMIT),
    "bind_effective": Term("bind.effective", agreed, "at_once"),
    "unbind_effective": Term("bind.unbind.effective", agreed, "at_once"),
    "unbind_lock_days": Term("bind.unbind.lock", max, 0),
    "unbind_per_year": Term("bind.unbind.per_year", min, NO_LIMIT),
    "giver_balance": Term("bind.giver.balance", agreed, "any"),
    "released_by": Term("bind.released_by", agreed, "either"),
    "on_suspended": Term("bind.on_suspended", tuple, ("ignore",)),
    "on_ended": Term("bind.on_ended", tuple, ("release",)),
    "on_moved": Term("bind.on_moved", tuple, ("release",)),
    "settle_order": Term("settle.order", agreed, "own_first"),
    "zero_own": Term("settle.zero_own", agreed, "short_is_enough"),
    "givers_order": Term("settle.givers.order", agreed, "filed"),
    "givers_per_settlement": Term("settle.givers.per_settlement", min, NO_LIMIT),
    "shared_reach": Term("settle.shared.reach", agreed, "province"),
    "filing": Term("settle.filing", agreed, "not_needed"),
    "card": Term("settle.card", agreed, "own_only"),
    "proofs": Term("settle.proxy.proofs", agreed, "both"),
    "carried_settings": Term("account.carried.settings", common, frozenset()),
    "share_from": Term("account.share.from", agreed, "any_money"),
    "floor": Term("account.floor", agreed, ()),
    "set_aside_per_month": Term("account.set_aside.per_month", min, 0),
    "account_parts": Term("account.parts", agreed, "one"),
    "own_order": Term("account.own_order", agreed, "current_first"),
    "credit_rate_bp": Term("account.credit.rate", min, 0),
    "retired_credit": Term("account.retired.credit", agreed, ()),
    "flexible_credit_fen": Term("account.flexible.credit", min, 0),
    "flexible_retired_credit_fen": Term("account.flexible.retired.credit", min, 0),
    "current_interest_bp": Term("account.interest.current", min, 0),
    "carried_interest_bp": Term("account.interest.carried", min, 0),
    "account_moves": Term("account.move", agreed, "moved"),
    "move_out_days": Term("account.move.out_days", max, 10),
    "move_in_days": Term("account.move.in_days", max, 5),
    "estate": Term("account.estate", agreed, "heir"),
    "wallet_estate": Term("wallet.estate", agreed, "heir"),
    "premium_resident": Term("premium.resident", agreed, "not_allowed"),
    "premium_long_term_care": Term("premium.long_term_care", agreed, "not_allowed"),
    "premium_employee": Term("premium.employee", agreed, "not_allowed"),
    "sanction_least_months": Term("sanction.months.least", min, 3),
    "sanction_most_months": Term("sanction.months.most", min, 12),
    "fine_least_times": Term("sanction.fine.least", min, 2),
    "fine_most_times": Term("sanction.fine.most", min, 5),
    "intents": Term("sanction.intent", common, frozenset()),
    "sanctioned_receives": Term("sanction.receive", agreed, "allowed"),
}
