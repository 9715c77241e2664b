"""The oracle's answer to one wish after the other: time first, then keys, order, people, rules."""

from typing import Any

from ledger.oracle import (
    accounts,
    enrolling,
    premiums,
    relations,
    settling,
    standings,
    transfers,
    undoing,
)
from ledger.oracle.ask import Ask, Family, Verdict, judge
from ledger.oracle.clock import let_time_pass
from ledger.oracle.law import Law
from ledger.oracle.story import Story, happening
from ledger.policy.book import PolicyBook
from ledger.words.moments import DAY

FAMILIES: dict[str, Family] = {
    **enrolling.FAMILIES,
    **relations.FAMILIES,
    **transfers.FAMILIES,
    **accounts.FAMILIES,
    **settling.FAMILIES,
    **premiums.FAMILIES,
    **undoing.FAMILIES,
    **standings.FAMILIES,
}
"""Every wish, by its word."""


class Oracle:
    """A second opinion on one ledger, from its first moment on."""

    def __init__(self, book: PolicyBook, start: int) -> None:
        self.story = Story(book)
        self.story.happened.append(happening(start, "opened"))
        self.answers: list[tuple[str, dict[str, Any], Verdict]] = []

    def wait(self, until: int) -> None:
        """Time passes."""
        let_time_pass(self.story, max(until, self.story.now))

    def answer(self, wish: dict[str, Any], *, at: int, key: str) -> Verdict:
        """Answer one wish at its moment; what it brings about has happened then.

        Args:
            wish: the command in the words of FORMATS section 8, its word under `do`.
            at: its moment, µs of Beijing wall time.
            key: its idempotency key; empty for a wish that is never repeated.
        """
        self.wait(at)
        first = next((a for a in self.answers if key and a[0] == key), None)
        if first is not None and first[1] == wish:
            return Verdict("duplicate", first[2].code)
        if first is not None:
            said = Verdict("refused", "KEY_REUSED", (), 0)
        else:
            said = self._judged(wish, at, key)
            self.answers.append((key, wish, said))
        refused = happening(max(at, self.story.now), "refused")
        self.story.happened += said.happened if said.code is None else [refused]
        return said

    def _judged(self, wish: dict[str, Any], at: int, key: str) -> Verdict:
        story = self.story
        if at < story.now:
            return Verdict("refused", "LATE", (), 0)
        family = FAMILIES[wish["do"]]
        sender, receiver = family.sides(story, wish)
        if sender and (story.person(sender) is None or story.person(receiver) is None):
            return Verdict("refused", "NOT_ENROLLED", (), 0)
        law = Law(story.book, story.region(sender), story.region(receiver), at // DAY)
        return judge(family, Ask(story, wish, at, key, sender, receiver, law))
