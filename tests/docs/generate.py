"""The parts of the reference that the program itself knows: commands, refusals, parameters."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import click
import typer

from ledger.cli.app import app
from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Definition, Reading
from ledger.policy.load import NATION
from ledger.text.labels import REFUSALS
from ledger.words.moments import format_day
from tests.docs.pages import anchor

LEDGER_ITSELF = {
    Code.KEY_REUSED: "any step",
    Code.LATE: "any step",
    Code.NOT_ENROLLED: "any step",
    Code.RULE_ERROR: "any step",
}
"""Codes of no single rule."""


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command, by its words."""
    yield from _below((), typer.main.get_command(app))


def _below(
    words: tuple[str, ...], command: click.Command
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _below((*words, name), inner)
    else:
        yield words, command


def command_part(name: str) -> str:
    """What one command takes."""
    command = dict(commands())[tuple(name.split())]
    parameters = [p for p in command.params if p.name != "help"]
    usage = " ".join(["walletsim", name, *(_usage(p) for p in parameters)])
    lines = [_sentence(command.help or ""), "", f"`{usage}`", ""]
    rows = [(_written(p), _help(p)) for p in parameters]
    return "\n".join([*lines, *_table(("takes", "what"), rows)])


def _usage(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return f"[{parameter.opts[0]}]"
    name = (parameter.name or "").upper()
    name += "..." if parameter.nargs == -1 else ""
    return name if parameter.required else f"[{name}]"


def _written(parameter: click.Parameter) -> str:
    if not isinstance(parameter, click.Option):
        return f"`{(parameter.name or '').upper()}`"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    return names if parameter.is_flag else f"{names} {_type(parameter)}"


def _type(parameter: click.Parameter) -> str:
    if isinstance(parameter.type, click.Choice):
        return " \\| ".join(f"`{getattr(c, 'value', c)}`" for c in parameter.type.choices)
    return parameter.type.name.upper()


def _help(parameter: click.Parameter) -> str:
    said = _sentence(getattr(parameter, "help", None) or "")
    default = parameter.default
    if parameter.required or callable(default) or default in {None, False, ()}:
        return said
    return f"{said} Default: `{getattr(default, 'value', default)}`."


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
        _value(definition, record, reading)
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


def _value(definition: Definition, record: Dated, reading: Reading) -> tuple[str, ...]:
    disputed = f" (reading “{reading.name}”)" if len(record.readings) > 1 else ""
    until = "" if record.until_day is None else format_day(record.until_day)
    grade = reading.source.grade
    value = definition.show(reading.value)
    source = reading.source.title
    return format_day(record.from_day), until, f"{value}{disputed}", f"[{grade}] {source}"


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
