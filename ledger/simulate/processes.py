"""The processes that have a simulated ledger open: two, of which one is at work.

The other one is behind whenever the first has written, and has to catch up when it is its turn.
"""

from collections import Counter

from ledger.core.commands import Command
from ledger.policy.book import PolicyBook
from ledger.session import Decision, Session
from ledger.simulate.clients import Message
from ledger.simulate.faults import ProcessEndedError
from ledger.simulate.stores import Store


class Processes:
    """Two sessions on one store; the effects count how often one ended at work."""

    def __init__(self, store: Store, policy: PolicyBook, effects: Counter[str]) -> None:
        self._effects = effects
        self._store = store
        self._policy = policy
        self._sessions: list[Session] = []
        self._held = 0

    @property
    def session(self) -> Session:
        """The one at work."""
        return self._sessions[self._held]

    def begin(self, before: tuple[Command, ...], at: int) -> None:
        """Begin the ledger with some commands."""
        first = Session(self._store.open(), self._policy)
        first.start(at)
        for command in before:
            first.handle(command, at=at, key="")
        self._sessions = [first, self.opened()]

    def opened(self) -> Session:
        """A new process: it knows what the journal tells."""
        session = Session(self._store.open(), self._policy)
        session.fold()
        return session

    def reopen(self) -> None:
        """Another process goes on in place of the one at work."""
        self._sessions[self._held] = self.opened()

    def switch(self) -> None:
        """The other process is at work now."""
        self._held = 1 - self._held

    def take(self, message: Message, at: int) -> Decision:
        """The process at work decides."""
        return self.session.handle(message.command, at=at, key=message.key)

    def end_within(self, message: Message, at: int, torn_at: str = "") -> Decision | None:
        """The process ends where it appends; where it has nothing to append, it answers.

        Args:
            message: what it takes.
            at: its clock.
            torn_at: a key that the journal holds, for an append that breaks off in the middle.
        """
        self._store.fuse.light(torn_at)
        try:
            return self.take(message, at)
        except ProcessEndedError:
            self._effects["ended"] += 1
            self.reopen()
            return None
        finally:
            self._store.fuse.put_out()
