"""How answers leave the program: as a table, JSON, JSON lines or CSV, and in which language.

Answers go to stdout, messages to stderr. Keys, codes and units of the machine formats are stable
and never translated; the language changes labels of tables only. In a terminal a table is made to
fit its width, and the last columns are left out first; elsewhere nothing is cut.
"""

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple, NoReturn, TypeAlias

import typer

from ledger.text.labels import Pair
from ledger.text.said import Said, told
from ledger.text.width import cells, clip, harmless, pad

Row: TypeAlias = Mapping[str, Any]
"""Texts, numbers, truth values, None, and lists and mappings of them, by stable keys."""

_GAP = 2
_LEAST_CELLS = 10
_LONG_STEPS = 2_000
_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ASKED: ContextVar[str | None] = ContextVar("asked", default=None)
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class TextFormat(StrEnum):
    """How an answer that is no table is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


class Language(StrEnum):
    """The language of labels."""

    zh = "zh"
    en = "en"


FormatOption: TypeAlias = Annotated[Format, typer.Option("--format", help=Said("help.format"))]
TextFormatOption: TypeAlias = Annotated[
    TextFormat, typer.Option("--format", help=Said("help.format"))
]
LanguageOption: TypeAlias = Annotated[
    Language | None,
    typer.Option("--lang", help=Said("help.lang")),
]
"""Every command has it; `Program` has seen it already, so `language()` answers with it."""
ScenarioFile: TypeAlias = Annotated[
    Path, typer.Argument(dir_okay=False, help=Said("help.scenario_file"))
]
NoColorOption: TypeAlias = Annotated[bool, typer.Option("--no-color", help=Said("help.no_color"))]


class Column(NamedTuple):
    """One column of a table, the most important first.

    Attributes:
        key: the key of its plain cells.
        label: its heading.
        show: a row's cell as people read it, in a language; None: the plain cell.
        narrows: whether its cells may be cut where the terminal is too narrow.
        right: whether its cells stand at the right, as amounts do.
    """

    key: str
    label: Pair
    show: Callable[[Row, str], str] | None = None
    narrows: bool = True
    right: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of one kind, and the columns that people see of them; other formats have every key."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    title: Pair | Said | None = None


@contextmanager
def speaking(asked: str | None) -> Iterator[None]:
    """Speak a language inside the block, unless another is asked for; None: the environment's."""
    before = _ASKED.set(asked)
    try:
        yield
    finally:
        _ASKED.reset(before)


