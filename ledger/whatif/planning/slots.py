"""When, and from what, each giver could send to a payee if nothing else happens: found by asking.

At every instant where an answer can change, one fen is sent and accepted on a copy, by the real
engine. Where that passes, only the caps of the day and the balances limit how much more would.
"""

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import pairwise, takewhile
from typing import NamedTuple

from ledger.core.allowance import Allowance, allowance
from ledger.core.book import BookView
from ledger.core.commands import AcceptTransfer, SendTransfer
from ledger.core.decide import sides_of
from ledger.core.refusals import PRECEDENCE, Code
from ledger.core.rules.funds import source_account
from ledger.preview import edges
from ledger.session import Decision, Session
from ledger.text.said import Said
from ledger.whatif.errors import CannotPlanError
from ledger.words.accounts import WALLET, in_flight, split
from ledger.words.moments import DAY


class Slot(NamedTuple):
    """An instant at which a giver may send, with what limits it; one number per purse.

    Attributes:
        at: the instant, µs.
        each_fen, day_fen, day_count: what one transfer may move, and what is left of the day.
        useful: how many of the transfers one purse alone could use; 0 while it is closed.
        held_fen: what each has held up to now: the most it can have given by now.
    """

    at: int
    each_fen: int
    day_fen: int
    day_count: int
    useful: tuple[int, ...]
    held_fen: tuple[int, ...]


class Outlook(NamedTuple):
    """What a giver can send from, and when.

    Attributes:
        purses: for each of them the account as a command names it.
        in_turn: whether a command reaches the second purse only while the first is empty, as with
            old money and carried-over money of one personal account.
        slots: in order; later ones of a day only where something has grown.
        code: why there is no slot, by the rule that came furthest.
    """

    giver: str
    purses: tuple[str, ...]
    in_turn: bool
    slots: tuple[Slot, ...]
    code: Code | None


class _Look(NamedTuple):
    """One giver at one instant.

    Attributes:
        allowance: of the day.
        refused: by source, why one fen would not arrive; None where it would.
        lots: by source, the accounts that it stands for in their order of use, in fen.
        away_fen: money of the account that moves between places.
    """

    at: int
    allowance: Allowance
    refused: Mapping[str, Code | None]
    lots: Mapping[str, Mapping[str, int]]
    away_fen: int


def outlooks(
    session: Session, payee: str, givers: Sequence[str], *, at: int, by: int
) -> list[Outlook]:
    """What each giver could send to the payee from `at` to `by` (µs, both included).

    Raises:
        CannotPlanError: when an account leaves for another place, and had or gets money apart from
            what leaves: how much the slots allow together is then not known.
    """
    walk = session.fork((payee, *givers))
    looks: dict[str, list[_Look]] = {giver: [] for giver in givers}
    for instant in _instants(walk, payee, givers, at, by):
        walk.settle(instant)
        for giver in givers:
            looks[giver].append(_look(walk, giver, payee, instant))
    return [_outlook(giver, seen) for giver, seen in looks.items()]


def deliver(session: Session, command: SendTransfer, *, at: int) -> Decision:
    """Send, and accept at the same instant what is then pending: the last answer."""
    key = _free_key(session.book, session.journal.count)
    sent = session.handle(command, at=at, key=key)
    if sent.verdict != "pending":
        return sent
    return session.handle(AcceptTransfer(key), at=at, key="")


def _free_key(book: BookView, number: int) -> str:
    key = f"plan-{number}"
    while key in book.pending:
        key += "+"
    return key


def _instants(walk: Session, payee: str, givers: Sequence[str], at: int, by: int) -> Iterator[int]:
    """`at`, and every later instant up to `by` where an answer to some giver can change."""
    last = at
    yield at
    commands = [SendTransfer(giver, payee, 1) for giver in givers]
    sides = [(command, sides_of(walk.book, command)) for command in commands]
    coming = [edges(walk.book, walk.policy, c, both, at) for c, both in sides if both is not None]
    for instant in takewhile(lambda instant: instant <= by, merge(*coming)):
        if instant > last:
            last = instant
            yield instant


