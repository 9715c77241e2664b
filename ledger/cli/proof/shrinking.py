"""`walletsim shrink`: the smallest scenario that fails the same way."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.output import LanguageOption, ScenarioFile, fail, tell
from ledger.text.said import Said

Out = Annotated[Path | None, typer.Option(dir_okay=False, help=Said("help.shrink.out"))]


def shrink(file: ScenarioFile, *, out: Out = None, lang: LanguageOption = None) -> None:
    """Write the smallest scenario that fails the same way as a larger one."""
    from ledger.cli.files import sound_scenarios, write
    from ledger.proof.shrink import shrunk, signature_of
    from ledger.proof.write import story_text
    from ledger.text.problems import counted

    scenario = sound_scenarios([file])[0]
    signature = signature_of(scenario)
    if signature is None:
        fail(Said("proving.holds", path=file))
    data = shrunk(scenario)
    text = story_text(data)
    if out is None:
        typer.echo(text, nl=False)
    else:
        write(out, text)
    steps = counted(len(data["steps"]), "step")
    tell(Said("proving.shrunk", path=file, how=str(signature), steps=steps))
