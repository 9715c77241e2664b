"""Along which line the parameters of relations are probed: limits, kin, releases, standing.

A line is a few steps with people of their own, so that one probe never feels another. Each step
says what its value alone makes the answer: from the value, not from the rules.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.proof.tale import Probe
from ledger.words.money import NO_LIMIT
from ledger.words.vocabulary import KIN

MANY: Final = 12
"""As many as are asked where there is no limit."""

Line = Callable[[Probe, Any], None]


def up_to(limit: int, code: str, ask: Callable[[int, str], None]) -> None:
    """Ask up to a limit and once beyond it; or `MANY` times where there is none."""
    for number in range(MANY if limit >= NO_LIMIT else limit):
        ask(number, "")
    if limit < NO_LIMIT:
        ask(limit, code)


def _members(probe: Probe, value: int) -> None:
    limit = value
    if value < NO_LIMIT and probe.value("bind.members.counts_self") == "with_self":
        limit = value - 1
    giver = probe.person()
    up_to(limit, "MEMBERS_FULL", lambda _n, code: probe.bind(giver, probe.person(), refused=code))


def _ever(probe: Probe, value: int) -> None:
    giver = probe.person()

    def ask(_number: int, code: str) -> None:
        member = probe.person()
        probe.bind(giver, member, refused=code)
        if not code:
            probe.step("unbind", {"giver": giver, "member": member})

    up_to(value, "MEMBERS_LIFETIME", ask)


def _givers(probe: Probe, value: int) -> None:
    member = probe.person()
    up_to(value, "GIVERS_FULL", lambda _n, code: probe.bind(probe.person(), member, refused=code))


def _kin(word: str) -> Line:
    def line(probe: Probe, value: int) -> None:
        giver = probe.person()

        def ask(_number: int, code: str) -> None:
            probe.bind(giver, probe.person(), kin=word, refused=code)

        up_to(value, "KIN_TAKEN", ask)

    return line


def _kin_list(probe: Probe, value: frozenset[str]) -> None:
    for word in _telling(probe, value):
        code = "" if word in value else "KIN_NOT_LISTED"
        probe.bind(probe.person(), probe.person(), kin=word, refused=code)


def _telling(probe: Probe, value: frozenset[str]) -> list[str]:
    """The kin that differ from the days beside; and of those in and out, one each."""
    beside = [probe.value("kin.list", days) ^ value for days in (-1, 1)]
    inside, outside = sorted(value)[-1:], [word for word in KIN if word not in value][:1]
    return sorted(frozenset({*inside, *outside}).union(*beside))


def _codes(probe: Probe, value: int) -> None:
    holder = probe.person()

    def ask(_number: int, code: str) -> None:
        probe.step("family_code", {"holder": holder, "member": probe.person()}, code)

    up_to(value, "FAMILY_CODE_FULL", ask)


def _yearly(probe: Probe, value: int) -> None:
    giver = probe.person()
    members = [probe.person() for _ in range(MANY if value >= NO_LIMIT else value + 1)]
    for member in members:
        probe.bind(giver, member)

    def ask(number: int, code: str) -> None:
        probe.step("unbind", {"giver": giver, "member": members[number]}, code)

    up_to(value, "RELEASE_YEARLY", ask)


def _lock(probe: Probe, value: int) -> None:
    giver, member = probe.person(), probe.person()
    probe.bind(giver, member)
    unbind = {"giver": giver, "member": member}
    if value:
        probe.step("unbind", unbind, "RELEASE_LOCKED", later_days=value - 1)
    probe.step("unbind", unbind, later_days=value)


def _released_by(probe: Probe, value: str) -> None:
    giver, member = probe.person(), probe.person()
    probe.bind(giver, member)
    code = "" if value == "either" else "RELEASE_NOT_YOURS"
    probe.step("unbind", {"giver": giver, "member": member, "by": member}, code)


def _roles(probe: Probe, value: str) -> None:
    first, second = probe.person(), probe.person()
    probe.bind(first, second)
    code = "ROLE_TAKEN" if value == "one_way" else ""
    probe.bind(second, probe.person(), refused=code)
    probe.bind(probe.person(), first, refused=code)


def _giver_balance(probe: Probe, value: str) -> None:
    code = "FLOOR_SHORT" if value == "needed" else ""
    probe.bind(probe.person(money=0), probe.person(), refused=code)


def _stays(standing: str) -> Line:
    """Whether a relation outlives a change of its giver's standing."""

    def line(probe: Probe, value: str) -> None:
        giver, member = probe.person(), probe.person()
        probe.bind(giver, member)
        there = {"to": probe.elsewhere} if standing == "moved" else {}
        probe.step("standing", {"person": giver, "is": standing, **there})
        code = "KIN_NOT_BOUND" if value == "release" else ""
        probe.step("unbind", {"giver": giver, "member": member}, code)

    return line


KINSHIP: Final[Mapping[str, tuple[str, Line]]] = {
    "bind.members.cap": ("MEMBERS_FULL", _members),
    "bind.members.counts_self": (
        "MEMBERS_FULL",
        lambda probe, _value: _members(probe, probe.value("bind.members.cap")),
    ),
    "bind.members.lifetime": ("MEMBERS_LIFETIME", _ever),
    "bind.givers.cap": ("GIVERS_FULL", _givers),
    "bind.father.cap": ("KIN_TAKEN", _kin("father")),
    "bind.mother.cap": ("KIN_TAKEN", _kin("mother")),
    "bind.spouse.cap": ("KIN_TAKEN", _kin("spouse")),
    "bind.children.cap": ("KIN_TAKEN", _kin("son")),
    "bind.unbind.per_year": ("RELEASE_YEARLY", _yearly),
    "bind.unbind.lock": ("RELEASE_LOCKED", _lock),
    "bind.released_by": ("RELEASE_NOT_YOURS", _released_by),
    "bind.roles": ("ROLE_TAKEN", _roles),
    "bind.giver.balance": ("FLOOR_SHORT", _giver_balance),
    "bind.on_ended": ("KIN_NOT_BOUND", _stays("ended")),
    "bind.on_moved": ("KIN_NOT_BOUND", _stays("moved")),
    "kin.list": ("KIN_NOT_LISTED", _kin_list),
    "family_code.members": ("FAMILY_CODE_FULL", _codes),
}
"""For each parameter: the code of the rule that it decides, and its line."""
