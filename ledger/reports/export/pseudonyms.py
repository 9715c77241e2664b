"""Decides how a ledger is told without its people: every id becomes a pseudonym, names are gone.

What stays is what the rules need: amounts, moments, regions, schemes, kin, days of birth. Who knows
these of somebody can still find that person; a pseudonym only keeps an id from being read.
"""

import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from ledger.core import commands as c
from ledger.core import events as e
from ledger.journal import Draft, Journal, MemoryJournal, asked, wish
from ledger.reports.export.rows import stored_rows
from ledger.text.said import Said
from ledger.words.accounts import KINDS
from ledger.words.vocabulary import DEAD

SHORTEST_SALT: Final = 8
DIGITS: Final = 16
"""Hex digits of a pseudonym: among a million ids, two are alike once in thirty million ledgers."""

_ACCOUNT_KINDS: Final = frozenset(
    {*KINDS, "personal.current", "personal.carried", "family", "frozen"}
)

Fields: TypeAlias = dict[str, Any]


class SaltError(ValueError):
    """A salt that would let ids be guessed."""


class Pseudonyms:
    """The pseudonyms of one salt; the same id has the same one in every ledger and format.

    Raises:
        SaltError: when the salt has fewer than 8 characters.
    """

    def __init__(self, salt: str) -> None:
        if len(salt) < SHORTEST_SALT:
            raise SaltError(Said("export.short_salt", least=SHORTEST_SALT))
        self._salt = salt.encode()

    def person(self, person: str) -> str:
        """`p` and the first hex digits of HMAC-SHA256 of the id; empty for nobody."""
        return f"p{self._digits(person)}" if person else person

    def key(self, key: str) -> str:
        """The same of a key, or of the item of a bill, with `k` before it."""
        return f"k{self._digits(key)}" if key else key

    def ledger(self, name: str) -> str:
        """The same of a ledger's name, with `l` before it."""
        return f"l{self._digits(name)}"

    def account(self, account: str) -> str:
        """An account with its ids replaced; a bare person is one, too."""
        first, slash, rest = account.partition("/")
        if first in {"outside", "cash"}:
            return account
        if first == "transit":
            move, _, person = rest.partition("/")
            moves = move == "move" and person
            return f"transit/move/{self.person(person)}" if moves else f"transit/{self.key(rest)}"
        kind, deeper, member = rest.partition("/")
        known = kind if kind in _ACCOUNT_KINDS else self.key(kind)
        return f"{self.person(first)}{slash}{known}{deeper}{self.person(member)}"

    def _digits(self, text: str) -> str:
        return hmac.new(self._salt, text.encode(), "sha256").hexdigest()[:DIGITS]


def pseudonymous(journal: Journal, salt: str) -> MemoryJournal:
    """The same story about pseudonyms: a journal with hashes of its own.

    The original hashes would let an id be guessed and checked, so none of them is kept.

    Raises:
        SaltError: when the salt is too short.
        DamagedError: as `exported`.
    """
    names = Pseudonyms(salt)
    made = MemoryJournal(names.ledger(journal.ledger))
    for stored in stored_rows(journal):
        wished = asked(_replaced(wish(stored), names)) if stored.asked else b""
        event = _replaced(stored.event, names)
        made.append([Draft(stored.recorded_at, names.key(stored.key), wished, event)])
    return made


def _replaced(fact: Any, names: Pseudonyms) -> Any:
    """An event or a command with every field told by its kind.

    Raises:
        KeyError: at a field whose kind nobody has decided; so a new one cannot slip through.
    """
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
    kind = type(fact)
    told = {
        name: _KINDS[_OWN.get((kind, name)) or _FIELDS[name]](value, names, fields)
        for name, value in fields.items()
    }
    return kind(**told)


def _plain(value: Any, _names: Pseudonyms, _fields: Fields) -> Any:
    return value


def _account(value: Any, names: Pseudonyms, _fields: Fields) -> Any:
    return names.account(value) if isinstance(value, str) else value


def _key(value: Any, names: Pseudonyms, _fields: Fields) -> Any:
    return names.key(value)


def _ledger(value: Any, names: Pseudonyms, _fields: Fields) -> Any:
    return names.ledger(value)


def _gone(_value: Any, _names: Pseudonyms, _fields: Fields) -> Any:
    return ""


def _shares(value: Any, names: Pseudonyms, _fields: Fields) -> Any:
    return tuple((names.account(account), fen) for account, fen in value)


def _items(value: Any, names: Pseudonyms, _fields: Fields) -> Any:
    """The items of a bill, or their ids alone."""
    return tuple(
        names.key(item)
        if isinstance(item, str)
        else msgspec.structs.replace(item, id=names.key(item.id))
        for item in value
    )


def _heir(value: Any, names: Pseudonyms, fields: Fields) -> Any:
    """Who inherits is a person; where somebody has moved to is a region."""
    return names.person(value) if value and fields["standing"] == DEAD else value


def _command(value: Any, names: Pseudonyms, _fields: Fields) -> Any:
    return _replaced(value, names)


_KINDS: Final[Mapping[str, Callable[[Any, Pseudonyms, Fields], Any]]] = {
    "plain": _plain,
    "account": _account,
    "key": _key,
    "ledger": _ledger,
    "gone": _gone,
    "shares": _shares,
    "items": _items,
    "heir": _heir,
    "command": _command,
}

_BY_KIND: Final[Mapping[str, str]] = {
    "account": (
        "account agent by card giver holder member patient payee payer person source target to"
    ),
    "key": "cancellation message of premium reversal settlement spend transfer",
    "ledger": "ledger",
    "gone": "forked_from name why",
    "shares": "back paid parts shares",
    "items": "items",
    "command": "command",
    "plain": (
        "amount_fen applied at back_owed back_pooled_fen base_fen born burden_fen cap_fen code "
        "codes filed fine_least_fen fine_most_fen from_day in_at insured intent kin loss_fen month "
        "months offence out_at owed place policy pooled_fen proofs rank retired returns_at scheme "
        "setting standing undone until_day"
    ),
}
_FIELDS: Final = {name: kind for kind, names in _BY_KIND.items() for name in names.split()}
"""What every field of an event or a command holds."""

_OWN: Final[Mapping[tuple[type, str], str]] = {
    (c.ChangePlaceOfUse, "to"): "plain",
    (c.ChangeStanding, "to"): "heir",
    (c.Reverse, "message"): "plain",
    (e.StandingChanged, "to"): "heir",
    (e.RelationEnded, "why"): "plain",
    (e.QuotaReleased, "why"): "plain",
}
"""Fields that hold something else in these than in the others."""
