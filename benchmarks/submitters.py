"""Many submitters before one desk: each has one command on its way, and the next when it answers.

A submitter is a task of one event loop, as in a server; the loop's cost is part of the rate.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence

from ledger.desk import AsyncDesk
from ledger.session import Session, Wish


def submitted(session: Session, wishes: Sequence[Wish], count: int) -> list[float]:
    """Hand in all commands by so many submitters; the seconds that each waited.

    Raises:
        Exception: what the desk answered with, where a group could not be written.
    """
    coming, took = iter(wishes), list[float]()

    async def submit_all() -> None:
        async with AsyncDesk(session) as desk, asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(_submit(desk, coming, took))

    asyncio.run(submit_all())
    return took


async def _submit(desk: AsyncDesk, coming: Iterator[Wish], took: list[float]) -> None:
    for command, at, key in coming:
        began = time.perf_counter()
        await desk.submit(command, at=at, key=key)
        took.append(time.perf_counter() - began)
