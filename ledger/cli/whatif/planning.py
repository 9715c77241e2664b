"""`walletsim what-if plan`: the fewest transfers that bring an amount to somebody by a day."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

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
    print_json,
    print_tables,
    tell,
)
from ledger.text.labels import REFUSALS
from ledger.text.pairs.asking import PLANNING
from ledger.text.said import Said
from ledger.words.moments import DAY, format_day, format_moment
from ledger.words.money import yuan

if TYPE_CHECKING:
    from ledger.whatif.planning.plan import Plan
    from ledger.whatif.world import World

T = TypeVar("T")

_STEPS = (
    Column("at", PLANNING["at"], narrows=False),
    Column("do", PLANNING["do"], lambda row, lang: PLANNING[row["do"]](lang), narrows=False),
    Column("from", PLANNING["from"], narrows=False),
    Column("amount_fen", PLANNING["amount"], lambda r, _: yuan(r["amount_fen"]), right=True),
    Column("id", PLANNING["id"]),
)


def plan(
    origin: Annotated[str | None, typer.Argument(help=Said("help.what_if.origin"))] = None,
    *,
    to: Annotated[str, typer.Option(help=Said("help.plan.to"))],
    amount: Annotated[str, typer.Option(help=Said("help.plan.amount"))],
    by: Annotated[str, typer.Option(help=Said("help.plan.by"))],
    at: Annotated[str | None, typer.Option(help=Said("help.what_if.at"))] = None,
    ledger: Annotated[str | None, typer.Option(help=Said("help.what_if.ledger"))] = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Find the fewest transfers, then the earliest finish, each step proved by the engine."""
    from ledger.cli.whatif.worlds import Origin, world_of
    from ledger.whatif.errors import CannotPlanError
    from ledger.whatif.planning.plan import plan as planned

    world, now = world_of(Origin(origin, ledger, None), ())
    wrong = list(_unknown(world, to, tells=ledger is None))
    fen, last, start = _asked(wrong, amount, by, at, now)
    try:
        found = planned(world.session, to, fen, at=start, by=last)
    except CannotPlanError as error:
        fail(str(error))
    rows = list(_rows(found))
    if format_ in {Format.json, Format.jsonl}:
        print_json(_document(found, rows), one_line=format_ is Format.jsonl)
    else:
        _tell(world, found)
        print_tables([Table(_STEPS, rows)], format_, language(lang), no_color=no_color)
    raise typer.Exit(0 if found.arrives_at is not None else 1)


def _asked(
    wrong: list[str], amount: str, by: str, at: str | None, now: int
) -> tuple[int, int, int]:
    """The amount, the last instant and the first one; ends the program with all that is wrong."""
    from ledger.words.moments import parse_moment
    from ledger.words.money import parse_money

    def read(option: str, text: str, reader: Callable[[str], T], instead: T) -> T:
        try:
            return reader(text)
        except ValueError as error:
            wrong.append(Said("asking.option", option=option, why=str(error)))
            return instead

    fen = read("--amount", amount, parse_money, 1)
    last = read("--by", by, _last_instant, now)
    start = now if at is None else read("--at", at, parse_moment, now)
    for message in wrong:
        tell(message)
    if wrong:
        raise typer.Exit(2)
    return fen, last, start


def _last_instant(text: str) -> int:
    """A moment, or the last instant of a day."""
    from ledger.words.moments import parse_day, parse_moment

    return parse_moment(text) if " " in text or "T" in text else (parse_day(text) + 1) * DAY - 1


def _unknown(world: "World", payee: str, *, tells: bool) -> Iterator[str]:
    """That there is no such payee; who else there is only where that is no secret."""
    from ledger.text.problems import did_you_mean

    people = world.session.book.people
    if payee not in people:
        hint = did_you_mean(payee, people) if tells else ""
        if hint:
            yield Said("asking.nobody_near", person=payee, hint=hint)
        else:
            yield Said("asking.nobody", person=payee)


def _rows(found: "Plan") -> Iterator[Row]:
    """One step a row: what is accepted first, then every transfer and its acceptance."""
    for money in found.accepted:
        row = {"at": format_moment(found.at), "do": "accept", "from": money.payer}
        yield {**row, "amount_fen": money.amount_fen, "id": money.transfer}
    for sent in found.transfers:
        do = "transfer_accept" if sent.accepts else "transfer"
        row = {"at": format_moment(sent.at), "do": do, "from": sent.source}
        yield {**row, "amount_fen": sent.amount_fen, "id": None}


def _document(found: "Plan", rows: list[Row]) -> Row:
    arrives = found.arrives_at
    return {
        "payee": found.payee,
        "amount_fen": found.amount_fen,
        "at": format_moment(found.at),
        "by": format_moment(found.by),
        "arrives_at": None if arrives is None else format_moment(arrives),
        "most_fen": found.most_fen,
        "transfers": len(found.transfers),
        "steps": rows,
        "cannot": [{"giver": giver, "code": code.value} for giver, code in found.cannot],
    }


def _until(instant: int) -> str:
    """A last moment; the last of a day is the day."""
    return format_moment(instant) if (instant + 1) % DAY else format_day(instant // DAY)


def _tell(world: "World", found: "Plan") -> None:
    """What the plan comes to, on stderr; its steps are the data."""
    person = world.session.book.people[found.payee]
    who = f"{person.id} {person.name}".rstrip()
    said = {"who": who, "amount": yuan(found.amount_fen), "by": _until(found.by)}
    if found.arrives_at is None:
        tell(Said("planning.none", **said, most=yuan(found.most_fen)))
    else:
        arrives, count = format_moment(found.arrives_at), len(found.transfers)
        tell(Said("planning.found", **said, count=count, arrives=arrives))
    for giver, code in found.cannot:
        pair = REFUSALS[code.value](language())
        tell(Said("planning.cannot", giver=giver, code=code.value, why=pair))
