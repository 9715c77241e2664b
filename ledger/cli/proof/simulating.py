"""`walletsim simulate`: a ledger in a world that fails, made up from one number."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.output import (
    Column,
    Format,
    LanguageOption,
    NoColorOption,
    Table,
    TextFormat,
    TextFormatOption,
    fail,
    language,
    print_json,
    print_tables,
    tell,
)
from ledger.text.pairs.simulating import SIMULATING
from ledger.text.said import Said, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.simulate.faults import Fault
    from ledger.simulate.run import Failure, Outcome

ALL, NONE = "all", "none"


def simulate(
    *,
    seed: Annotated[int, typer.Option(min=0, help=Said("help.simulate.seed"))] = 1,
    steps: Annotated[int, typer.Option(min=1, help=Said("help.simulate.steps"))] = 200,
    faults: Annotated[str, typer.Option(help=Said("help.simulate.faults"))] = ALL,
    format_: TextFormatOption = TextFormat.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Run a made-up world on a ledger in memory and on one in a database."""
    named = _faults(faults)
    outcomes = _both(seed, steps, named)
    failure = _failure(steps, outcomes)
    document = _document(seed, steps, named, outcomes[0], failure)
    if format_ is not TextFormat.table:
        print_json(document, one_line=format_ is TextFormat.jsonl)
    else:
        print_tables([_table(document)], Format.table, language(lang), no_color=no_color)
    if failure is not None:
        _tell_failure(seed, faults, *failure)
        raise typer.Exit(1)
    first = outcomes[0]
    tell(Said("simulating.held", seed=seed, steps=steps, events=first.events, head=first.head[:12]))


def _faults(text: str) -> "list[Fault]":
    from ledger.simulate.faults import Fault
    from ledger.text.problems import did_you_mean, unknown

    if text in {ALL, NONE}:
        return list(Fault) if text == ALL else []
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in set(Fault):
            names = Said("simulating.names", names=(ALL, NONE, *(fault.value for fault in Fault)))
            fail(unknown("fault", word), did_you_mean(word, Fault) or names)
    return [fault for fault in Fault if fault in words]


def _both(seed: int, steps: int, faults: "Sequence[Fault]") -> "list[Outcome]":
    from contextlib import closing

    from ledger.policy.shipped import shipped
    from ledger.simulate.run import simulate as simulated
    from ledger.simulate.stores import MemoryStore, SqlStore

    with (
        tempfile.TemporaryDirectory() as folder,
        closing(SqlStore(f"sqlite:///{Path(folder, 'simulated.db')}")) as kept,
    ):
        stores = (MemoryStore(), kept)
        return [simulated(seed, steps, faults, store, shipped()) for store in stores]


def _failure(steps: int, outcomes: "Sequence[Outcome]") -> "tuple[str, Failure] | None":
    """The first failure and the store it was in; that they ended otherwise, if nothing else."""
    from ledger.simulate.run import Failure

    for outcome in outcomes:
        if outcome.failure is not None:
            return outcome.store, outcome.failure
    if len({outcome.head for outcome in outcomes}) > 1:
        return outcomes[-1].store, Failure(steps, Said("simulating.heads_differ"), ())
    return None


def _document(
    seed: int,
    steps: int,
    faults: "Sequence[Fault]",
    outcome: "Outcome",
    failure: "tuple[str, Failure] | None",
) -> dict[str, Any]:
    """What happened, by stable keys."""
    wrong = None
    if failure is not None:
        store, (step, what, before) = failure
        wrong = {
            "store": store,
            "step": step,
            "what": str(what),
            "before": [_delivery(one._asdict()) for one in before],
        }
    return {
        "seed": seed,
        "steps": steps,
        "faults": [fault.value for fault in faults],
        "events": outcome.events,
        "head": outcome.head,
        "told": {kind: dict(counts) for kind, counts in outcome.told.items()},
        "failure": wrong,
    }


def _delivery(delivery: dict[str, Any]) -> dict[str, Any]:
    from ledger.words.moments import format_moment

    return {**delivery, "at": format_moment(delivery["at"])}


def _table(document: dict[str, Any]) -> Table:
    columns = (
        Column("kind", SIMULATING["kind"], lambda row, lang: SIMULATING[row["kind"]](lang)),
        Column("what", SIMULATING["what"]),
        Column("count", SIMULATING["count"], right=True),
    )
    rows = [
        {"kind": kind, "what": what, "count": count}
        for kind, counts in document["told"].items()
        for what, count in counts.items()
    ]
    return Table(columns, rows)


def _tell_failure(seed: int, faults: str, store: str, failure: "Failure") -> None:
    for one in failure.before:
        shown = _delivery(one._asdict())
        tell("  " + " ".join(str(cell) for cell in shown.values() if cell != ""))
    what = told(failure.what, language())
    tell(Said("simulating.failed", store=store, seed=seed, step=failure.step, what=what))
    command = f"walletsim simulate --seed {seed} --steps {failure.step}"
    tell(
        Said(
            "simulating.replay", command=command + ("" if faults == ALL else f" --faults {faults}")
        )
    )
