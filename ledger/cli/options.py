"""The options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.output import Format, Language

FormatOption = Annotated[
    Format, typer.Option("--format", help="table, json, jsonl or csv. / 输出格式")
]
LanguageOption = Annotated[Language | None, typer.Option(help="Language of labels. / 标签语言")]
ScenarioFile = Annotated[Path, typer.Argument(help="A scenario file. / 情景文件")]
