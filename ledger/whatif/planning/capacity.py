"""The most a giver can send with so many transfers by an instant, exactly, and how it is sent.

With given numbers of transfers from each purse on a day, the amounts that can leave the purses that
day form a polymatroid: a set S of purses gives at most r(S) = min(transfers from S x the cap of
each, the cap of the day). Days add up by adding ranks; what the purses have held by then cuts them,
r'(S) = min over T of r(S - T) + held(T). Both are exact for whole fen, so a dynamic program over
days need keep only ranks: for each number of transfers those that no other beats.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, groupby, pairwise, product
from math import prod
from operator import add, ge
from typing import NamedTuple

from ledger.text.said import Said
from ledger.whatif.errors import CannotPlanError
from ledger.whatif.planning.slots import Outlook, Slot
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT

TOO_MANY = 50_000
"""Ways to go on at one slot: far more than a few transfers a day give, and still a few seconds."""


class Reach(NamedTuple):
    """One way to use slots, and the most fen that each set of purses can give by it.

    Attributes:
        sent: how many transfers it takes.
        ranks: fen by set of purses, as bits of the index; the last is all of them.
        slot, counts, before: its last slot, the transfers from each purse there, and what preceded.
    """

    sent: int
    ranks: tuple[int, ...]
    slot: Slot | None = None
    counts: tuple[int, ...] = ()
    before: "Reach | None" = None


class Sent(NamedTuple):
    """One transfer that a giver can send; `purse` is its index in the outlook."""

    at: int
    purse: int
    amount_fen: int


Frontier = tuple[Reach, ...]


def frontiers(outlook: Outlook, at: int) -> Iterator[tuple[int, Frontier]]:
    """At `at`, then after each slot, every way to use a giver's slots so far that no other beats.

    A day's transfers may all be sent at one slot: what limits them only grows during a day.

    Raises:
        CannotPlanError: when so many transfers a day are allowed that the ways are too many.
    """
    frontier: Frontier = (Reach(0, (0,) * (1 << len(outlook.purses))),)
    yield at, frontier
    for _, slots in groupby(outlook.slots, key=lambda slot: slot.at // DAY):
        before = frontier
        for slot in slots:
            frontier = _best((*frontier, *_grown(before, slot, in_turn=outlook.in_turn)))
            yield slot.at, frontier


def most_by_count(frontier: Frontier) -> list[int]:
    """The most fen with at most 0, 1, 2, ... transfers, up to where more transfers add nothing."""
    most = [0] * (frontier[-1].sent + 1)
    for reach in frontier:
        most[reach.sent] = max(most[reach.sent], reach.ranks[-1])
    return list(accumulate(most, max))


def _grown(frontier: Frontier, slot: Slot, *, in_turn: bool) -> Iterator[Reach]:
    if prod(useful + 1 for useful in slot.useful) * len(frontier) > TOO_MANY:
        raise CannotPlanError(Said("planning.too_many", count=max(slot.useful)))
    held = _sums(slot.held_fen)
    for counts, ranks in _ways(slot):
        for reach in frontier:
            cut = _cut(tuple(map(add, reach.ranks, ranks)), held)
            if in_turn and counts[1]:
                if cut[1] < held[1]:
                    continue
                cut = _emptied(cut)
            yield Reach(reach.sent + sum(counts), cut, slot, counts, reach)


def _ways(slot: Slot) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every number of transfers from each purse that a slot allows, with the day's ranks."""
    ways = product(*(range(useful + 1) for useful in slot.useful))
    each, day = slot.each_fen, slot.day_fen
    return [
        (counts, tuple(min(n * each, day) for n in _sums(counts)))
        for counts in ways
        if 0 < sum(counts) <= slot.day_count
    ]


def _sums(parts: Sequence[int]) -> tuple[int, ...]:
    """The sum over each set of parts, by the bits of the index."""
    sums = [0]
    for part in parts:
        sums += [total + part for total in sums]
    return tuple(sums)


def _cut(ranks: tuple[int, ...], held: tuple[int, ...]) -> tuple[int, ...]:
    """The ranks where each purse gives at most what it has held."""
    return tuple(
        min([ranks[rest] + held[part] for rest, part in splits]) for splits in _splits(len(ranks))
    )


