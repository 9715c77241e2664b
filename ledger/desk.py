"""Takes commands of many callers to one session: what waits together becomes durable together.

A commit costs the disk one wait, for one command or for a thousand. While it waits, commands queue
up, and the next group is all of them; so the busier the desk, the larger its groups, and nobody has
to choose a time to wait.
"""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import sleep
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
                decisions = _decided(self._session, [waiting.wish for waiting in group])
            except Exception as error:
                for waiting in group:
                    waiting.answer.set_exception(error)
            else:
                for waiting, decision in zip(group, decisions, strict=True):
                    waiting.answer.set_result(decision)

    def _groups(self) -> Iterator[list[_Waiting]]:
        """Whatever waits, again and again, until the desk is closed and all are answered."""
        while (first := self._queue.get()) is not None:
            group = [first]
            before = 0
            while before < (now := self._queue.qsize()) < self._most:
                before = now
                sleep(0)  # those who have just been answered are coming back
            with suppress(Empty):
                while len(group) < self._most:
                    another = self._queue.get_nowait()
                    if another is None:
                        self._queue.put(None)  # the end, to be found again
                        break
                    group.append(another)
            yield group


class AsyncDesk:
    """The same for the tasks of one event loop, which costs half of what threads cost.

    Groups are decided in a thread of their own, so the loop goes on meanwhile; nobody else may use
    the session. Whoever ends the block waits until all is answered.
    """

    def __init__(self, session: Session, most: int = MOST) -> None:
        self._session = session
        self._most = most
        self._wishes: list[Wish] = []
        self._answers: list[asyncio.Future[Decision]] = []
        self._busy: asyncio.Future[None] | None = None
        self._groups: SimpleQueue[list[Wish] | None] = SimpleQueue()
        self._open = False

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._work, name="desk")
        self._thread.start()
        self._open = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open = False
        try:
            while self._busy is not None or self._wishes:
                await asyncio.wait([self._busy or self._answers[-1]])
        finally:
            self._groups.put(None)
            self._thread.join()

    def submit(self, command: Command, *, at: int, key: str) -> "asyncio.Future[Decision]":
        """Hand in a command; its answer comes when it is durable. As for `Desk.submit`."""
        check_key(command, key)
        if not self._open:
            raise ValueError("the desk is closed")
        answer: asyncio.Future[Decision] = self._loop.create_future()
        self._wishes.append(Wish(command, at, key))
        self._answers.append(answer)
        if len(self._wishes) == 1 and self._busy is None:
            self._loop.call_soon(self._begin)  # behind all tasks that are ready to hand in theirs
        return answer

    def _begin(self) -> None:
        self._busy = self._loop.create_future()
        self._groups.put(self._wishes[: self._most])
        del self._wishes[: self._most]

    def _work(self) -> None:
        while (group := self._groups.get()) is not None:
            told: Sequence[Decision] | BaseException
            try:
                told = _decided(self._session, group)
            except BaseException as error:  # whatever it is, somebody waits to hear it
                told = error
            self._loop.call_soon_threadsafe(self._answer, len(group), told)

    def _answer(self, size: int, told: Sequence[Decision] | BaseException) -> None:
        answers = self._answers[:size]
        del self._answers[:size]
        for place, answer in enumerate(answers):
            if answer.cancelled():
                continue  # nobody waits any more; it has happened all the same
            if isinstance(told, BaseException):
                answer.set_exception(told)
            else:
                answer.set_result(told[place])
        if self._busy is not None:
            self._busy.set_result(None)
            self._busy = None
        if self._wishes:
            self._loop.call_soon(self._begin)


def _decided(session: Session, wishes: Sequence[Wish]) -> list[Decision]:
    with session.group(wish.key for wish in wishes):
        return [
            session.handle(command, at=max(at, session.book.now), key=key)
            for command, at, key in wishes
        ]
