"""`walletsim explain`: why one step of a scenario was answered as it was."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.output import Format, Language, language, print_json

if TYPE_CHECKING:
    from ledger.scenario.story import Scenario


def explain(
    file: Annotated[Path, typer.Argument(help="A scenario file. / 情景文件")],
    step: Annotated[str, typer.Argument(help="The id of one of its steps. / 步骤")],
    *,
    format_: Annotated[
        Format, typer.Option("--format", help="table (text), json or jsonl. / 输出格式")
    ] = Format.table,
    lang: Annotated[Language | None, typer.Option(help="Language of labels. / 语言")] = None,
) -> None:
    """Explain the answer to one step: rule, value, source, how much now, when the whole. / 解释."""
    from ledger.cli.files import NoFilesError, problems_text, scenarios
    from ledger.whatif.narrate import narrate

    try:
        loaded, problems, files = scenarios([file])
    except NoFilesError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if problems:
        typer.echo(problems_text(problems, files), err=True, nl=False)
        raise typer.Exit(2)
    document = _explained(loaded[0], step)
    if format_ is Format.table:
        typer.echo(narrate(document, language(lang)), nl=False)
    else:
        print_json(document, one_line=format_ is Format.jsonl)


def _explained(scenario: "Scenario", wanted: str) -> dict[str, Any]:
    from ledger.scenario.run import start, walk
    from ledger.text.problems import did_you_mean
    from ledger.whatif.explain import explain_step

    found: dict[str, Any] = {}

    def watch(step: Any, outcome: Any) -> None:
        if step.id == wanted:
            found.update(explain_step(scenario, step, outcome))

    made = start(scenario)
    walk(made, scenario.items, watch, verify=False)
    if not found:
        hint = did_you_mean(wanted, made.answers)
        message = f"{scenario.document.path}: no step “{wanted}”"
        typer.echo(f"{message}; {hint}" if hint else message, err=True)
        raise typer.Exit(2)
    return found
