"""What is said of a refusal is so: the amount said passes and one fen more does not.

Likewise the moment. Each is tried on a ledger of its own, by the decision and not by the preview.
"""

from itertools import count
from pathlib import Path

import msgspec
import pytest

from ledger.core.commands import Command
from ledger.core.refusals import UNTRIED, Code
from ledger.session import Session
from ledger.words.moments import DAY, SECOND
from tests.scenarios.stories import FILES, Refused, refused_steps, stem

TAKEN = {"ok", "pending"}
LATER_DAYS = (1, 2, 3, 7, 30, 90, 200, 300, 399)
NOON = DAY // 2


def of(refused: Refused, amount_fen: int) -> Command:
    """The same command with another amount."""
    command: Command = msgspec.structs.replace(refused.step.command, amount_fen=amount_fen)
    return command


def verdict(session: Session, refused: Refused, command: Command, at: int) -> str:
    return session.handle(command, at=at, key=refused.step.key).verdict


def wrong_amount(refused: Refused) -> str | None:
    """What is wrong with the amount said to pass now, if anything."""
    if not getattr(refused.step.command, "amount_fen", 0):
        return None
    at, now_fen = refused.step.at, refused.would_pass_fen
    if verdict(refused.here(), refused, of(refused, now_fen + 1), at) in TAKEN:
        return f"{now_fen + 1} fen pass too"
    if now_fen and verdict(refused.here(), refused, of(refused, now_fen), at) not in TAKEN:
        return f"{now_fen} fen do not pass"
    return None


def wrong_moment(refused: Refused) -> str | None:
    """What is wrong with the moment said to pass, if anything."""
    command, at = refused.step.command, refused.passes_at
    if at is None:
        return wrong_never(refused)
    if verdict(refused.here(), refused, command, at) not in TAKEN:
        return "it does not pass then"
    before = at - SECOND
    if before > refused.step.at and verdict(refused.here(), refused, command, before) in TAKEN:
        return "it passes a second earlier"
    return None


def wrong_never(refused: Refused) -> str | None:
    """What is wrong with saying that it never passes, if anything.

    A command that no rule was asked about is another command at another moment.
    """
    if refused.code in UNTRIED:
        return None
    session, tries = refused.here(), count()
    for days in LATER_DAYS:
        at = (refused.step.at // DAY + days) * DAY + NOON
        decision = session.handle(refused.step.command, at=at, key=f"later-{next(tries)}")
        if decision.verdict in TAKEN:
            return f"it passes {days} days later at noon"
    return None


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_amount_said_to_pass_now_passes_and_one_fen_more_does_not(path: Path) -> None:
    found = {r.step.id: wrong_amount(r) for r in refused_steps(path)}

    assert {step: wrong for step, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_moment_said_to_pass_is_the_first_to_pass(path: Path) -> None:
    found = {r.step.id: wrong_moment(r) for r in refused_steps(path)}

    assert {step: wrong for step, wrong in found.items() if wrong} == {}


def test_enough_refusals_say_something_that_can_be_tried() -> None:
    every = [refused for path in FILES for refused in refused_steps(path)]
    some_amount = [r for r in every if r.would_pass_fen > 0]
    some_moment = [r for r in every if r.passes_at is not None]

    assert len(every) > 100
    assert len(some_amount) > 10
    assert len(some_moment) > 30
    assert {Code(r.code) for r in every} >= {Code.LATE, Code.KEY_REUSED, Code.NOT_ENROLLED}
