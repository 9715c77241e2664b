"""Commands as JSON lines, the words of FORMATS section 8; read by the models of scenario steps.

One line is one step: its `key` is its id, and money stands as a whole number under `amount_fen`.
"""

import codecs
from collections.abc import Mapping
from typing import Any

import msgspec
from pydantic import ValidationError

from ledger.scenario.model import StepFields
from ledger.scenario.steps import StepError, item_of
from ledger.scenario.story import Step
from ledger.session import Wish
from ledger.text.problems import quoted
from ledger.text.said import Said
from ledger.words.money import MOST_FEN

MONEY = frozenset({"amount", "burden", "base", "loss", "cap", "price", "pooled"})
"""Keys of a step that hold money; a line writes them with `_fen` behind."""

TRUTHS = frozenset({"retired", "filed"})
NUMBERS = frozenset({"rank", "months"})
"""Keys that a line writes as JSON's own truth values and whole numbers."""

_WIRED = {"id": "key", "amount": "amount_fen"}
"""Keys of a step that a line writes otherwise."""


_OBJECT = msgspec.json.Decoder(dict[str, Any])


class LineError(ValueError):
    """A line that is no command; its text is one clear sentence."""


def step_of(line: bytes) -> Step:
    """Read one JSON line as a step.

    Raises:
        LineError: when it is not one.
    """
    return _step(_decoded(line))


def fields_of(line: bytes) -> dict[str, Any]:
    """The keys of a JSON line as a step of a scenario file writes them.

    Raises:
        LineError: when it is no command.
    """
    return _fields(_decoded(line))


def untimed(line: bytes, at: str) -> tuple[Wish, bool]:
    """The wish of a line that may leave its moment out: it is then `at`, and the answer says so.

    Raises:
        LineError: when it is no command.
    """
    raw = _decoded(line)
    step = _step({"at": at, **raw})
    return Wish(step.command, step.at, step.key), "at" not in raw


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        raw = _OBJECT.decode(line.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LineError(Said("scenario.not_json", error=error)) from None
    if not isinstance(raw.get("key"), str) or not raw.keys().isdisjoint(("id", "expect")):
        raise LineError(Said("scenario.line_keys"))
    return raw


def _fields(raw: dict[str, Any]) -> dict[str, Any]:
    return {"id" if key == "key" else key: _with_units(value) for key, value in raw.items()}


def _step(raw: dict[str, Any]) -> Step:
    fields = _fields(raw)
    try:
        item = item_of(StepFields.model_validate(fields), ())
    except ValidationError as error:
        raise LineError(told_error(error, _WIRED)) from None
    except StepError as error:
        raise LineError(str(error)) from None
    if not isinstance(item, Step):
        raise LineError(Said("scenario.line_command"))
    return item


def told_error(error: ValidationError, names: Mapping[str, str]) -> Said:
    """The first thing that is wrong with a step, in one sentence, with other names for its keys."""
    first = error.errors()[0]
    *within, last = (names.get(str(part), str(part)) for part in first["loc"])
    match first["type"]:
        case "extra_forbidden":
            return Said("shape.unknown_key", key=quoted(last))
        case "missing":
            return Said(
                "shape.missing_in", place=within[-1], what=Said("shape.key", key=quoted(last))
            )
        case "model_type":
            return Said("scenario.line_object", key=quoted(last))
        case _:
            why = str(first.get("ctx", {}).get("error", first["msg"]))
            return Said("scenario.line_value", path=".".join([*within, last]), why=why)


def _with_units(value: Any) -> Any:
    """An action as a step writes it: money with its unit, in the items of a bill too."""
    if isinstance(value, list):
        return [_with_units(part) for part in value]
    if not isinstance(value, dict):
        return value
    if any(key in MONEY and not _is_ratio(key, part) for key, part in value.items()):
        raise LineError(Said("scenario.line_money"))
    return dict(_step_key(key, part) for key, part in value.items())


def _is_ratio(key: str, part: Any) -> bool:
    return key == "pooled" and isinstance(part, str) and part.endswith("%")


def _step_key(key: str, part: Any) -> tuple[str, Any]:
    if key in TRUTHS and isinstance(part, bool):
        return key, "true" if part else "false"
    if key in NUMBERS and type(part) is int:
        return key, str(part)
    name = key.removesuffix("_fen")
    if name == key or name not in MONEY:
        return key, _with_units(part)
    if isinstance(part, bool) or not isinstance(part, int) or not 0 < part <= MOST_FEN:
        raise LineError(Said("scenario.line_fen", key=key))
    return name, f"{part}分"