def language(asked: str | None = None) -> str:
    """`zh` or `en`: as asked for, here or for the whole run, else by the environment."""
    asked = asked or _ASKED.get()
    if asked is not None:
        return str(asked)
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    env = os.environ  # noqa: TID251  -- the command line may read it
    locale = next((env[name] for name in names if env.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def colours(*, unwanted: bool) -> bool:
    """Whether stdout may be styled: a terminal, and nobody said no."""
    env = os.environ  # noqa: TID251  -- the command line may read it
    return sys.stdout.isatty() and not (
        unwanted or env.get("NO_COLOR") or env.get("TERM") == "dumb"
    )


def terminal_cells() -> int | None:
    """The width of the terminal that stdout is; None where it is none, and nothing is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def tell(text: str) -> None:
    """Say something in one line on stderr, in the language of the run."""
    typer.echo(harmless(told(text, language())), err=True)


def fail(message: str, hint: str = "") -> NoReturn:
    """Tell of bad input in one line on stderr and end with exit code 2."""
    tell(Said("command.hinted", message=message, hint=hint) if hint else message)
    raise typer.Exit(2)


def print_json(document: Any, *, one_line: bool = False) -> None:
    """Print a value as JSON; characters that a terminal does not show are written as escapes."""
    text = json.dumps(document, ensure_ascii=False, indent=None if one_line else 1)
    typer.echo(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def print_tables(
    tables: Sequence[Table], format_: Format, lang: str, *, no_color: bool = False
) -> None:
    """Print tables one after the other; in the other formats their rows are one list."""
    rows = [row for table in tables for row in table.rows]
    match format_:
        case Format.json:
            print_json(rows)
        case Format.jsonl:
            for row in rows:
                print_json(row, one_line=True)
        case Format.csv:
            typer.echo(_csv(tables), nl=False)
        case Format.table:
            width = terminal_cells()
            bold = colours(unwanted=no_color)
            parts = (table_lines(t, lang, width, bold=bold) for t in tables if t.rows)
            text = "\n\n".join("\n".join(lines) for lines in parts)
            typer.echo(text, nl=bool(text))


def table_lines(
    table: Table, lang: str, width: int | None = None, *, bold: bool = False
) -> list[str]:
    """The lines of a table, title and headings first.

    Args:
        table: what to show.
        lang: language of the labels.
        width: cells of the terminal; None: nothing is cut.
        bold: whether the headings are styled.
    """
    heads = [column.label(lang) for column in table.columns]
    body = [[harmless(_shown(c, row, lang)) for c in table.columns] for row in table.rows]
    widths = [max(map(cells, column)) for column in zip(heads, *body, strict=True)]
    if width is not None:
        widths = _fitting(widths, [column.narrows for column in table.columns], width)
    rights = [column.right for column in table.columns]
    head, *lines = (_line(texts, widths, rights) for texts in (heads, *body))
    title = table.title(lang) if isinstance(table.title, Pair) else told(table.title or "", lang)
    return [*([title] if title else []), f"{_BOLD}{head}{_PLAIN}" if bold else head, *lines]


def _shown(column: Column, row: Row, lang: str) -> str:
    return column.show(row, lang) if column.show is not None else _text(row.get(column.key))


def _text(cell: Any) -> str:
    """A plain cell as one text."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case list() if all(isinstance(item, str) for item in cell):
            return ", ".join(cell)
        case list() | dict():
            return json.dumps(cell, ensure_ascii=False)
        case _:
            return str(cell)


def _fitting(widths: list[int], narrows: list[bool], width: int) -> list[int]:
    """The widths of the first columns, cut where they may be, so that they fit if they can."""
    for count in range(len(widths), 1, -1):
        cut = _cut(widths[:count], narrows[:count], width - _GAP * (count - 1))
        if sum(cut) + _GAP * (count - 1) <= width:
            return cut
    return [min(widths[0], width)]


def _cut(widths: list[int], narrows: list[bool], width: int) -> list[int]:
    """Take cells from the widest columns that may be cut, down to a least width."""
    widths = list(widths)
    over = sum(widths) - width
    while over > 0:
        widest = max((w for w, may in zip(widths, narrows, strict=True) if may), default=0)
        if widest <= _LEAST_CELLS:
            break
        widths[next(n for n, may in enumerate(narrows) if may and widths[n] == widest)] -= 1
        over -= 1
    return widths


def _line(texts: Sequence[str], widths: Sequence[int], rights: Sequence[bool]) -> str:
    """The first texts, each in its width; texts without a width are left out."""
    cut = ((clip(t, w), w, right) for t, w, right in zip(texts, widths, rights, strict=False))
    padded = (" " * (w - cells(t)) + t if right else pad(t, w) for t, w, right in cut)
    return (" " * _GAP).join(padded).rstrip()


def _csv(tables: Sequence[Table]) -> str:
    keys = dict.fromkeys(key for table in tables for row in table.rows for key in row)
    keys = keys or dict.fromkeys(column.key for table in tables for column in table.columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    for table in tables:
        for row in table.rows:
            writer.writerow(harmless(_text(row.get(key))) for key in keys)
    return out.getvalue()


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr for long work in a terminal; yields what to call after each step."""
    if total < _LONG_STEPS or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            if done % 100 == 0:
                bar.update(task, completed=done)

        yield advance
