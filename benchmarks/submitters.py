"""Many submitters before one desk: each has one command on its way, and the next when it answers.

A submitter is a callback and no thread, so that what is measured is the desk and the session. The
callbacks run on the desk's own thread: their cost is part of the rate.
"""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Event

from ledger.desk import Desk
from ledger.session import Decision, Session, Wish


def submitted(session: Session, wishes: Sequence[Wish], count: int) -> list[float]:
    """Hand in all commands by so many submitters; the seconds that each waited.

    Raises:
        Exception: what the desk answered with, where a group could not be written.
    """
    coming, took, done = iter(wishes), list[float](), Event()
    failed: list[BaseException] = []

    def submit(desk: Desk) -> None:
        wish = next(coming, None)
        if wish is None:
            return
        began = time.perf_counter()
        answer = desk.submit(wish.command, at=wish.at, key=wish.key)
        answer.add_done_callback(lambda future: answered(desk, began, future))

    def answered(desk: Desk, began: float, answer: "Future[Decision]") -> None:
        took.append(time.perf_counter() - began)
        error = answer.exception()
        if error is not None:
            failed.append(error)
        if error is not None or len(took) == len(wishes):
            done.set()
            return
        submit(desk)

    with Desk(session) as desk:
        for _ in range(count):
            submit(desk)
        done.wait()
    if failed:
        raise failed[0]
    return took
