"""In which language a run speaks, known before its command line is parsed, and its help."""

import re
import sys
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any, Final

from typer import Context
from typer.core import TyperArgument, TyperCommand, TyperGroup

from ledger.cli.output import language, speaking
from ledger.text.labels import LANGUAGES
from ledger.text.pairs import TABLES
from ledger.text.said import Said, told

_HELP: Final = {pair.en: pair for pair in TABLES["help"].values()}
"""By the English text, which is what Typer keeps of a help text."""

_BREAK: Final = re.compile("[，；：](?=.)")
"""Where a long Chinese text may go on in the next line: lines are broken at spaces only."""


class Program(TyperGroup):
    """The program: help and errors are told in the language that its command line asks for."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run it, speaking that language as long as it runs."""
        with speaking(asked_in(sys.argv[1:] if args is None else args)):
            in_language(self, language())
            return super().main(args, *rest, **extra)


def asked_in(args: Sequence[str]) -> str | None:
    """The language that the last `--lang` of a command line names; None: it names none."""
    asked = None
    for word, following in pairwise((*takewhile(lambda word: word != "--", args), "")):
        option, _, value = word.partition("=")
        if option == "--lang":
            asked = value or following
    return asked if asked in LANGUAGES else None


def in_language(command: Any, lang: str) -> Any:
    """A command made in English, its help put into a language, with that of its own commands."""
    if lang != "en":
        _translate(command, lang)
    return command


def _translate(command: TyperCommand | TyperGroup, lang: str) -> None:
    command.help = _help(command.help, lang)
    command.rich_help_panel = told(Said("help.commands"), lang)
    parameters: list[Any] = command.get_params(Context(command))
    for parameter in parameters:
        panel = "help.arguments" if isinstance(parameter, TyperArgument) else "help.options"
        parameter.help = _help(parameter.help, lang)
        parameter.rich_help_panel = told(Said(panel), lang)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)


def _help(english: str | None, lang: str) -> str | None:
    pair = _HELP.get(english or "")
    return english if pair is None else _BREAK.sub(r"\g<0> ", pair(lang))
