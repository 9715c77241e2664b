"""People and their first money; which names no command may use, and which amounts."""

from collections.abc import Callable

import msgspec
import pytest

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core.refusals import Code
from ledger.words.accounts import RESERVED
from tests.core.build import World, enrolled, moment

AT = moment("10:00")


def test_an_enrolled_person_is_known_with_all_that_was_said() -> None:
    world = World()
    wish = c.Enrol("li", "CN-SN", "employee", "李明", 7_000)

    assert world.take(wish, AT) == (e.PersonEnrolled(AT, "li", "CN-SN", "employee", "李明", 7_000),)
    assert world.ask(wish, AT) == Code.ALREADY_ENROLLED
    assert not world.book.people["li"].wallet_open


def test_nobody_has_sides_before_being_enrolled() -> None:
    with pytest.raises(AssertionError, match="not enrolled"):
        World(enrolled("li")).case(c.SendTransfer("li", "wang", 1), AT)


@pytest.mark.parametrize(
    ("account", "booked", "opens"),
    [
        ("li", "li/personal", False),
        ("li/personal", "li/personal", False),
        ("li/wallet",) * 2 + (True,),
    ],
)
def test_opening_money_stands_on_the_named_account_and_a_wallet_so_named_is_open(
    account: str, booked: str, opens: bool
) -> None:
    world = World(enrolled("li"))

    assert world.take(c.PostOpening(account, 300), AT) == (e.OpeningPosted(AT, booked, 300),)
    assert world.fen(booked) == 300
    assert world.fen("outside/opening") == -300
    assert world.book.people["li"].wallet_open is opens


def test_an_empty_wallet_may_be_there_from_the_start() -> None:
    world = World(enrolled("li"))
    world.take(c.PostOpening("li/wallet", 0), AT)

    assert world.book.people["li"].wallet_open


AMOUNTS: list[Callable[[int], c.Command]] = [
    lambda fen: c.Credit("li", fen),
    lambda fen: c.SendTransfer("li", "wang", fen),
    lambda fen: c.Spend("li", fen, "pharmacy"),
    lambda fen: c.Refund("s1", fen),
    lambda fen: c.Withdraw("li", fen),
    lambda fen: c.SetAside("li", fen),
    lambda fen: c.Grant("li", "wang", fen),
    lambda fen: c.Revoke("li", "wang", fen),
    lambda fen: c.PayPremium("li", "resident", fen, "li"),
]


@pytest.mark.parametrize("make", AMOUNTS)
def test_a_command_that_moves_less_than_one_fen_does_not_exist(
    make: Callable[[int], c.Command],
) -> None:
    one = msgspec.json.encode(make(1))

    for fen in (0, -1):
        with pytest.raises(ValueError, match="at least 1 fen"):
            make(fen)
        with pytest.raises(msgspec.ValidationError, match="at least 1 fen"):
            msgspec.json.decode(one.replace(b":1", b":%d" % fen), type=c.Command)


def test_every_command_with_an_amount_is_among_those() -> None:
    moving = {type(make(1)) for make in AMOUNTS}

    for command in msgspec.inspect.type_info(c.Command).types:  # type: ignore[attr-defined]  # a union
        if "amount_fen" in command.cls.__struct_fields__:
            assert command.cls in moving | {c.PostOpening}


def test_nobody_begins_with_a_debt() -> None:
    with pytest.raises(ValueError, match="nobody begins"):
        c.PostOpening("li", -1)


@pytest.mark.parametrize(
    "name",
    [*sorted(RESERVED), "", "outside/opening", "transit/t1", "li/wallet", " li", "-x", "李 明"],
)
def test_no_person_takes_the_name_of_a_system_account_or_one_with_a_slash(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a person"):
        c.Enrol(name, "CN-SN", "employee")
    stored = msgspec.json.encode(c.Enrol("li", "CN-SN", "employee"))
    with pytest.raises(msgspec.ValidationError, match="cannot name a person"):
        msgspec.json.decode(stored.replace(b'"li"', msgspec.json.encode(name)), type=c.Command)


@pytest.mark.parametrize("name", ["li", "李明", "a-1", "x_y", "outsider", "9"])
def test_other_names_are_free(name: str) -> None:
    assert c.Enrol(name, "CN-SN", "employee").person == name
