"""From written text to a typed value, once the parameter's kind is known."""

from contextlib import suppress
from itertools import pairwise
from typing import Any

from ledger.policy.dated import Definition, Special
from ledger.policy.fields import pick, text_of
from ledger.policy.kinds import KINDS, Value
from ledger.policy.model import Disputed, Parameter, Record, Written
from ledger.text.reader import Document
from ledger.text.said import Said
from ledger.words.quantities import unit_of


def definition_of(name: str, parameter: Parameter, document: Document) -> Definition:
    """The definition of a parameter, as the nation's file states it."""
    return Definition(
        name=name,
        kind_name=parameter.is_,
        of=tuple(parameter.of or ()),
        columns=tuple((parameter.columns or {}).items()),
        mode=parameter.mode or "",
        zh=parameter.about.zh if parameter.about is not None else name,
        en=parameter.about.en if parameter.about is not None else name,
        applies_to=parameter.applies_to,
        when_absent=parameter.when_absent,
        unit=_unit(parameter),
        origin=(document, ("parameters", name)),
    )


def _unit(parameter: Parameter) -> str:
    """What a count counts: the unit it names, else that of its first sound value, else 次."""
    if parameter.is_ != "count":
        return ""
    if parameter.unit is not None:
        return parameter.unit
    for record in parameter.values:
        with suppress(ValueError):
            return unit_of(text_of(record.value))
    return "次"


def typed(definition: Definition, record: Record | Disputed) -> Value:
    """The value a record states.

    Raises:
        ValueError: when it is missing or not of the parameter's kind.
    """
    if definition.kind_name == "brackets" and record.rows is not None:
        if record.value is not None:
            raise ValueError(Said("policy.rows_alone"))
        return _rows(definition, record.rows)
    if record.value is None or record.rows is not None:
        wanted = "rows" if definition.kind_name == "brackets" else "value"
        raise ValueError(Said("policy.value_wanted", kind=definition.kind_name, key=wanted))
    return typed_text(definition, record.value)


def typed_text(definition: Definition, written: Written) -> Value:
    """The value a text (or a list of words) states.

    Raises:
        ValueError: when it is not of the parameter's kind.
    """
    if written == Special.INHERIT.value:
        return Special.INHERIT
    match definition.kind_name, written:
        case "set", list():
            return frozenset(pick(text_of(w), definition.of, "word") for w in written)
        case "set", _:
            raise ValueError(Said("policy.words_wanted"))
        case "choice", str():
            return pick(written, definition.of, "word")
        case _, str():
            return definition.kind.read(written)
        case _:
            raise ValueError(Said("policy.one_value"))


def read_back(definition: Definition, written: Any) -> Value:
    """The value that `Definition.write` wrote so.

    Raises:
        ValueError: when it wrote no such thing.
    """
    if written == Special.END.value:
        return Special.END
    if definition.kind_name == "brackets" and isinstance(written, list):
        return _rows(definition, written)
    return typed_text(definition, written)


def _rows(definition: Definition, rows: list[dict[str, str]]) -> tuple[tuple[Any, ...], ...]:
    kinds = dict(definition.columns)
    typed_rows = tuple(tuple(_cell(kinds, row, name) for name in kinds) for row in rows)
    first = next(iter(kinds), "?")
    if not rows or any(before[0] >= after[0] for before, after in pairwise(typed_rows)):
        raise ValueError(Said("policy.rows_ascending", first=first))
    return typed_rows


def _cell(kinds: dict[str, str], row: dict[str, str], name: str) -> Any:
    if set(row) != set(kinds):
        raise ValueError(Said("policy.row_columns", columns=tuple(kinds)))
    return KINDS[kinds[name]].read(row[name])
