"""Account names: `li/personal`, `li/wallet`, `transit/t1`, `outside/opening`.

Accounts of people are named by commands. System accounts (`transit/*`, `outside/*`) are named by
events only: their first word is reserved, so that no person, and hence no command, can reach them.
"""

import re
from typing import Final

PERSONAL: Final = "personal"
WALLET: Final = "wallet"
POOL: Final = "pool"
"""The pooled fund: it can be asked for by name, and is never shared (F05)."""

KINDS: Final = (PERSONAL, WALLET, POOL)
RESERVED: Final = frozenset({"outside", "transit", "cash"})

OPENING: Final = "outside/opening"
CONTRIBUTION: Final = "outside/contribution"
PROVIDER: Final = "outside/provider"
INSURER: Final = "outside/insurer"
FUND: Final = "outside/fund"
CASH: Final = "outside/cash"

_PERSON = re.compile(r"[^\W_][\w-]{0,63}")


def is_person_id(text: str) -> bool:
    """Tell whether a text may name a person: letters, digits, `_`, `-`, and not a reserved word."""
    return _PERSON.fullmatch(text) is not None and text not in RESERVED


def full_name(account: str) -> str:
    """The account a short name stands for: `cash` is `outside/cash`."""
    return CASH if account == "cash" else account


def short_name(account: str) -> str:
    """The name a file gives an account: `cash` for `outside/cash`."""
    return "cash" if account == CASH else account


def split(account: str) -> tuple[str, str]:
    """Split `li/wallet` into person and kind; a bare `li` means the personal account."""
    return holder_of(account), kind_of(account)


def holder_of(account: str) -> str:
    """Whose account it is: `li` of `li/wallet`. A cut is cheaper than a look-up."""
    return account.partition("/")[0]


def kind_of(account: str) -> str:
    """Which of its holder's accounts it is: `wallet` of `li/wallet`; `personal` of a bare `li`."""
    _, slash, kind = account.partition("/")
    return kind if slash else PERSONAL


def wallet(person: str) -> str:
    """The wallet of a person."""
    return f"{person}/{WALLET}"


def transit(transfer: str) -> str:
    """The account that holds one pending transfer."""
    return f"transit/{transfer}"


def current(person: str) -> str:
    """The current-year part (当年) of a personal account, where a place keeps parts (P05)."""
    return f"{person}/personal.current"


def carried(person: str) -> str:
    """The carried-over part (历年) of a personal account."""
    return f"{person}/personal.carried"


def frozen(giver: str, member: str) -> str:
    """The giver's money frozen in place for one member (W28)."""
    return f"{giver}/frozen/{member}"


def family(person: str) -> str:
    """The family account, where a place keeps one (F23)."""
    return f"{person}/family"


def in_flight(person: str) -> str:
    """Money of an account that moves between places; it belongs to neither side (P10)."""
    return f"transit/move/{person}"


def clearing(province: str) -> str:
    """What a province owes (below zero) or is owed by the others this month (W30)."""
    return f"outside/clearing/{province}"


def is_outside(account: str) -> bool:
    """Tell whether an account stands for money outside the ledger; only these may go below zero."""
    return account.startswith("outside/")


def covers(total: str, account: str) -> bool:
    """Tell whether a name covers an account: itself, or a total of it (`transit`, `li/frozen`)."""
    return account == total or account.startswith((f"{total}/", f"{total}."))
