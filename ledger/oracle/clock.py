"""What time itself does, in the written order: looked for anew each time in all that has happened.

At one instant transfers return first, then relations end, suspensions end, accounts leave and
arrive, years roll, clearing is paid; within one kind by id. What was overdue when it was made
happens at once, for time never goes back.
"""

from collections.abc import Callable, Iterator
from typing import Any

from ledger.oracle.purses import ended
from ledger.oracle.standings import resumed
from ledger.oracle.story import Happening, Story, gather, happening, move
from ledger.oracle.transfers import back
from ledger.words.accounts import carried, current, in_flight
from ledger.words.moments import DAY, first_of_next_month, first_of_year, month_of, year_of

Due = tuple[int, int, str, str]
"""The moment, the kind by its place in the written order, and what it is about."""


def returns(story: Story) -> Iterator[tuple[int, str, str]]:
    """W10, D4: a transfer nobody accepted goes back at its time."""
    return ((t["returns_at"], key, "") for key, t in story.pending().items())


def relation_ends(story: Story) -> Iterator[tuple[int, str, str]]:
    """A relation is over once its last day is."""
    limited = ((p, r["until"]) for p, r in story.relations().items() if r["until"] is not None)
    return (((until + 1) * DAY, *pair) for pair, until in limited)


def suspensions_end(story: Story) -> Iterator[tuple[int, str, str]]:
    """F30: a suspension with a last day is over once that day is."""
    last = {h["person"]: h for h in story.all("standing")}
    for person, h in last.items():
        if h["is"] == "suspended" and h["until"] is not None:
            yield (h["until"] + 1) * DAY, person, ""


def accounts_leave(story: Story) -> Iterator[tuple[int, str, str]]:
    """P10: the old place sends the balance after ten working days."""
    return _not_passed(story, "out_at", "moved_out")


def accounts_arrive(story: Story) -> Iterator[tuple[int, str, str]]:
    """P10: the new place books it after five more."""
    return _not_passed(story, "in_at", "moved_in")


def _not_passed(story: Story, when: str, what: str) -> Iterator[tuple[int, str, str]]:
    passed = [(h["person"], h["due"]) for h in story.all("passed") if h["kind"] == what]
    for h in story.all("move_started"):
        if (h["person"], h[when]) not in passed:
            yield h[when], h["person"], h["target"] if what == "moved_in" else ""


def years_roll(story: Story) -> Iterator[tuple[int, str, str]]:
    """P05: current-year money is carried over when its year is over."""
    came = {account: h["at"] for h in story.happened for account, fen in h["moves"] if fen > 0}
    held = story.balances()
    for enrolled in story.all("enrolled"):
        account = current(enrolled["person"])
        if account in came and held[account] > 0:
            next_year = year_of(came[account] // DAY) + 1
            yield first_of_year(next_year) * DAY, enrolled["person"], ""


def months_clear(story: Story) -> Iterator[tuple[int, str, str]]:
    """W30, S10: what provinces owe each other is paid in full once the month is over."""
    owing = [h["at"] // DAY for h in story.happened if h["owed"]]
    if owing and owed_now(story):
        yield first_of_next_month(owing[-1]) * DAY, month_of(owing[-1]), ""


def owed_now(story: Story) -> list[tuple[str, str, int]]:
    """What is owed since the last clearing, by who owes whom; nothing is netted (T32)."""
    totals: dict[tuple[str, str], int] = {}
    for h in story.happened:
        for owes, is_owed, fen in h["owed"]:
            totals[owes, is_owed] = totals.get((owes, is_owed), 0) + fen
    return [(a, b, fen) for (a, b), fen in sorted(totals.items()) if fen]


def return_transfer(story: Story, at: int, transfer: str, _: str) -> list[Happening]:
    """W10, T05: to the account it came from."""
    return [back(story.pending()[transfer], at, "returned")]


def end_relation(story: Story, at: int, giver: str, member: str) -> list[Happening]:
    """W29: what is left of a quota goes back first."""
    return ended(story, at, giver, member, "until")


def resume(story: Story, at: int, person: str, _: str) -> list[Happening]:
    """F30: what rested goes on, and the person is insured."""
    facts: dict[str, Any] = {"person": person, "is": "insured", "to": None, "until": None}
    return [*resumed(story, at, person), happening(at, "standing", **facts)]


def leave(story: Story, at: int, person: str, _: str) -> list[Happening]:
    """P10, T57: in flight it belongs to neither place."""
    shares = [(a, story.balance(a)) for a in story.whole_account(person)]
    shares = [(a, fen) for a, fen in shares if fen]
    if not shares:
        return []
    moves = gather(shares, in_flight(person))
    return [happening(at, "moved_out", moves, person=person, shares=shares)]


def arrive(story: Story, at: int, person: str, target: str) -> list[Happening]:
    """P10, T57: it stands on the new place's account."""
    fen = story.balance(in_flight(person))
    moves = move(in_flight(person), target, fen)
    return [happening(at, "moved_in", moves, person=person)] if fen else []


def roll(story: Story, at: int, person: str, _: str) -> list[Happening]:
    """P05: 当年 becomes 历年."""
    fen = story.balance(current(person))
    return [happening(at, "rolled", move(current(person), carried(person), fen), person=person)]


def clear(story: Story, at: int, month: str, _: str) -> list[Happening]:
    """W30: every pair of provinces is even again."""
    paid = [(a, b, -fen) for a, b, fen in owed_now(story)]
    return [happening(at, "cleared", month=month, owed=paid)]


KINDS: tuple[
    tuple[
        Callable[[Story], Iterator[tuple[int, str, str]]],
        Callable[[Story, int, str, str], list[Happening]],
        str,
    ],
    ...,
] = (
    (returns, return_transfer, "returned"),
    (relation_ends, end_relation, "ended"),
    (suspensions_end, resume, "resumed"),
    (accounts_leave, leave, "moved_out"),
    (accounts_arrive, arrive, "moved_in"),
    (years_roll, roll, "rolled"),
    (months_clear, clear, "cleared"),
)
"""The written order: what finds each kind, what makes it happen, its name."""


def let_time_pass(story: Story, until: int) -> None:
    """Everything due at or before a moment happens, the earliest first, each at its own moment."""
    while dues := [due for due in all_due(story) if due[0] <= until]:
        due_at, order, first, second = min(dues)
        _, make, kind = KINDS[order]
        story.happened += make(story, max(due_at, story.now), first, second)
        story.happened.append(happening(due_at, "passed", kind=kind, person=first, due=due_at))


def all_due(story: Story) -> Iterator[Due]:
    """Whatever is due at any time."""
    for order, (find, _, _) in enumerate(KINDS):
        for due_at, first, second in find(story):
            yield due_at, order, first, second
