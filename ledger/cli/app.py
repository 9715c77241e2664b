"""The commands of `walletsim`, and how they end.

Exit codes: 0 as expected; 1 a check failed or the answer is no; 2 bad usage or a bad file; 3 a
ledger's integrity is broken; 130 interrupted.
"""

import io
import sys

import typer

import ledger
from ledger.cli import benching, comparing, explaining, ledgers, replaying, writing
from ledger.cli.policy import policy_app

app = typer.Typer(
    name="walletsim",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Replay and question transfers of the medical-insurance wallet (医保钱包). "
    "It moves no real money. / 医保钱包转账与家庭共济模拟：回放、验证、解释。不动真钱。",
)


def _version(wanted: bool) -> None:  # Typer hands it over so
    if wanted:
        typer.echo(f"walletsim {ledger.__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version. / 版本"
    ),
) -> None:
    """Options of the program itself."""


app.command("replay")(replaying.replay)
app.command("check")(writing.check)
app.command("explain")(explaining.explain)
app.command("compare")(comparing.compare)
app.command("freeze")(writing.freeze)
app.command("schema")(writing.schema)
app.command("bench")(benching.bench)
app.add_typer(policy_app, name="policy")
app.add_typer(ledgers.ledger_app, name="ledger")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Chinese
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
