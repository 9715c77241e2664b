"""`walletsim explain`: why one step of a scenario was answered as it was."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.options import FormatOption, LanguageOption, ScenarioFile
from ledger.cli.output import Format, language, print_json

if TYPE_CHECKING:
    from ledger.scenario.story import Scenario


def explain(
    file: ScenarioFile,
    step: Annotated[str, typer.Argument(help="The id of one of its steps. / 步骤")],
    *,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
) -> None:
    """Explain the answer to one step: rule, value, source, how much now, when the whole. / 解释."""
    from ledger.cli.files import sound_scenarios
    from ledger.whatif.narrate import narrate

    document = _explained(sound_scenarios([file])[0], step)
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
