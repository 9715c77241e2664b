"""The parts of the reference that the program itself knows: commands, refusals, parameters."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from inspect import Parameter
from itertools import groupby
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin

import typer
from typer.models import ArgumentInfo, OptionInfo

from ledger.cli.app import app
from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Definition, Reading
from ledger.text.labels import REFUSALS
from ledger.words.moments import format_day
from ledger.words.regions import NATION
from tests.docs.pages import anchor

LEDGER_ITSELF = {
    Code.KEY_REUSED: "any step",
    Code.LATE: "any step",
    Code.NOT_ENROLLED: "any step",
    Code.RULE_ERROR: "any step",
}
"""Codes of no single rule."""


class Taken(NamedTuple):
    """An argument or option of a command, as its function declares it."""

    name: str
    info: ArgumentInfo | OptionInfo
    kind: Any
    default: Any

    @property
    def is_option(self) -> bool:
        return isinstance(self.info, OptionInfo)

    @property
    def names(self) -> tuple[str, ...]:
        """What is typed: `--save`, or `PATHS...` for an argument."""
        if isinstance(self.info, OptionInfo):
            names = (self.info.default, *(self.info.param_decls or ()))  # as `Annotated` has it
            return tuple(n for n in names if isinstance(n, str)) or (f"--{_dashed(self.name)}",)
        return (self.name.upper() + "..." * (get_origin(self.kind) is list),)

    @property
    def help(self) -> str:
        return _sentence(self.info.help or "")


class Command(NamedTuple):
    """A command of the program: its words, its help and what it takes."""

    words: str
    help: str
    takes: tuple[Taken, ...]


def commands() -> dict[str, Command]:
    """Every command, by its words: `ledger verify`."""
    return {command.words: command for command in _commands_of(app, ())}


def _commands_of(program: typer.Typer, words: tuple[str, ...]) -> Iterator[Command]:
    for info in program.registered_commands:
        function = info.callback
        assert function is not None
        name = info.name or _dashed(function.__name__)
        said = info.help or inspect.getdoc(function) or ""
        yield Command(" ".join((*words, name)), _sentence(said), tuple(_taken(function)))
    for group in program.registered_groups:
        assert group.typer_instance is not None
        yield from _commands_of(group.typer_instance, (*words, str(group.name)))


def _taken(function: Callable[..., Any]) -> Iterator[Taken]:
    for name, parameter in inspect.signature(function, eval_str=True).parameters.items():
        kind, info = get_args(parameter.annotation)
        plain = next((k for k in get_args(kind) if k is not NoneType), kind)
        yield Taken(name, info, plain if get_origin(kind) is UnionType else kind, parameter.default)


def command_part(words: str) -> str:
    """What one command does and takes."""
    command = commands()[words]
    usage = " ".join(["walletsim", words, *(_usage(taken) for taken in command.takes)])
    rows = [(_written(taken), _told(taken)) for taken in command.takes]
    table = _table(("takes", "which is (if left out)"), rows) if rows else [""]
    return "\n".join([command.help, "", f"`{usage}`", "", *table]).rstrip() + "\n"


def _usage(taken: Taken) -> str:
    return taken.names[0] if taken.default is Parameter.empty else f"[{taken.names[0]}]"


def _written(taken: Taken) -> str:
    names = ", ".join(f"`{name}`" for name in taken.names)
    if not taken.is_option or taken.kind is bool:
        return names
    if isinstance(taken.kind, type) and issubclass(taken.kind, Enum):
        return names + " " + " \\| ".join(f"`{word.value}`" for word in taken.kind)
    if get_origin(taken.kind) is list:
        return f"{names} {_word(get_args(taken.kind)[0])}, may be repeated"
    return f"{names} {_word(taken.kind)}"


def _word(kind: type) -> str:
    return "TEXT" if kind is str else kind.__name__.upper()


def _told(taken: Taken) -> str:
    if taken.default in {Parameter.empty, None, False}:
        return taken.help
    return f"{taken.help} (`{getattr(taken.default, 'value', taken.default)}`)"


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _sentence(text: str) -> str:
    return " ".join(text.split())


def codes_part() -> str:
    """All refusal codes in order of precedence."""
    rows = [
        (str(place), f"[`{code}`](#{anchor(code)})", REFUSALS[code].en, REFUSALS[code].zh)
        for place, code in enumerate(Code, 1)
    ]
    return "\n".join(_table(("", "code", "name", "名称"), rows))


def refusal_part(name: str) -> str:
    """The names of one code, which steps meet it, and what its rule reads."""
    code = Code(name)
    rules = [(f.name, rule) for f in FAMILIES.values() for rule in f.rules if rule.code is code]
    steps = LEDGER_ITSELF.get(code) or ", ".join(f"`{step}`" for step, _ in rules)
    if LEDGER_ITSELF.get(code) and rules:
        steps += f"; by a rule: {', '.join(f'`{step}`' for step, _ in rules)}"
    uses = dict.fromkeys(parameter for _, rule in rules for parameter in rule.uses)
    reads = ", ".join(f"[`{u}`](parameters.md#{anchor(u)})" for u in uses) or "no parameter"
    return f"{REFUSALS[code].en} · {REFUSALS[code].zh}\n\nSteps: {steps}. Reads: {reads}.\n"


def parameter_part(name: str) -> str:
    """What one parameter of the shipped policy book is, and what the nation says."""
    book = shipped.shipped()
    definition = book.definitions[name]
    lines = [f"{definition.en} · {definition.zh}", ""]
    lines += [f"- {fact}" for fact in _facts(book, definition)]
    rows = [
        (_first_day(book, record), *_value(definition, record, reading))
        for record in book.history.get((name, NATION), ())
        for reading in record.readings
    ]
    if not rows:
        return "\n".join([*lines, f"- {NATION} itself states no value", ""])
    return "\n".join([*lines, "", *_table(("from", "until", f"{NATION} says", "source"), rows)])


def _facts(book: PolicyBook, definition: Definition) -> Iterator[str]:
    kind = definition.kind_name
    words = f": {', '.join(f'`{word}`' for word in definition.of)}" if definition.of else ""
    yield f"kind: {kind}{words}"
    yield f"whose: {definition.applies_to}"
    yield f"when absent: {definition.when_absent}"
    rules = [rule for family in FAMILIES.values() for rule in family.rules]
    codes = dict.fromkeys(rule.code for rule in rules if definition.name in rule.uses)
    linked = [f"[`{code}`](refusals.md#{anchor(code)})" for code in codes]
    yield f"read by: {', '.join(linked) or 'what a transfer does, no rule'}"
    regions = sorted(region for parameter, region in book.history if parameter == definition.name)
    others = [region for region in regions if region != NATION]
    if others:
        yield f"values of their own: {_regions(others)}"


def _regions(regions: Sequence[str]) -> str:
    """Regions by province, so that a list of forty can be read."""
    by_province = groupby(regions, key=lambda region: region[:5])
    return ", ".join(" ".join(inside) for _, inside in by_province)


def _first_day(book: PolicyBook, record: Dated) -> str:
    """The first day, with its grade when it is on another word than the value."""
    day = format_day(record.from_day)
    if record.from_source is None:
        return day
    nation = next(file for file in book.files if file.region == NATION)
    return f"{day} [{nation.sources[record.from_source].grade}]"


def _value(definition: Definition, record: Dated, reading: Reading) -> tuple[str, ...]:
    disputed = f" (reading “{reading.name}”)" if len(record.readings) > 1 else ""
    until = "" if record.until_day is None else format_day(record.until_day)
    grade = reading.source.grade
    value = definition.show(reading.value)
    source = reading.source.title
    return until, f"{value}{disputed}", f"[{grade}] {source}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---"] * len(head)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)] + [""]


def part(what: str) -> str:
    """The text of a generated part by what its mark says: `refusal LATE`."""
    kind, _, name = what.partition(" ")
    named: dict[str, Callable[[str], str]] = {
        "command": command_part,
        "refusal": refusal_part,
        "parameter": parameter_part,
    }
    return codes_part() if kind == "codes" else named[kind](name)