@cache
def _splits(sets: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each set every way to split it into two, as bits."""
    return tuple(
        tuple((whole ^ part, part) for part in range(whole + 1) if whole & part == part)
        for whole in range(sets)
    )


def _emptied(ranks: tuple[int, ...]) -> tuple[int, ...]:
    """The ranks where the first purse has given all it held: the others get what that leaves."""
    return tuple(
        fen if index & 1 else ranks[index | 1] - ranks[1] for index, fen in enumerate(ranks)
    )


def _best(reaches: Sequence[Reach]) -> Frontier:
    """Those that no other beats with as few transfers; of equals the first, by number of transfers.

    A dominating reach has a greater sum of ranks, so it comes before what it beats.
    """
    unlike: dict[tuple[int, tuple[int, ...]], Reach] = {}
    for reach in reaches:
        unlike.setdefault((reach.sent, reach.ranks), reach)
    kept: list[Reach] = []
    front: list[tuple[int, ...]] = []
    for reach in sorted(unlike.values(), key=lambda r: (r.sent, -sum(r.ranks))):
        ranks = reach.ranks
        if not any(all(map(ge, other, ranks)) for other in front):
            front = [other for other in front if not all(map(ge, ranks, other))]
            front.append(ranks)
            kept.append(reach)
    return tuple(kept)


def sent_by(reach: Reach, *, in_turn: bool) -> list[Sent]:
    """The transfers of a way to use the slots that together give its most, in the order sent."""
    steps = _steps(reach)
    flow = _flow(steps, in_turn=in_turn)
    return [
        Sent(slot.at, purse, fen)
        for number, (slot, counts) in enumerate(steps)
        for purse in range(len(counts))
        for fen in _pieces(flow.get((number, purse), 0), slot.each_fen)
    ]


def _steps(reach: Reach) -> list[tuple[Slot, tuple[int, ...]]]:
    steps = []
    last: Reach | None = reach
    while last is not None and last.slot is not None:
        steps.append((last.slot, last.counts))
        last = last.before
    return steps[::-1]


def _pieces(fen: int, each_fen: int) -> Iterator[int]:
    """As few amounts as possible, the largest first."""
    while fen > 0:
        yield min(fen, each_fen)
        fen -= each_fen


Node = tuple[str, int, int]
IN, OUT = ("in", 0, 0), ("out", 0, 0)


def _flow(
    steps: Sequence[tuple[Slot, tuple[int, ...]]], *, in_turn: bool
) -> Mapping[tuple[int, int], int]:
    """How much leaves each purse (second) at each step (first): a largest flow of money.

    Money comes into a purse when it is held, waits there or leaves by the day's transfers. The
    first purse is served first; where the second is used after it in turn, nothing waits in it.
    """
    left: dict[Node, dict[Node, int]] = {}

    def pipe(one: Node, other: Node, fen: int) -> None:
        left.setdefault(one, {})[other] = fen
        left.setdefault(other, {})[one] = 0

    before: Sequence[int] = (0,) * len(steps[0][1]) if steps else ()
    for number, (slot, counts) in enumerate(steps):
        pipe(("day", number, 0), OUT, slot.day_fen)
        for purse, held in enumerate(slot.held_fen):
            here = ("purse", number, purse)
            pipe(IN, here, held - before[purse])
            pipe(here, ("day", number, 0), counts[purse] * slot.each_fen)
            waits = not (in_turn and purse == 0 and counts[1])
            pipe(here, ("purse", number + 1, purse), NO_LIMIT if waits else 0)
        before = slot.held_fen
    for entry in sorted(left.get(IN, {}), key=lambda node: (node[2], node[1])):
        while left[IN][entry] and _push(left, entry):
            pass
    return {
        (number, purse): left["day", number, 0]["purse", number, purse]
        for number, (_, counts) in enumerate(steps)
        for purse in range(len(counts))
    }


def _push(left: dict[Node, dict[Node, int]], entry: Node) -> bool:
    """Let as much as one path takes flow in by an entry; tell whether there was a path."""
    came = {IN: IN, entry: IN}
    queue = [entry]
    for node in queue:
        fresh = [other for other, fen in left[node].items() if fen and other not in came]
        came |= dict.fromkeys(fresh, node)
        queue += fresh
    if OUT not in came:
        return False
    path = [OUT]
    while path[-1] != IN:
        path.append(came[path[-1]])
    pairs = [(one, other) for other, one in pairwise(path)]
    fen = min(left[one][other] for one, other in pairs)
    for one, other in pairs:
        left[one][other] -= fen
        left[other][one] += fen
    return True
