"""`walletsim explain`: why one step of a scenario was answered as it was."""

from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from ledger.cli.output import (
    LanguageOption,
    ScenarioFile,
    TextFormat,
    TextFormatOption,
    fail,
    language,
    print_json,
    terminal_cells,
)
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.scenario.story import Scenario


def explain(
    file: ScenarioFile,
    step: Annotated[str, typer.Argument(help=Said("help.explain.step"))],
    *,
    format_: TextFormatOption = TextFormat.table,
    lang: LanguageOption = None,
) -> None:
    """Explain the answer to one step: rule, value, source, how much now, when the whole."""
    from ledger.cli.files import sound_scenarios
    from ledger.whatif.narrate import narrate

    document = _explained(sound_scenarios([file])[0], step)
    if format_ is TextFormat.table:
        typer.echo(narrate(document, language(lang), terminal_cells()), nl=False)
    else:
        print_json(document, one_line=format_ is TextFormat.jsonl)


def _explained(scenario: "Scenario", wanted: str) -> dict[str, Any]:
    from ledger.scenario.run import judged_step
    from ledger.whatif.explain import explain_step

    found = judged_step(scenario, wanted)
    if found is None:
        no_step(scenario, wanted)
    return explain_step(scenario, *found)


def no_step(scenario: "Scenario", wanted: str) -> NoReturn:
    """End the program: a scenario has no step of this id."""
    from ledger.scenario.story import Step
    from ledger.text.problems import did_you_mean, quoted

    ids = [item.id for item in scenario.items if isinstance(item, Step)]
    said = Said("command.no_step", path=scenario.document.path, step=quoted(wanted))
    fail(said, did_you_mean(wanted, ids))
