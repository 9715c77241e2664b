"""Every shipped limit beside a transfer's own: relations, releases, premiums, sanctions, floors.

Made from the policy files as the probes of transfers are; both people live in the region probed,
because these limits count inside one province.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger.core.commands import (
    Bind,
    Command,
    Enrol,
    OpenWallet,
    PayPremium,
    PostOpening,
    Sanction,
    SetAside,
    Settle,
    ShowFamilyCode,
    Unbind,
)
from ledger.words.moments import DAY, parse_day
from tests.probes.raw import Chosen, book, definitions, edges, fen, number, stated
from tests.probes.world import MUCH_FEN, World, alone, by_name

MANY = 25
"""More people than any shipped limit on people allows."""

Probe = Callable[[World, str, Any], None]
"""Asks along the line of a value as written, in a region."""


def binds(world: World, giver: str, member: str, kin: str = "brother") -> str:
    return world.ask(Bind(giver, member, kin), world.session.book.now)


def releases(world: World, member: str) -> str:
    return world.ask(Unbind("li", member), world.session.book.now)


def up_to(limit: int | None, code: str) -> list[str]:
    """What `MANY` askers are told: ok up to the limit, then the refusal."""
    allowed = MANY if limit is None else limit
    return ["ok"] * allowed + [code] * (MANY - allowed)


def members(world: World, region: str, written: Any) -> None:
    limit = None if written is None else number(written)
    if limit is not None and stated("bind.members.counts_self", region, world.day, {}) != (
        "others_only"
    ):
        limit -= 1

    assert [binds(world, "li", f"p{i}") for i in range(MANY)] == up_to(limit, "MEMBERS_FULL")


def ever(world: World, _region: str, written: Any) -> None:
    limit = None if written is None else number(written)
    told = []
    for i in range(MANY):
        told.append(binds(world, "li", f"p{i}"))
        releases(world, f"p{i}")

    assert told == up_to(limit, "MEMBERS_LIFETIME")
    assert binds(world, "li", "p0") == "ok"


def givers(world: World, _region: str, written: Any) -> None:
    limit = None if written is None else number(written)

    assert [binds(world, f"p{i}", "li") for i in range(MANY)] == up_to(limit, "GIVERS_FULL")


def kin(word: str) -> Probe:
    def probe(world: World, _region: str, written: Any) -> None:
        limit = None if written is None else number(written)
        told = [binds(world, "li", f"p{i}", word) for i in range(MANY)]
        assert told == up_to(limit, "KIN_TAKEN")

    return probe


def codes(world: World, _region: str, written: Any) -> None:
    shown = [world.ask(ShowFamilyCode("li", f"p{i}"), world.session.book.now) for i in range(MANY)]

    assert shown == up_to(number(written), "FAMILY_CODE_FULL")


def yearly(world: World, _region: str, written: Any) -> None:
    for i in range(MANY):
        binds(world, "li", f"p{i}")
    limit = None if written is None else number(written)

    assert [releases(world, f"p{i}") for i in range(MANY)] == up_to(limit, "RELEASE_YEARLY")


def locked(world: World, _region: str, written: Any) -> None:
    days = number(written)
    bound_on = world.session.book.now // DAY
    assert binds(world, "li", "p0") == "ok"
    if days:
        almost = (bound_on + days - 1) * DAY
        assert world.ask(Unbind("li", "p0"), almost) == "RELEASE_LOCKED"
    assert world.ask(Unbind("li", "p0"), (bound_on + days) * DAY) == "ok"


def aside(world: World, _region: str, written: Any) -> None:
    count = number(written)
    now = world.session.book.now
    told = [world.ask(SetAside("li/personal", 1), now + i) for i in range(count + 1)]

    assert told == [*["ok"] * count, "SET_ASIDE_MONTH"]


def floor(world: World, _region: str, written: Any) -> None:
    """A giver pays what exceeds the floor and not a fen more; the rest is cash."""
    over_fen = MUCH_FEN - fen(written[-1]["at"]) if written else MUCH_FEN
    assert binds(world, "li", "p0", "son") == "ok"
    now = world.session.book.now
    for burden_fen in (over_fen + 1, 1):
        assert world.ask(Settle("p0", "outpatient", burden_fen), now) == "ok"

    assert world.session.book.balances["outside/cash"] == -2
    assert world.session.book.balances["li/personal"] == MUCH_FEN - over_fen


def months(step: int) -> Probe:
    """Months at the edge of the range of a suspension, and one beyond it."""

    def probe(world: World, _region: str, written: Any) -> None:
        edge, now = number(written), world.session.book.now
        assert world.ask(Sanction("li", "lent_card", edge), now) == "ok"
        assert world.ask(Sanction("li", "lent_card", edge + step), now) == "SANCTION_MONTHS"

    return probe


def own_age(world: World, region: str, written: Any) -> None:
    """A birthday today, and one tomorrow."""
    today = date.fromisoformat(world.day)
    if (today.month, today.day) == (2, 29):
        return
    grown = parse_day(today.replace(year=today.year - number(written)).isoformat())
    for person, born, answer in (("old", grown, "ok"), ("young", grown + 1, "MINOR_ALONE")):
        world.ask(Enrol(person, region, "resident", "", born), world.session.book.now)
        assert world.ask(OpenWallet(person), world.session.book.now) == answer


def premium(scheme: str) -> Probe:
    def probe(world: World, _region: str, written: Any) -> None:
        answer = world.ask(PayPremium("li", scheme, 1, "li"), world.session.book.now)
        assert answer == ("ok" if written == "allowed" else "PREMIUM_NOT_ALLOWED")

    return probe


PROBES: dict[str, tuple[str, Probe]] = {
    "bind.members.cap": ("", members),
    "bind.members.lifetime": ("", ever),
    "bind.givers.cap": ("", givers),
    "bind.father.cap": ("", kin("father")),
    "bind.mother.cap": ("", kin("mother")),
    "bind.spouse.cap": ("", kin("spouse")),
    "bind.children.cap": ("", kin("son")),
    "bind.unbind.per_year": ("", yearly),
    "bind.unbind.lock": ("RELEASE_LOCKED", locked),
    "family_code.members": ("FAMILY_CODE_FULL", codes),
    "account.set_aside.per_month": ("SET_ASIDE_MONTH", aside),
    "account.floor": ("", floor),
    "sanction.months.least": ("SANCTION_MONTHS", months(-1)),
    "sanction.months.most": ("SANCTION_MONTHS", months(1)),
    "wallet.own_age": ("MINOR_ALONE", own_age),
    "premium.resident": ("PREMIUM_NOT_ALLOWED", premium("resident")),
    "premium.long_term_care": ("PREMIUM_NOT_ALLOWED", premium("long_term_care")),
    "premium.employee": ("PREMIUM_NOT_ALLOWED", premium("employee")),
}
"""For each parameter: the refusal where no value is in force and that refuses, and its probe."""

FIRST: dict[str, Command] = {
    "RELEASE_LOCKED": Unbind("li", "p0"),
    "FAMILY_CODE_FULL": ShowFamilyCode("li", "p0"),
    "SET_ASIDE_MONTH": SetAside("li/personal", 1),
    "SANCTION_MONTHS": Sanction("li", "lent_card"),
    "MINOR_ALONE": OpenWallet("p0"),
    "PREMIUM_NOT_ALLOWED": PayPremium("li", "resident", 1, "li"),
}
"""What is asked where no value is in force."""

BESIDE: dict[str, tuple[tuple[str, Any], ...]] = {
    "account.set_aside.per_month": (("account.share.from", "family_account"),),
    "sanction.months.least": (("sanction.months.most", 24),),
    "sanction.months.most": (("sanction.months.least", 1),),
}

STATED = sorted(key for key in book() if key[0] in PROBES and book()[key])


def beside(parameter: str, region: str, day: str) -> tuple[tuple[str, Any], ...]:
    """What else must hold for a parameter to be felt."""
    if parameter == "bind.members.cap":
        return (("bind.members.counts_self", stated("bind.members.counts_self", region, day, {})),)
    return BESIDE.get(parameter, ())


def probe(parameter: str, region: str, day: str, chosen: Chosen) -> None:
    policy = alone(parameter, "", by_name(chosen), beside(parameter, region, day))
    people = [Enrol(f"p{i}", region, "resident") for i in range(MANY)]
    world = World(
        policy,
        day,
        (Enrol("li", region, "employee"), PostOpening("li/personal", MUCH_FEN), *people),
    )
    code, asks = PROBES[parameter]
    written = stated(parameter, region, day, chosen)
    if written is None and definitions()[parameter]["when_absent"] == "refuse":
        assert world.ask(FIRST[code], world.session.book.now) == code
    else:
        asks(world, region, written)


@pytest.mark.parametrize("key", STATED, ids="@".join)
def test_a_limit_holds_at_its_line_and_on_its_days(key: tuple[str, str]) -> None:
    parameter, region = key
    for day, chosen in edges(parameter, region):
        probe(parameter, region, day, chosen)


def test_every_limit_on_people_times_or_months_is_probed() -> None:
    fines = {"sanction.fine.least", "sanction.fine.most"}  # a range that is booked, not a line
    of_transfers = {name for name in definitions() if name.startswith("transfer.")}
    counted = {name for name, said in definitions().items() if said["is"] == "count"}

    assert counted - fines - of_transfers - {"settle.givers.per_settlement"} <= set(PROBES)
