"""Checks that every name in a scenario means something: people, accounts, steps, parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from ledger.core import commands as c
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.model import HAPPENINGS, CheckFields, ExpectFields
from ledger.scenario.story import Check, Item, Path, Step
from ledger.text.problems import quoted, unknown
from ledger.text.said import Said
from ledger.words.accounts import RESERVED, is_person_id
from ledger.words.regions import PROVINCES
from ledger.words.vocabulary import DEAD

OUTSIDE = ("opening", "contribution", "provider", "insurer", "fund", "cash", "clearing")
HEIR = "to"
_PARTS = ("personal", "wallet", "frozen", "family", "personal.current", "personal.carried", "pool")

_PEOPLE: dict[type[msgspec.Struct], tuple[tuple[str, str], ...]] = {
    c.Credit: (("to", "to"),),
    c.OpenWallet: (("person", "person"), ("by", "by")),
    c.CloseWallet: (("person", "person"), ("by", "by")),
    c.ChangePlaceOfUse: (("person", "person"),),
    c.Bind: (("giver", "giver"), ("member", "member")),
    c.Unbind: (("giver", "giver"), ("member", "member"), ("by", "by")),
    c.SendTransfer: (("source", "from"), ("payee", "to")),
    c.Spend: (("source", "from"),),
    c.Withdraw: (("source", "from"),),
    c.ShowFamilyCode: (("holder", "holder"), ("member", "member")),
    c.Contribute: (("person", "for"),),
    c.BookInterest: (("person", "for"),),
    c.SetAside: (("source", "from"),),
    c.Grant: (("giver", "giver"), ("member", "member")),
    c.Revoke: (("giver", "giver"), ("member", "member")),
    c.Settle: (("patient", "patient"), ("card", "card"), ("agent", "proxy")),
    c.PayPremium: (("person", "for"), ("source", "from")),
    c.ChangeStanding: (("person", "person"),),
    c.Sanction: (("person", "person"),),
}
"""For each command: the fields that name a person or a person's account, and their keys."""

_PEOPLE_KEYS = {
    str(command.__struct_config__.tag): [key for _, key in fields]
    for command, fields in _PEOPLE.items()
}

