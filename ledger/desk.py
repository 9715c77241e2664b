"""Takes commands of many threads to one session: what waits together becomes durable together.

A commit costs the disk one wait, for one command or for a thousand. While it waits, commands queue
up, and the next group is all of them; so the busier the desk, the larger its groups, and nobody has
to choose a time to wait.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import NamedTuple, Self

from ledger.core.commands import Command, check_key
from ledger.session import Decision, Session, Wish

MOST = 1000
"""How many commands a group has at most."""


class _Waiting(NamedTuple):
    wish: Wish
    answer: "Future[Decision]"


class Desk:
    """One session behind a queue, with a thread of its own; nobody else may use the session.

    The session had better be a strict one: what is answered here is kept.
    """

    def __init__(self, session: Session, most: int = MOST) -> None:
        self._session = session
        self._most = most
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._open, self._gate = True, Lock()
        self._thread = Thread(target=self._work, name="desk")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def submit(self, command: Command, *, at: int, key: str) -> "Future[Decision]":
        """Hand in a command; its answer comes when it is durable.

        Its moment is `at`, or that of the last event where somebody else's command was taken in
        between; so none is refused `LATE` for having waited.

        Args:
            command: the wish.
            at: its moment, µs of Beijing wall time.
            key: its idempotency key.

        Returns:
            The answer to come. It raises `JournalError` where the group could not be written: then
            nothing of it has happened, unless a connection broke, and sending the same again under
            the same key is safe.

        Raises:
            ValueError: when a command that makes something has no key, or the desk is closed.
        """
        check_key(command, key)
        answer: Future[Decision] = Future()
        with self._gate:  # nothing is queued behind the end
            if not self._open:
                raise ValueError("the desk is closed")
            self._queue.put(_Waiting(Wish(command, at, key), answer))
        return answer

    def close(self) -> None:
        """Answer what has been handed in, and take no more."""
        with self._gate:
            self._open = False
            self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        for group in self._groups():
            try:
                decisions = self._decided([waiting.wish for waiting in group])
            except Exception as error:
                for waiting in group:
                    waiting.answer.set_exception(error)
            else:
                for waiting, decision in zip(group, decisions, strict=True):
                    waiting.answer.set_result(decision)

    def _decided(self, wishes: list[Wish]) -> list[Decision]:
        session = self._session
        with session.group(wish.key for wish in wishes):
            return [
                session.handle(wish.command, at=max(wish.at, session.book.now), key=wish.key)
                for wish in wishes
            ]

    def _groups(self) -> Iterator[list[_Waiting]]:
        """Whatever waits, again and again, until the desk is closed and all are answered."""
        while (first := self._queue.get()) is not None:
            group = [first]
            with suppress(Empty):
                while len(group) < self._most:
                    another = self._queue.get_nowait()
                    if another is None:
                        self._queue.put(None)  # the end, to be found again
                        break
                    group.append(another)
            yield group
