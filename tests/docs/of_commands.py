"""What the program says of its commands: their words, help texts, arguments and options."""

import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from inspect import Parameter
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin

import typer
from typer.models import ArgumentInfo, OptionInfo

from ledger.cli.app import app
from ledger.cli.whatif.asking import Asking, what_if_app
from tests.docs.tables import table


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
        if group.typer_instance is what_if_app:  # one for every word of a step, made when asked for
            yield Command("what-if WORD", str(what_if_app.info.help), tuple(_taken(Asking)))


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
    takes = table(("takes", "which is (if left out)"), rows) if rows else [""]
    return "\n".join([command.help, "", f"`{usage}`", "", *takes]).rstrip() + "\n"


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
    if taken.default in {Parameter.empty, None, False, ""}:
        return taken.help
    return f"{taken.help} (`{getattr(taken.default, 'value', taken.default)}`)"


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _sentence(text: str) -> str:
    return " ".join(text.split())