REFERS: dict[type, tuple[str, tuple[type, ...], str, str]] = {
    c.AcceptTransfer: ("transfer", (c.SendTransfer,), "is_transfer", ""),
    c.DeclineTransfer: ("transfer", (c.SendTransfer,), "is_transfer", ""),
    c.Refund: ("of", (c.Spend, c.Settle), "is_spend", "of"),
    c.Cancel: ("of", (c.Settle,), "is_settlement", "of"),
    c.Reverse: ("of", (c.Settle, c.Cancel), "is_undoable", "of"),
}
"""For each command that names an earlier one: field, kinds of that command, the pair of what
they are called, its key.

A reversal may also name a message that never arrived.
"""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that means nothing: where, of what kind, and what would have been known."""

    where: Path
    code: str
    message: str
    word: str = ""
    known: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        """Whether the word stands in the last key of its place, and not in a value."""
        last = self.where[-1] if self.where else ""
        return self.word in str(last).replace("@", "/").split("/")


@dataclass
class Names:
    """What is known while the steps are walked in order."""

    people: set[str]
    policy: PolicyBook | None
    made: dict[str, c.Command] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    """Ids of steps that are wrong themselves: to name one is no mistake of its own."""
    used: set[str] = field(default_factory=set)
    fed: bool = False
    """Whether a feed came before: its rows are steps too, and are looked up only when they run."""
    tells: bool = True
    """Whether the people may be named to who mistypes one; not so those of a stored ledger."""

    def branch(self) -> "Names":
        """The same names, for a what-if that may make more steps."""
        return replace(self, made=dict(self.made))

    def has_step(self, step: str) -> bool:
        """Whether a step of this id came before, or may have come in a feed."""
        return self.fed or step in self.made or step in self.wrong

    def person(self, person: str, where: Path) -> Iterator[Unknown]:
        """Complain about an unknown person; note a known one as used."""
        self.used.add(person)
        if person not in self.people:
            known = tuple(self.people) if self.tells else ()
            yield Unknown(where, "S004", unknown("person", person), person, known)

    def broken(self, raw: Any, where: Path) -> Iterator[Unknown]:
        """Take note of a step that is wrong: its id, the people in it, unknown ones among them."""
        self.used.update(_words(raw))
        for word, fields in raw.items() if isinstance(raw, dict) else ():
            if word == "id" and isinstance(fields, str):
                self.wrong.add(fields)
            if not isinstance(fields, dict):
                continue
            if word == "enrol" and isinstance(fields.get("person"), str):
                self.people.add(fields["person"])
            for key in _PEOPLE_KEYS.get(word, ()):
                person = str(fields.get(key)).partition("/")[0]
                if isinstance(fields.get(key), str) and is_person_id(person):
                    yield from self.person(person, (*where, word, key))

    def account(self, account: str, where: Path) -> Iterator[Unknown]:
        """Complain about an account that a check names and nobody has."""
        first, _, rest = account.partition("/")
        if first not in RESERVED:
            yield from self.person(first, where)
            kind, _, member = rest.partition("/")
            if first not in self.people:
                return
            if kind not in _PARTS or (member and kind != "frozen"):
                yield Unknown(where, "S008", unknown("account", account), rest, _PARTS)
            elif member:
                yield from self.person(member, where)
        elif first == "outside":
            yield from _outside(rest, account, where)
        elif first == "transit" and rest.startswith("move/"):
            yield from self.person(rest.removeprefix("move/"), where)
        elif first == "transit" and rest and not self.has_step(rest):
            yield Unknown(where, "S005", unknown("step", rest), rest, tuple(self.made))

    def setting(self, setting: Setting, where: Path) -> Iterator[Unknown]:
        """Complain about a parameter that the policy book does not define."""
        if self.policy is None:
            return
        known = tuple(self.policy.definitions)
        if setting.parameter not in known:
            message = unknown("parameter", setting.parameter)
            yield Unknown(where, "S012", message, setting.parameter, known)

    def step(self, step: str, where: Path) -> Iterator[Unknown]:
        """Complain about a step id that no step before has."""
        if not self.has_step(step):
            yield Unknown(where, "S005", unknown("step", step), step, tuple(self.made))


def people_of(raw: Any) -> Iterator[str]:
    """The ids of the people that a step as written names, in the order of its fields."""
    for word, fields in raw.items() if isinstance(raw, dict) else ():
        for key in _PEOPLE_KEYS.get(word, ()):
            if isinstance(fields, dict) and isinstance(fields.get(key), str):
                yield fields[key].partition("/")[0]


def _outside(rest: str, account: str, where: Path) -> Iterator[Unknown]:
    kind, _, province = rest.partition("/")
    if kind not in OUTSIDE or (province and kind != "clearing"):
        yield Unknown(where, "S008", unknown("account", account), rest, OUTSIDE)
    elif province and province not in PROVINCES:
        known = tuple(PROVINCES)
        yield Unknown(where, "S008", unknown("province", province), province, known)


def unknown_names(item: Item, names: Names, action: str) -> Iterator[Unknown]:
    """Every name in a step or check that means nothing."""
    if isinstance(item, Check):
        yield from _check(item.fields, names, (*item.where, "check"))
    if isinstance(item, Step):
        yield from _command(item.command, names, (*item.where, action))
        if item.expect is not None:
            yield from expected(item.expect, names, (*item.where, "expect"))


def _command(command: c.Command, names: Names, where: Path) -> Iterator[Unknown]:
    for attribute, key in _PEOPLE.get(type(command), ()):
        value = getattr(command, attribute)
        if value is not None:
            yield from names.person(value.partition("/")[0], (*where, key))
    if isinstance(command, c.Enrol):
        names.used.add(command.person)
    refers = REFERS.get(type(command))
    if refers is not None:
        yield from _referred(command, refers, names, where)
    if isinstance(command, c.ChangeStanding) and command.standing == DEAD and command.to:
        yield from names.person(command.to, (*where, HEIR))


def _referred(
    command: c.Command, refers: tuple[str, tuple[type, ...], str, str], names: Names, where: Path
) -> Iterator[Unknown]:
    attribute, kinds, word, key = refers
    target = getattr(command, attribute)
    path = (*where, key) if key else where
    if not isinstance(command, c.Reverse):
        yield from names.step(target, path)
    if target in names.made and not isinstance(names.made[target], kinds):
        what = Said(f"scenario.{word}")
        yield Unknown(path, "S005", Said("scenario.step_is_no", step=quoted(target), what=what))


def _check(check: CheckFields, names: Names, where: Path) -> Iterator[Unknown]:
    yield from balances(check.balances, names, (*where, "balances"))
    yield from balances(check.available, names, (*where, "available"))
    for person in check.allowance:
        yield from names.person(person, (*where, "allowance", person))
    for index, happened in enumerate(check.happened):
        at = (*where, "happened", index)
        if happened.returned is not None:
            yield from names.step(happened.returned, (*at, "returned"))
        if happened.ended is not None:
            yield from names.person(happened.ended.giver, (*at, "ended", "giver"))
            yield from names.person(happened.ended.member, (*at, "ended", "member"))
        for word in ("resumed", "moved_out", "moved_in", "year_rolled"):
            if getattr(happened, word) is not None:
                yield from names.person(getattr(happened, word), (*at, word))
        if sum(word in happened.model_fields_set for word in HAPPENINGS) != 1:
            yield Unknown(at, "S013", Said("scenario.happened", words=tuple(HAPPENINGS)))


def balances(named: Mapping[str, object], names: Names, where: Path) -> Iterator[Unknown]:
    """Every account of an expected balance that nobody has; the place is that of its key."""
    for account in named:
        yield from names.account(account, (*where, account))


def expected(expect: ExpectFields, names: Names, where: Path) -> Iterator[Unknown]:
    """Every name in an expectation that means nothing."""
    if expect.by is not None:
        yield from names.setting(expect.by, (*where, "by"))
    yield from balances(expect.paid or {}, names, (*where, "paid"))


def _words(raw: Any) -> Iterator[str]:
    """Every text in a part of a file, keys too; of an account, whose it is."""
    if isinstance(raw, str):
        yield raw.partition("/")[0]
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield str(key).partition("/")[0]
            yield from _words(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _words(value)
