"""The commands of `walletsim`, and how they end.

Exit codes: 0 as expected; 1 a check failed or the answer is no; 2 bad usage or a bad file; 3 a
ledger's integrity is broken; 130 interrupted.
"""

import gc
import io
import sys

import typer

import ledger
from ledger.cli.helping import Program
from ledger.cli.ledgers import commands as ledgers
from ledger.cli.output import LanguageOption
from ledger.cli.policy.commands import policy_app
from ledger.cli.proof import benching, probing, proving, shrinking, simulating
from ledger.cli.scenario import replaying, writing
from ledger.cli.whatif import asking, auditing, comparing, explaining
from ledger.text.said import Said

app = typer.Typer(
    name="walletsim",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=Said("help.walletsim"),
    cls=Program,
)


def _version(wanted: bool) -> None:  # Typer hands it over so
    if wanted:
        typer.echo(f"walletsim {ledger.__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=Said("help.version")
    ),
    lang: LanguageOption = None,  # `Program` has seen it
) -> None:
    """Options of the program itself."""


app.command("replay", help=Said("help.replay"))(replaying.replay)
app.command("check", help=Said("help.check"))(writing.check)
app.command("explain", help=Said("help.explain"))(explaining.explain)
app.command("compare", help=Said("help.compare"))(comparing.compare)
app.add_typer(asking.what_if_app, name="what-if")
app.command("audit", help=Said("help.audit"))(auditing.audit)
app.command("coverage", help=Said("help.coverage"))(proving.coverage)
app.command("mutate", help=Said("help.mutate"))(proving.mutate)
app.command("shrink", help=Said("help.shrink"))(shrinking.shrink)
app.command("probe", help=Said("help.probe"))(probing.probe)
app.command("freeze", help=Said("help.freeze"))(writing.freeze)
app.command("schema", help=Said("help.schema"))(writing.schema)
app.command("simulate", help=Said("help.simulate"))(simulating.simulate)
app.command("bench", help=Said("help.bench"))(benching.bench)
app.add_typer(policy_app, name="policy")
app.add_typer(ledgers.ledger_app, name="ledger")


SELDOM = 100_000
"""New objects between two searches for cycles: a ledger's story makes many objects and no cycle."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Chinese
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
