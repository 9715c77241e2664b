"""From written text to a typed value, once the parameter's kind is known."""

from typing import Any

from ledger.policy.dated import Definition, Special
from ledger.policy.fields import UnknownWordError, pick
from ledger.policy.kinds import KINDS, Value
from ledger.policy.model import Disputed, Parameter, Record, Written


def definition_of(name: str, parameter: Parameter) -> Definition:
    """The definition of a parameter, as the nation's file states it."""
    return Definition(
        name=name,
        kind_name=parameter.is_,
        of=tuple(parameter.of or ()),
        columns=tuple((parameter.columns or {}).items()),
        mode=parameter.mode or "",
        zh=parameter.about.zh,
        en=parameter.about.en,
        applies_to=parameter.applies_to,
        when_absent=parameter.when_absent,
    )


def typed(definition: Definition, record: Record | Disputed) -> Value:
    """The value a record states.

    Raises:
        ValueError: when it is missing or not of the parameter's kind.
    """
    if definition.kind_name == "brackets" and record.value is None:
        return _rows(definition, record.rows or [])
    if record.value is None or record.rows is not None:
        raise ValueError(f"a value of kind {definition.kind_name} is wanted under “value”")
    return typed_text(definition, record.value)


def typed_text(definition: Definition, written: Written) -> Value:
    """The value a text (or a list of words) states.

    Raises:
        ValueError: when it is not of the parameter's kind.
    """
    if written == Special.INHERIT.value:
        return Special.INHERIT
    if definition.kind_name == "set":
        return _set(definition, written)
    if not isinstance(written, str):
        raise ValueError("one value is wanted here, not a list")
    if definition.kind_name == "choice":
        return pick(written, definition.of, "word")
    return definition.kind.read(written)


def _set(definition: Definition, written: Written) -> frozenset[str]:
    if isinstance(written, str):
        raise ValueError("a list of words is wanted here, for example [outpatient, pharmacy]")
    for word in written:
        if word not in definition.of:
            raise UnknownWordError(word, definition.of, "word")
    return frozenset(written)


def _rows(definition: Definition, rows: list[dict[str, str]]) -> tuple[tuple[Any, ...], ...]:
    kinds = dict(definition.columns)
    typed_rows = [tuple(_cell(kinds, row, name) for name in kinds) for row in rows]
    firsts = [row[0] for row in typed_rows]
    if not rows or any(a >= b for a, b in zip(firsts, firsts[1:], strict=False)):
        raise ValueError(f"rows are wanted, ascending by “{next(iter(kinds), '?')}”")
    return tuple(typed_rows)


def _cell(kinds: dict[str, str], row: dict[str, str], name: str) -> Any:
    if set(row) != set(kinds):
        raise ValueError(f"each row has exactly the columns {', '.join(kinds)}")
    return KINDS[kinds[name]].read(row[name])