def _look(walk: Session, giver: str, payee: str, at: int) -> _Look:
    people, balances = walk.book.people, walk.book.balances
    terms = walk.policy.terms(people[giver].insured, people[payee].insured, at // DAY)
    sources = (giver, f"{giver}/{WALLET}")
    return _Look(
        at,
        allowance(people[giver], terms, at // DAY),
        {source: _refused(walk, source, payee, at) for source in sources},
        {source: dict(_lots(balances, source)) for source in sources},
        balances.get(in_flight(giver), 0),
    )


def _refused(walk: Session, source: str, payee: str, at: int) -> Code | None:
    trial = walk.fork((payee, split(source)[0]))
    return deliver(trial, SendTransfer(source, payee, 1), at=at).code


def _lots(balances: Mapping[str, int], source: str) -> Iterator[tuple[str, int]]:
    """The accounts that a source stands for, one after the other as each is emptied, in fen."""
    left = dict(balances)
    while (fen := left.get(account := source_account(left, source), 0)) > 0:
        yield account, fen
        left[account] = 0


def _outlook(giver: str, looks: Sequence[_Look]) -> Outlook:
    wallet = f"{giver}/{WALLET}"
    lots = _accounts(giver, looks)
    held = [(*own, _first(look, wallet)) for own, look in zip(lots, looks, strict=True)]
    purses = (*(giver for _ in lots[0]), wallet)
    slots = tuple(_slots(purses, looks, held))
    codes = [code for look in looks for code in look.refused.values() if code is not None]
    code = None if slots else max(codes, key=PRECEDENCE.__getitem__)
    if _moving(giver, looks, lots):
        raise CannotPlanError(Said("planning.moves", giver=giver))
    return Outlook(giver, purses, len(purses) > 2, slots, code)


def _moving(source: str, looks: Sequence[_Look], lots: Sequence[tuple[int, ...]]) -> bool:
    leaves = any(one > other for two in pairwise(lots) for one, other in zip(*two, strict=True))
    apart = len(lots[0]) > 1 or any(look.away_fen and look.lots[source] for look in looks)
    return leaves and apart


def _accounts(source: str, looks: Sequence[_Look]) -> list[tuple[int, ...]]:
    """What the accounts behind one source hold at every look, in fen, in their order of use."""
    both = next((tuple(look.lots[source]) for look in looks if len(look.lots[source]) > 1), ())
    if not both:
        return [(_first(look, source),) for look in looks]
    return [tuple(look.lots[source].get(account, 0) for account in both) for look in looks]


def _first(look: _Look, source: str) -> int:
    """What a source holds on the account that a command reaches first, in fen."""
    return next(iter(look.lots[source].values()), 0)


def _slots(
    purses: Sequence[str], looks: Sequence[_Look], held: Sequence[tuple[int, ...]]
) -> Iterator[Slot]:
    """The looks at which something could be sent, and of each day only those that offer more."""
    last, top = None, held[0]
    for look, fen in zip(looks, held, strict=True):
        top = tuple(map(max, top, fen))
        slot = _slot(look, purses, top)
        repeated = last is not None and last._replace(at=slot.at) == slot
        if any(slot.useful) and not (repeated and last and last.at // DAY == slot.at // DAY):
            last = slot
            yield slot


def _slot(look: _Look, purses: Sequence[str], top: tuple[int, ...]) -> Slot:
    """What the caps leave at a look."""
    caps = look.allowance
    count = max(caps.count_cap - len(caps.sent), 0)
    day_fen = max(caps.amount_cap_fen - caps.used_fen, 0)
    each_fen = max(min(caps.each_cap_fen, day_fen), 1)
    useful = tuple(
        0 if look.refused[purse] else min(count, -(-min(fen, day_fen) // each_fen))
        for purse, fen in zip(purses, top, strict=True)
    )
    return Slot(look.at, each_fen, day_fen, count, useful, top)
