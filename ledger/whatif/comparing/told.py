"""What a command was answered with all that came of it, and how two such answers are told apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from ledger.core.events import Event, name_of
from ledger.core.postings import legs
from ledger.scenario.run import Answer
from ledger.whatif.comparing.variant import answer_text
from ledger.words.accounts import covers
from ledger.words.moments import format_day, format_moment
from ledger.words.money import money_text

_CLEARING: Final = "outside/clearing"


class Told(NamedTuple):
    """What a command was answered, and the events that came of it."""

    answer: Answer
    events: tuple[Event, ...]


def texts(was: Told, now: Told) -> tuple[str, str]:
    """Both answers; where the words are the same, with the money or the facts that differ."""
    words = answer_text(was.answer), answer_text(now.answer)
    if words[0] != words[1]:
        return words
    one, other = (_moved(told.events) for told in (was, now))
    if one == other:
        details = [", ".join(_facts(told.events)) for told in (was, now)]
    else:
        details = [_amounts(*pair) for pair in ((one, other), (other, one))]
    return f"{words[0]} ({details[0]})", f"{words[1]} ({details[1]})"


def _moved(events: Sequence[Event]) -> Counter[str]:
    """What each account gained or lost, in fen; what provinces owe follows from it."""
    moved: Counter[str] = Counter()
    for event in events:
        for account, fen in legs(event):
            if not covers(_CLEARING, account):
                moved[account] += fen
    return moved


def _amounts(these: dict[str, int], those: dict[str, int]) -> str:
    """The accounts that two lists of amounts differ in, as the first has them."""
    accounts = sorted(these.keys() | those.keys())
    different = (a for a in accounts if these.get(a, 0) != those.get(a, 0))
    return ", ".join(f"{account} {_signed(these.get(account, 0))}" for account in different)


def _signed(fen: int) -> str:
    return f"-{money_text(-fen)}" if fen < 0 else money_text(fen)


def _facts(events: Sequence[Event]) -> Iterator[str]:
    """What happened beside money, by stored names: `relation_ended why=released`."""
    for event in events:
        fields = msgspec.structs.asdict(event)
        told = (f"{key}={_plain(key, value)}" for key, value in fields.items() if _tells(key))
        yield " ".join([name_of(event), *told])


def _tells(key: str) -> bool:
    return key == "why" or key.endswith(("_day", "_at"))


def _plain(key: str, value: object) -> str:
    if not isinstance(value, int):
        return str(value or "never")
    return format_day(value) if key.endswith("_day") else format_moment(value)
