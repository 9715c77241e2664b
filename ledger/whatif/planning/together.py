"""What several givers can bring together: how many transfers it takes, and who sends how many.

No giver's transfers limit another's, so the most with so many transfers is the largest sum of what
each giver can send with a part of them.
"""

from collections.abc import Mapping, Sequence

from ledger.whatif.planning.capacity import Frontier, most_by_count
from ledger.words.money import NO_LIMIT

NEVER = -NO_LIMIT

History = Mapping[int, Frontier]
"""A giver's frontiers by instant, in order; the first, at the plan's beginning, sends nothing."""


def frontier_at(history: History, instant: int) -> Frontier:
    """A giver's frontier at an instant."""
    return [frontier for at, frontier in history.items() if at <= instant][-1]


def most_together(found: Mapping[str, History], instant: int) -> list[int]:
    """The most fen that arrives by an instant with at most 0, 1, 2, ... transfers."""
    most = [0]
    for history in found.values():
        mine = most_by_count(frontier_at(history, instant))
        sums: list[int] = [0] * (len(most) + len(mine) - 1)
        for others, fen in enumerate(most):
            for count, more in enumerate(mine, others):
                sums[count] = max(sums[count], fen + more)
        most = sums
    return most


def shared(most: Mapping[str, list[int]], count: int, fen: int) -> dict[str, int]:
    """How many of `count` transfers each giver sends to reach `fen`: the fewest givers, first ids.

    Of several ways the earliest id sends as many as it can.
    """
    givers = sorted(most)
    reach = _reach([most[giver] for giver in givers], count)
    parts = next(parts for parts, row in enumerate(reach[0]) if row[count] >= fen)
    counts: dict[str, int] = {}
    for giver, later in zip(givers, reach[1:], strict=True):
        for sent in range(min(count, len(most[giver]) - 1), 0, -1):
            if parts and most[giver][sent] + later[parts - 1][count - sent] >= fen:
                counts[giver] = sent
                parts, count, fen = parts - 1, count - sent, fen - most[giver][sent]
                break
    return counts


def _reach(most: Sequence[list[int]], count: int) -> list[list[list[int]]]:
    """For the givers from each place on: the most fen by how many of them give, and transfers."""
    tables = [[[0] * (count + 1)] + [[NEVER] * (count + 1) for _ in most]]
    for mine in reversed(most):
        later = tables[0]
        table = [list(row) for row in later]
        for parts, row in enumerate(table[1:]):
            for all_sent in range(1, count + 1):
                options = (
                    mine[sent] + later[parts][all_sent - sent]
                    for sent in range(1, min(all_sent, len(mine) - 1) + 1)
                )
                row[all_sent] = max(row[all_sent], *options, NEVER)
        tables.insert(0, table)
    return tables
