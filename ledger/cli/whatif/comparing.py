"""`walletsim compare`: what another policy would change in a scenario or a stored ledger."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, TypeVar

import typer

from ledger.cli.ledgers.stored import LedgerOption, read_ledger
from ledger.cli.output import (
    Format,
    FormatOption,
    LanguageOption,
    NoColorOption,
    fail,
    language,
    tell,
)
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.cli.whatif.compare_options import Combined, Wanted
    from ledger.cli.whatif.compare_rows import Answers
    from ledger.policy.book import PolicyBook
    from ledger.scenario.story import Scenario
    from ledger.whatif.comparing.history import History

BAD_INPUT: Final = 2

T = TypeVar("T")

Source = Annotated[
    str,
    typer.Argument(help=Said("help.compare.source")),
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--change", help=Said("help.compare.change")),
]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", help=Said("help.compare.reading")),
]
Policies = Annotated[
    list[Path] | None,
    typer.Option("--policy", help=Said("help.compare.policy")),
]
Sweeps = Annotated[
    list[str] | None,
    typer.Option("--sweep", help=Said("help.compare.sweep")),
]


def compare(
    source: Source,
    *,
    change: Changes = None,
    from_: Annotated[str | None, typer.Option("--from", help=Said("help.compare.from"))] = None,
    until: Annotated[str | None, typer.Option("--until", help=Said("help.compare.until"))] = None,
    reading: Readings = None,
    policy: Policies = None,
    sweep: Sweeps = None,
    all_readings: Annotated[
        bool,
        typer.Option("--all-readings", help=Said("help.compare.all_readings")),
    ] = False,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Judge what happened again under another policy."""
    from ledger.cli.whatif.compare_options import wanted as read_options
    from ledger.cli.whatif.compare_tables import print_answers

    if not (change or reading or policy or sweep or all_readings):
        fail(Said("comparing.nothing_asked"))
    wanted = read_options(change or [], reading or [], sweep or [], from_, until)
    asked = _Asked(source, ledger, wanted, policy or [], all_readings)
    print_answers(_answers(asked), format_, language(lang), no_color=no_color)


class _Asked(NamedTuple):
    source: str
    ledger: str | None
    wanted: "Wanted"
    policy: list[Path]
    all_readings: bool


class _MistakenError(Exception):
    """The options do not fit the source; what is wrong with them has been noted."""


def _answers(asked: _Asked) -> "Answers":
    """The comparisons; ends the program with every mistake where there is one."""
    from ledger.cli.whatif.compare_options import combined
    from ledger.policy.shipped import shipped

    wanted, book = asked.wanted, _book(asked.policy)
    sound = book is not None or not asked.policy

    def work(history: "History") -> "Answers":
        other = combined(wanted, book or history.policy)
        if wanted.mistakes or not sound:
            raise _MistakenError
        return _judged(asked, other, history)

    try:
        return _with_history(asked, work)
    except _MistakenError:
        pass
    except typer.Exit as ended:
        if ended.exit_code != BAD_INPUT:
            raise
        combined(wanted, book or shipped())  # there is no source: at least tell the rest
    for mistake in wanted.mistakes:
        tell(mistake)
    raise typer.Exit(BAD_INPUT)


def _book(paths: list[Path]) -> "PolicyBook | None":
    """The policy book that files make; None without files, or with bad ones, which it tells."""
    from ledger.cli.policy.commands import book_of

    try:
        return book_of(paths) if paths else None
    except typer.Exit:
        return None


def _judged(asked: _Asked, other: "Combined", history: "History") -> "Answers":
    from ledger.cli.whatif.compare_rows import Answers
    from ledger.whatif.comparing.backtest import backtest
    from ledger.whatif.comparing.disputed import hanging

    changed = bool(asked.policy) or other.policy is not history.policy
    return Answers(
        history.journal.ledger,
        tuple(map(str, asked.policy)),
        other,
        backtest(history, other.policy) if changed else None,
        tuple((one, backtest(history, one.policy)) for one in other.swept),
        tuple(hanging(history, other.policy if changed else None)) if asked.all_readings else None,
    )


def _with_history(asked: _Asked, work: "Callable[[History], T]") -> T:
    """Do work on what the source tells; ends the program when there is nothing to read."""
    from ledger.whatif.comparing.history import of_ledger, of_scenario

    if "://" in asked.source:
        return read_ledger(asked.source, asked.ledger, lambda journal: work(of_ledger(journal)))
    if asked.ledger is not None:
        asked.wanted.mistakes.append(Said("comparing.ledger_of_what"))
    return work(of_scenario(_scenario(Path(asked.source))))


def _scenario(path: Path) -> "Scenario":
    from ledger.cli.files import sound_scenarios
    from ledger.text.problems import did_you_mean

    with suppress(OSError):  # a path that cannot even be looked for is told of below
        if path.is_dir():
            fail(Said("comparing.folder", path=path))
        if not path.exists():
            near = [other.name for other in path.parent.glob("*.y*ml")]
            fail(Said("comparing.no_file", path=path), did_you_mean(path.name, near))
    return sound_scenarios([path])[0]
