"""`walletsim ledger fork` and `diff`: a ledger that goes another way, and what that comes to."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.ledgers.stored import LedgerOption, UrlArgument, or_exit, read_ledger
from ledger.cli.output import (
    Column,
    Format,
    FormatOption,
    LanguageOption,
    NoColorOption,
    Row,
    Table,
    fail,
    language,
    print_tables,
    tell,
)
from ledger.text.labels import Pair
from ledger.text.pairs.forking import FORKING
from ledger.text.said import Said
from ledger.words.moments import format_day
from ledger.words.money import yuan

if TYPE_CHECKING:
    from ledger.reports.difference import Difference


def fork(
    url: UrlArgument,
    name: Annotated[str, typer.Argument(help=Said("help.ledger.fork.name"))],
    *,
    to: Annotated[str | None, typer.Option(help=Said("help.ledger.fork.to"))] = None,
    seq: Annotated[int | None, typer.Option(help=Said("help.ledger.fork.seq"), min=1)] = None,
    at: Annotated[str | None, typer.Option(help=Said("help.ledger.fork.at"))] = None,
    ledger: LedgerOption = None,
    lang: LanguageOption = None,
) -> None:
    """Make a new ledger of the first events of one."""
    from ledger.cli.ledgers.reading import moment_of
    from ledger.journal.finished import Finished, store_all
    from ledger.scenario.fields import step_id
    from ledger.whatif.fork import forked

    until = None if at is None else moment_of(at)
    or_exit(lambda: step_id(name))
    new = read_ledger(url, ledger, lambda journal: forked(journal, name, seq=seq, at=until))
    finished = Finished(new.journal, new.book.balances, *new.policy)
    or_exit(lambda: store_all(to or url, [finished]))
    tell(Said("forking.forked", name=name, count=new.journal.count, url=to or url))


def diff(
    url: UrlArgument,
    *,
    other: Annotated[str | None, typer.Option(help=Said("help.ledger.diff.other"))] = None,
    other_url: Annotated[str | None, typer.Option(help=Said("help.ledger.diff.other_url"))] = None,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Compare two ledgers in decisions, balances and what was sent."""
    from ledger.reports.difference import differences, same_events, told

    first = read_ledger(url, ledger, lambda journal: (journal.ledger, told(journal)))
    second = read_ledger(other_url or url, other, lambda j: (j.ledger, told(j)))
    if (other_url or url, second[0]) == (url, first[0]):
        fail(Said("forking.itself"))
    count, found = same_events(first[1], second[1]), list(differences(first[1], second[1]))
    same = {"one": first[0], "other": second[0], "count": count}
    tell(
        Said("forking.differ", **same, found=len(found)) if found else Said("forking.same", **same)
    )
    columns = (
        Column("kind", FORKING["kind"], _kind, narrows=False),
        Column("what", FORKING["what"]),
        Column("one", Pair(first[0], first[0]), lambda row, lang: _side(row, row["one"], lang)),
        Column("other", Pair(second[0], second[0]), lambda r, lang: _side(r, r["other"], lang)),
    )
    table = Table(columns, [_row(difference) for difference in found])
    print_tables([table], format_, language(lang), no_color=no_color)
    raise typer.Exit(1 if found else 0)


def _row(difference: "Difference") -> Row:
    """A difference by stable keys: fen, or the day, transfers and fen of what was sent."""
    sides = difference.one, difference.other
    one, other = (_usage(side) if isinstance(side, tuple) else side for side in sides)
    return {"kind": difference.kind, "what": difference.what, "one": one, "other": other}


def _usage(used: tuple[int, int, int]) -> dict[str, str | int | None]:
    day, count, fen = used
    return {"day": format_day(day) if count else None, "count": count, "sent_fen": fen}


def _kind(row: Row, lang: str) -> str:
    return FORKING[row["kind"]](lang)


def _side(row: Row, side: Any, lang: str) -> str:
    """One side of a difference, as people read it."""
    match row["kind"], side:
        case _, None:
            return FORKING["absent"](lang)
        case "balance", int(fen):
            return yuan(fen)
        case "usage", {"count": 0}:
            return FORKING["unused"](lang)
        case "usage", dict(used):
            return FORKING["sent"](lang).format(**used, amount=yuan(used["sent_fen"]))
        case _:
            return FORKING["taken"](lang) if side == "taken" else str(side)
