"""Options for the fields of a step, and the step that options and `--then` texts come to."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import typer

from ledger.cli.output import language
from ledger.scenario.actions import ActionFields
from ledger.scenario.references import Names
from ledger.scenario.story import Step
from ledger.scenario.wishes import wished
from ledger.text.problems import Problem, render
from ledger.text.reader import Document, read_text
from ledger.text.said import Said


class FieldOption(NamedTuple):
    """An option that fills one field of an action.

    Attributes:
        key: of the field in a step; empty where the action is a plain text (`accept: t1`).
        flag: `--from`.
        plain: whether its value is a text; else it is written as YAML.
        help: in either language.
    """

    key: str
    flag: str
    plain: bool
    help: str


def field_options(action: str) -> tuple[FieldOption, ...]:
    """The options of an action, in the order of its fields."""
    schema = ActionFields.model_json_schema()
    shape = _plain_shape(schema["properties"][action])
    if "$ref" not in shape:
        return (_option("", "of", shape),)
    model = schema["$defs"][shape["$ref"].rpartition("/")[2]]
    return tuple(_option(key, key, _plain_shape(s)) for key, s in model["properties"].items())


def _plain_shape(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shape of a field without the alternative that it may be left out."""
    options = shape.get("anyOf", (shape,))
    return next(option for option in options if option.get("type") != "null")


def _option(key: str, name: str, shape: Mapping[str, Any]) -> FieldOption:
    example = str(next(iter(shape.get("examples", ())), ""))
    words = ", ".join(str(word) for word in shape.get("enum", ()))
    choice = Said("asking.words", words=words) if words else ""
    sample = Said("asking.example", example=example) if example else ""
    plain = shape.get("type") != "array" and "$ref" not in shape
    return FieldOption(key, f"--{name}", plain, choice or sample)


def document_of(
    action: str, head: Mapping[str, str], values: Iterable[tuple[FieldOption, str]]
) -> Document:
    """The step that options describe, as text: one line an option, so that a mistake shows it."""
    lines = [f"{key}: {_quoted(text)}" for key, text in head.items()]
    body = [(option.key, _written(option, text)) for option, text in values]
    if body and not body[0][0]:
        lines.append(f"{action}: {body[0][1]}")
    else:
        lines.append(f"{action}:" if body else f"{action}: {{}}")
        lines += [f"  {key}: {text}" for key, text in body]
    return read_text("\n".join(lines), f"what-if {action}")


def _written(option: FieldOption, text: str) -> str:
    return _quoted(text) if option.plain else " ".join(text.splitlines())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def steps_asked(documents: Sequence[Document], names: Names, *, at: int, since: int) -> list[Step]:
    """The steps of documents; ends the program with all that is wrong with them.

    Args:
        documents: one step each.
        names: who is known.
        at: the moment of the first, unless it names one; the others' is that of the one before.
        since: the moment that none may be before.
    """
    steps: list[Step] = []
    problems: list[Problem] = []
    for number, document in enumerate(documents, 1):
        step, found = wished(document, names, name=f"w{number}", at=at, since=since)
        problems += found
        if step is not None:
            steps.append(step)
            at = since = step.at
    if problems:
        sources = {document.path: document.text for document in documents}
        text = render(problems, sources, language())
        typer.echo(text, err=True, nl=False)
        raise typer.Exit(2)
    return steps


def then_documents(texts: Sequence[str]) -> list[Document]:
    """The texts of `--then`, each one step."""
    return [read_text(text, f"--then {number}") for number, text in enumerate(texts, 1)]
