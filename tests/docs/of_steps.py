"""What the program says of the words of a step: their fields, and how each is written."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import TypeAdapter

from ledger.core.commands import Command
from ledger.core.refusals import Code
from ledger.scenario.model import FeedFields, StepFields
from tests.docs.tables import cell, table

COMMANDS: dict[str, type] = {kind.__struct_config__.tag: kind for kind in get_args(Command)}
"""The command that a step of this word gives."""


def step_part(word: str) -> str:
    """The fields of one word of a step, and the command it gives."""
    schema, command = schema_of(word), COMMANDS.get(word)
    lines = [] if command is None else [f"Command: `{command.__name__}`.", ""]
    fields = schema.get("properties")
    if fields is None:
        return "\n".join([*lines, f"Written as one value, {written(schema, schema)}.", ""])
    needed, word_alone = schema.get("required", ()), schema["words"]
    if word_alone:
        lines += [f"One word, {_words(word_alone)}, or:", ""]
    rows = [
        (f"`{name}`", "yes" if name in needed else "", cell(written(field, schema)))
        for name, field in fields.items()
        if not (word_alone and name == "verdict")  # the word itself, as the model keeps it
    ]
    return "\n".join([*lines, *table(("field", "needed", "written"), rows)])


def schema_of(word: str) -> dict[str, Any]:
    """The schema of what stands under a word; `words` are those that may stand for all of it."""
    if word == "feed":
        return {**FeedFields.model_json_schema(), "words": []}
    schema = TypeAdapter(StepFields.model_fields[word].rebuild_annotation()).json_schema()
    kinds = list(_kinds(schema))
    words = [one for kind in kinds[:-1] for one in kind.get("enum", ())]
    return {**_resolved(kinds[-1], schema), "$defs": schema.get("$defs", {}), "words": words}


def _kinds(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What may stand here, leaving aside that nothing may."""
    for kind in schema.get("anyOf", [schema]):
        if "anyOf" in kind:
            yield from _kinds(kind)
        elif kind.get("type") != "null":
            yield kind


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    found: dict[str, Any] = whole["$defs"][name] if name else schema
    return found


def written(field: dict[str, Any], whole: dict[str, Any]) -> str:
    """How the value of a field is written, from its schema."""
    texts = (_written(_resolved(kind, whole), whole) for kind in _kinds(field))
    return " or ".join(dict.fromkeys(texts))


def _written(kind: dict[str, Any], whole: dict[str, Any]) -> str:
    if "enum" in kind:
        return _words(kind["enum"])
    if "examples" in kind:
        return "like " + " or ".join(f"`{example}`" for example in kind["examples"])
    if "properties" in kind:
        return "`{" + ", ".join(kind["properties"]) + "}`"
    if kind.get("type") == "array":
        return f"list of: {written(kind['items'], whole)}"
    if kind.get("type") == "object":
        values = [*kind.get("patternProperties", {}).values(), kind.get("additionalProperties")]
        value = next(value for value in values if isinstance(value, dict))
        return f"by name: {written(value, whole)}"
    return {"integer": "a whole number"}.get(kind.get("type", ""), "text")


def _words(words: list[str]) -> str:
    if set(words) == set(Code):
        return "a [refusal code](refusals.md)"
    return ", ".join(f"`{word}`" for word in words)
