"""Commands as JSON lines, the words of FORMATS section 8; read by the models of scenario steps.

One line is one step: its `key` is its id, and money stands as a whole number under `amount_fen`.
"""

from typing import Any

import msgspec
from pydantic import ValidationError

from ledger.scenario.model import StepFields
from ledger.scenario.steps import StepError, item_of
from ledger.scenario.story import Step
from ledger.words.money import MOST_FEN


class LineError(ValueError):
    """A line that is no command; its text is one clear sentence."""


def step_of(line: bytes) -> Step:
    """Read one JSON line as a step.

    Raises:
        LineError: when it is not one.
    """
    try:
        raw = msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise LineError(f"not a JSON object: {error}") from None
    fields = {"id" if key == "key" else key: _with_units(value) for key, value in raw.items()}
    if "expect" in fields or not isinstance(raw.get("key"), str):
        raise LineError("a line has a “key” and no “expect”")
    try:
        item = item_of(StepFields.model_validate(fields), ())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise LineError(f"{where}: {message}") from None
    except StepError as error:
        raise LineError(str(error)) from None
    if not isinstance(item, Step):
        raise LineError("a line is a command, not a check or a wait")
    return item


def _with_units(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "amount" in value:
        raise LineError("money stands as a whole number of fen under “amount_fen”")
    if "amount_fen" not in value:
        return value
    fen = value["amount_fen"]
    if isinstance(fen, bool) or not isinstance(fen, int) or not 0 < fen <= MOST_FEN:
        raise LineError("“amount_fen” is a whole number of fen, at least 1")
    rest = {key: part for key, part in value.items() if key != "amount_fen"}
    return {**rest, "amount": f"{fen}分"}
