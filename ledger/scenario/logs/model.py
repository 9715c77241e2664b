"""The shape of a map: which column of a log is which field of a step, and how it is written there.

A cell names a column, or says the same for every row (`is`); `values` translates what stands
there, `unit` says what a bare number of money means, `written` how a date is written, and `then`
joins another cell behind it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    create_model,
    model_validator,
)
from pydantic_core import CoreSchema

from ledger.policy.fields import FileModel, FormatOne, Money, Text, one_of, word_schema
from ledger.scenario.actions import ActionFields, PersonFields
from ledger.scenario.fields import OwnedAccount, PersonId, StepId
from ledger.scenario.model import Clock, StepFields
from ledger.text.positions import Path as Keys
from ledger.text.problems import quoted
from ledger.text.said import Said

UNITS = ("yuan", "fen")
ENCODINGS = ("utf-8", "gb18030")

UnitWord: TypeAlias = Annotated[str, one_of(UNITS, "unit"), word_schema(UNITS)]
EncodingWord: TypeAlias = Annotated[str, one_of(ENCODINGS, "encoding"), word_schema(ENCODINGS)]


_SAMPLE = datetime(2025, 11, 24, 13, 5, tzinfo=UTC)
_SAME_WEEKDAY = _SAMPLE.replace(year=2031)


def _tells_a_day(written: str) -> str:
    """A way of writing dates that can be read back.

    Raises:
        ValueError: when the year, the month or the day is lost, or something stands twice. A zone
            by its name is lost, too: what `%Z` reads depends on the machine.
    """
    yearless = _SAMPLE.strftime(written) == _SAME_WEEKDAY.strftime(written)
    if yearless or "%Z" in written or not _read_back(written):
        raise ValueError(Said("logs.no_day", written=quoted(written)))
    return written


def _read_back(written: str) -> bool:
    try:
        again = datetime.strptime(_SAMPLE.strftime(written), written)  # noqa: DTZ007  -- its day
    except (ValueError, re.error):
        return False
    return again.date() == _SAMPLE.date()


def _one_character(delimiter: str) -> str:
    """What may stand between cells.

    Raises:
        ValueError: when it is not one character, or one that means something else in CSV.
    """
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ValueError(Said("logs.delimiter"))
    return delimiter


DateFormat: TypeAlias = Annotated[Text, AfterValidator(_tells_a_day)]
Delimiter: TypeAlias = Annotated[Text, AfterValidator(_one_character)]


def _widen(value: Any) -> Any:
    """A cell that is only a column is written as its name."""
    return {"column": value} if isinstance(value, str) else value


class CellFields(FileModel):
    """Where the text of a field comes from."""

    column: Text | None = None
    is_: Text | None = Field(alias="is", default=None)
    values: dict[Text, Text] | Text = {}
    """What a text there means, or the name of such a list under `words`."""
    unit: UnitWord | None = None
    written: DateFormat | None = None
    then: "Cell | None" = None

    @model_validator(mode="after")
    def _one_source(self) -> "CellFields":
        if (self.column is None) is (self.is_ is None):
            raise ValueError(Said("logs.one_source"))
        return self


class _OrColumn:
    """Lets an editor know that a cell may be written as the name of its column."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema: a text, or the mapping."""
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Cell: TypeAlias = Annotated[CellFields, BeforeValidator(_widen), _OrColumn()]


def _of_cells(model: type[FileModel], *, actions: bool) -> type[FileModel]:
    """The same keys, each a cell (of `actions` the cells of one); all may be left out."""
    fields: dict[str, Any] = {
        name: (_cells_of(field.annotation, actions) | None, Field(alias=field.alias, default=None))
        for name, field in model.model_fields.items()
    }
    made: type[FileModel] = create_model(f"{model.__name__}Cells", __base__=FileModel, **fields)
    made.__doc__ = f"Where the texts of {model.__name__} come from."
    return made


def _cells_of(annotation: Any, actions: bool) -> Any:  # noqa: FBT001  -- as its caller has it
    """A cell; for an action that has fields, one for each of them."""
    kinds = getattr(annotation, "__args__", ())
    models = (k for k in kinds if isinstance(k, type) and issubclass(k, FileModel))
    inner = next(models, None) if actions else None
    return Cell if inner is None else _of_cells(inner, actions=False)


StepCells = _of_cells(ActionFields, actions=True)
"""For each action of a step its cells."""


class VerdictFields(FileModel):
    """How a row says what became of it: words for taken, refused and duplicate, and a code."""

    column: Text
    taken: list[Text] = Field(min_length=1)
    refused: list[Text] = []
    duplicate: list[Text] = []
    code: Cell | None = None


class RowsFields(FileModel):
    """What the rows of a log mean."""

    key: Cell
    at: Cell
    action: Cell
    ignore: list[Text] = []
    """What stands for an action in rows that are none of ours."""
    steps: StepCells  # type: ignore[valid-type]  # made from the actions of a step
    verdict: VerdictFields


class LogFields(FileModel):
    """How a CSV file is written."""

    encoding: EncodingWord = "utf-8"
    delimiter: Delimiter = ","


class MapFile(FileModel):
    """A whole map. Without `rows` the log is JSON lines that carry their own answers."""

    map: StepId
    format: FormatOne
    about: Text = ""
    clock: Clock
    people: dict[PersonId, PersonFields] = {}
    opening: dict[OwnedAccount, Money] = {}
    before: list[StepFields] = []
    words: dict[Text, dict[Text, Text]] = {}
    """Lists of what texts mean, for several cells."""
    log: LogFields = LogFields()
    rows: RowsFields | None = None


def cells_of(model: Any, path: Keys) -> Iterator[tuple[Keys, CellFields]]:
    """Every cell of a map, with the keys that lead to it."""
    if isinstance(model, CellFields):
        yield path, model
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if hasattr(value, "model_fields_set"):
            yield from cells_of(value, (*path, field.alias or name))
