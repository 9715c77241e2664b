"""Every command that a journal answers can be read back from the row of its first event."""

from pathlib import Path

import msgspec
import pytest

from ledger.core.commands import AcceptTransfer, Command, DeclineTransfer, Enrol, SendTransfer
from ledger.core.events import (
    Event,
    PersonEnrolled,
    Refused,
    TransferAccepted,
    TransferDeclined,
    TransferReturned,
    TransferSent,
)
from ledger.core.refusals import Code
from ledger.journal import DamagedError, Stored, asked, wish
from ledger.scenario.run import start
from ledger.scenario.story import Step
from tests.scenarios.stories import FILES, stem, story, unrolled

AT = 1_762_776_000_000_000
ENROL = Enrol("li", "CN-SN", "employee", "李明")
ENROLLED = PersonEnrolled(AT, "li", "CN-SN", "employee", "李明", None)


def stored(event: Event, asked_: bytes) -> Stored:
    return Stored(7, AT, "k", asked_, event)


def sent(source: str) -> TransferSent:
    return TransferSent(AT, "t", "li", source, "wang", 5, AT + 1)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_every_command_of_a_shipped_story_comes_back_equal(path: Path) -> None:
    scenario = story(path)
    session = start(scenario).session
    wished: list[Command] = [*scenario.people, *scenario.opening]
    for item in unrolled(scenario):
        if isinstance(item, Step):
            decision = session.handle(item.command, at=item.at, key=item.key)
            wished += [item.command] if decision.verdict != "duplicate" else []

    assert [wish(row) for row in session.journal.read() if answers(row)] == wished


def answers(row: Stored) -> bool:
    """Whether a command caused it; of several events it is the first that says so."""
    return bool(row.asked) or isinstance(row.event, Refused)


@pytest.mark.parametrize("payee", ["wang", "wang/wallet"])
@pytest.mark.parametrize(
    ("source", "account"),
    [
        ("li", "li/personal"),
        ("li/personal", "li/personal"),
        ("li", "li/personal.carried"),
        ("li/personal", "li/personal.carried"),
        ("li/personal.carried", "li/personal.carried"),
        ("li/personal.current", "li/personal.current"),
        ("li/wallet", "li/wallet"),
    ],
)
def test_a_transfer_comes_back_as_its_accounts_were_written(
    source: str, account: str, payee: str
) -> None:
    command = SendTransfer(source, payee, 5)

    assert wish(stored(sent(account), asked(command))) == command


def test_an_answer_to_a_transfer_comes_back() -> None:
    about = (AT, "t", "li", "li/personal", "wang", 5)
    accepted, declined = AcceptTransfer("t"), DeclineTransfer("t")

    assert wish(stored(TransferAccepted(*about), asked(accepted))) == accepted
    assert wish(stored(TransferDeclined(*about), asked(declined))) == declined


def test_a_refused_command_comes_back_even_where_its_key_was_another_commands() -> None:
    event = Refused(AT, Code.KEY_REUSED.value, ENROL)

    assert wish(stored(event, b"")) == ENROL


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (ENROLLED, b""),
        (ENROLLED, b"{"),
        (ENROLLED, b'{"do":"nonsense"}'),
        (ENROLLED, b'{"do":"close_wallet","person":"\xff"}'),
        (ENROLLED, b'{"do":"credit","to":"li","amount_fen":0}'),
        (ENROLLED, asked(SendTransfer("li", "wang", 5))),
        (sent("li/personal"), asked(SendTransfer("li", "wang", 6))),
        (sent("li/personal"), asked(SendTransfer("li/wallet", "wang", 5))),
        (sent("li/personal"), msgspec.json.encode(SendTransfer("li", "wang", 5))),
        (TransferReturned(AT, "t", "li", "li/personal", "wang", 5), b""),
    ],
)
def test_a_row_that_holds_no_command_is_damaged_and_not_quoted(
    event: Event, written: bytes
) -> None:
    with pytest.raises(DamagedError) as refused:
        wish(stored(event, written))

    assert str(refused.value).startswith("seq 7: ")
    assert "wang" not in str(refused.value)
    assert refused.value.__cause__ is None
