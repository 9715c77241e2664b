"""Which values leave which others no room: the reasons why a value of a parameter binds nothing.

A limit changes nothing when whatever it would refuse is refused without it, too; a word or a set
when no rule comes to ask for it. People are taken to stay in their region meanwhile.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from ledger.core.refusals import Code
from ledger.core.rules.kinship import CHILDREN
from ledger.policy.book import PolicyBook
from ledger.text.said import Said
from ledger.words.money import NO_LIMIT
from ledger.words.regions import NATION


class Bound(NamedTuple):
    """One reason why a value of a parameter changes nothing.

    Attributes:
        others: the parameters it hangs on, of the same side of a command.
        code: the rule that must be listed, because it does the refusing; none: no rule has to.
        idle: whether a value changes nothing beside one value of each of the others.
        so: the end of the sentence that names the others' values.
        remembers: whether what the others were on earlier days counts, too.
        one_person: whether both sides of the commands that ask are one person.
    """

    parameter: str
    others: tuple[str, ...]
    code: Code | None
    idle: Callable[..., bool]
    so: Said
    remembers: bool = False
    one_person: bool = False


def most_others(cap: int, counts_self: str) -> int:
    """How many others a giver may have, where the cap may count the giver (D6)."""
    return cap - (counts_self == "with_self")


def _no_wallet_money(_value: Any, spend: str, wallet: str) -> bool:
    return spend == "not_open" or (spend == "with_wallet" and wallet != "open")


_EACH, _COUNT, _AMOUNT = "transfer.cap.each", "transfer.count.per_day", "transfer.amount.per_day"
_MEMBERS = ("bind.members.cap", "bind.members.counts_self")

AFTER_REGION = (
    "transfer.on_unopened",
    "transfer.closed",
    "transfer.pending.cap",
    "transfer.return_at",
    _EACH,
    _COUNT,
    _AMOUNT,
    "day.counts_returned",
    "transfer.acceptance",
)
"""Asked only of a transfer, and once both regions' wallets are open."""

OF_TRANSFERS = ("wallet.to_account", "wallet.onward", *AFTER_REGION)
"""Asked only where money moves. No parameter is asked of a quota alone."""

KINDS = {
    "bind.father.cap": frozenset({"father"}),
    "bind.mother.cap": frozenset({"mother"}),
    "bind.spouse.cap": frozenset({"spouse"}),
    "bind.children.cap": CHILDREN,
}

UNASKED = (
    *(
        Bound(
            name,
            ("wallet.model",),
            Code.MODEL_NOT_IN_FORCE,
            lambda _, model: model != "transfer",
            Said("lint.so_no_transfer"),
        )
        for name in OF_TRANSFERS
    ),
    *(
        Bound(
            name,
            ("wallet.open",),
            Code.REGION_NOT_OPEN,
            lambda _, word: word != "open",
            Said("lint.so_no_wallet"),
        )
        for name in AFTER_REGION
    ),
    *(
        Bound(
            name,
            ("kin.list",),
            Code.KIN_NOT_LISTED,
            lambda _, kin, asked=kinds: asked.isdisjoint(kin),
            Said("lint.so_no_kin"),
        )
        for name, kinds in KINDS.items()
    ),
    Bound(
        "bind.members.counts_self",
        ("bind.members.cap",),
        None,
        lambda _, cap: cap == NO_LIMIT,
        Said("lint.so_no_count"),
    ),
    Bound(
        "account.set_aside.per_month",
        ("account.share.from",),
        Code.NO_FAMILY_ACCOUNT,
        lambda _, part: part != "family_account",
        Said("lint.so_no_family_account"),
    ),
    Bound(
        "spend.place",
        ("wallet.spend", "wallet.open"),
        Code.SPEND_NOT_OPEN,
        _no_wallet_money,
        Said("lint.so_no_spend"),
        one_person=True,
    ),
)
"""Reasons why no rule comes to ask for a value at all."""

LIMITED = (
    Bound(
        _AMOUNT,
        (_COUNT, _EACH),
        Code.TRANSFER_DAY_COUNT,
        lambda fen, count, each_fen: min(count * each_fen, NO_LIMIT) <= fen,
        Said("lint.so_day_less"),
    ),
    Bound(
        _EACH,
        (_AMOUNT,),
        Code.TRANSFER_DAY_AMOUNT,
        lambda fen, day_fen: day_fen <= fen,
        Said("lint.so_day_smaller"),
    ),
    Bound(
        _COUNT,
        (_AMOUNT,),
        Code.TRANSFER_DAY_AMOUNT,
        lambda count, day_fen: day_fen < count,
        Said("lint.so_day_fewer"),
    ),
    Bound(
        _COUNT,
        (_EACH,),
        Code.TRANSFER_CAP_EACH,
        lambda _, each_fen: each_fen == 0,
        Said("lint.so_none"),
    ),
    Bound(
        "transfer.pending.cap",
        (_COUNT, "transfer.return_at"),
        Code.TRANSFER_DAY_COUNT,
        lambda cap, count, due: count * (due.days + 1) <= cap,
        Said("lint.so_fewer_open"),
        remembers=True,
    ),
    *(
        Bound(
            name,
            _MEMBERS,
            Code.MEMBERS_FULL,
            lambda cap, most, counts_self: most_others(most, counts_self) <= cap,
            Said("lint.so_fewer_members"),
        )
        for name in KINDS
    ),
    Bound(
        "account.carried.settings",
        ("account.settings",),
        None,
        lambda words, settings: bool(words) and words <= settings,
        Said("lint.so_any_money"),
        one_person=True,
    ),
)
"""Reasons why other limits leave a value no room."""


def bounds_of(book: PolicyBook, parameter: str, region: str) -> list[Bound]:
    """The reasons there are for a parameter in a region of a book.

    What the nation says waits for the regions that switch it on, be they in this book or not; the
    model is the nation's own.
    """
    found = [b for b in (*UNASKED, *LIMITED) if b.parameter == parameter and _applies(b, book)]
    if region != NATION:
        return found
    return [b for b in found if b in LIMITED or b.code is Code.MODEL_NOT_IN_FORCE]


def _applies(bound: Bound, book: PolicyBook) -> bool:
    """Whether a book knows all that a reason hangs on, and of the same side."""
    if any(other not in book.definitions for other in bound.others):
        return False
    listed = bound.code is None or bound.code in book.codes
    roles = {"both", book.definitions[bound.parameter].applies_to}
    same = all(book.definitions[other].applies_to in roles for other in bound.others)
    return listed and (same or bound.one_person)
