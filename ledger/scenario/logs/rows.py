"""From the rows of a log to steps, each with what the other system made of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from pydantic import ValidationError

from ledger.core.commands import Enrol, word_of
from ledger.core.refusals import Code
from ledger.scenario.logs.maps import LogMap
from ledger.scenario.logs.model import CellFields, RowsFields, cells_of
from ledger.scenario.logs.tables import Log, RawRow, Record, in_beijing, read_log
from ledger.scenario.model import StepFields
from ledger.scenario.references import Names, unknown_names
from ledger.scenario.steps import StepError, item_of
from ledger.scenario.story import Step
from ledger.scenario.wire import MONEY, LineError, step_of, told_error
from ledger.text.positions import Path as Keys
from ledger.text.problems import FileProblems, Problem, did_you_mean, quoted
from ledger.text.said import Said
from ledger.words.moments import format_moment

TAKEN, REFUSED, DUPLICATE = "taken", "refused", "duplicate"
OTHER = "other"
"""What a code is translated to that none of ours says."""

_DECISIONS = {"ok": TAKEN, "pending": TAKEN, "refused": REFUSED, "duplicate": DUPLICATE}
_ANSWER = ("seq", "decision", "code", "also")


class Verdict(NamedTuple):
    """What the other system made of a row: taken, refused or duplicate; a code of ours, if any."""

    word: str
    code: Code | None = None

    def __str__(self) -> str:
        """`refused HOURS_CLOSED`."""
        return f"{self.word} {self.code.value}" if self.code is not None else self.word


class LogRow(NamedTuple):
    """A row of a log: where it stands, the step it tells, and its verdict there."""

    path: str
    line: int
    step: Step
    verdict: Verdict


class CellError(ValueError):
    """A cell that does not say what the map expects; `hint` is what may have been meant."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def read_rows(paths: list[Path], log_map: LogMap) -> list[LogRow]:
    """Every row of every log that tells a step, in order of time; of one moment, as they stand.

    Raises:
        FileProblems: with everything that is wrong with any of them.
        MissingExtraError: for Parquet, when pyarrow is not installed.
    """
    problems: list[Problem] = []
    rows: list[LogRow] = []
    for path in paths:
        try:
            log = read_log(path, log_map.fields.log)
            rows += _Reader(log_map, log, problems).rows()
        except FileProblems as found:
            problems += found.problems
    problems += _out_of_place(rows, log_map)
    if problems:
        raise FileProblems(dict.fromkeys(problems))
    return sorted(rows, key=lambda row: row.step.at)


def _out_of_place(rows: list[LogRow], log_map: LogMap) -> Iterator[Problem]:
    """A problem for every person whom neither the map nor a row enrols, and for rows too early."""
    commands = (row.step.command for row in rows)
    enrolled = {c.person for c in commands if isinstance(c, Enrol)}
    names = Names({*(e.person for e in log_map.people), *enrolled}, None, fed=True)
    start = log_map.before[-1].at if log_map.before else log_map.start
    for row in rows:
        for one in unknown_names(row.step, names, word_of(row.step.command)):
            hint = did_you_mean(one.word, one.known)
            yield Problem(row.path, row.line, 1, "L004", one.message, hint)
        if row.step.at < start:
            said = Said("logs.before_start", start=format_moment(start))
            yield Problem(row.path, row.line, 1, "L003", said)


class _Reader:
    """Reads the rows of one log; what is wrong is added to `problems`."""

    def __init__(self, log_map: LogMap, log: Log, problems: list[Problem]) -> None:
        self.map = log_map
        self.words = log_map.fields.words
        self.log = log
        self.problems = problems

    def rows(self) -> Iterator[LogRow]:
        fields = self.map.fields.rows
        if fields is not None and not self._has_columns(fields):
            return
        for raw in self.log.rows:
            try:
                made = _native(raw) if fields is None else self._mapped(raw, fields)
            except (CellError, StepError, LineError) as error:
                hint = str(getattr(error, "hint", ""))
                self.problems.append(Problem(self.log.path, raw.line, 1, "L003", str(error), hint))
                continue
            if made is not None:
                yield LogRow(self.log.path, raw.line, *made)

    def _has_columns(self, fields: RowsFields) -> bool:
        """Whether the log has every column that the map names; JSON lines have what they have."""
        columns, document = self.log.columns, self.map.document
        if columns is None:
            return True
        missing = [(path, one) for path, one in columns_of(fields) if one not in columns]
        for path, column in missing:
            said = Said("logs.no_column", column=quoted(column), log=self.log.path)
            place = document.positions.value(path)
            hint = did_you_mean(column, columns)
            self.problems.append(Problem(document.path, *place, "L002", said, hint))
        return not missing

    def _mapped(self, raw: RawRow, fields: RowsFields) -> tuple[Step, Verdict] | None:
        """A row as the map reads it; None for one that is none of ours."""
        record = raw.record
        if record.get(fields.action.column or "", "") in fields.ignore:
            return None
        action = self._text("action", fields.action, record)
        cells: Any = vars(fields.steps).get(str(action))
        if cells is None:
            raise CellError(Said("logs.no_action", action=quoted(str(action))))
        plain = isinstance(cells, CellFields)
        body = self._text(action, cells, record) if plain else dict(self._body(cells, record))
        head = {
            "id": self._text("key", fields.key, record),
            "at": self._text("at", fields.at, record),
        }
        try:
            item = item_of(StepFields.model_validate({**head, action: body}), ())
        except ValidationError as error:
            raise CellError(told_error(error, {"id": "key"})) from None
        assert isinstance(item, Step)  # noqa: S101  -- the keys of `steps` are actions
        return item, self._verdict(fields, record)

    def _body(self, cells: Any, record: Record) -> Iterator[tuple[str, Any]]:
        """The fields of an action that are not empty, as a step writes them."""
        for name, field in type(cells).model_fields.items():
            cell = getattr(cells, name)
            key = field.alias or name
            text = self._text(key, cell, record) if cell is not None else ""
            if text:
                yield key, text

    def _text(self, key: str, cell: CellFields, record: Record) -> Any:
        """What a step writes under a key: the cell, translated, with its unit."""
        value = cell.is_ if cell.column is None else record.get(cell.column, "")
        values = self.words[cell.values] if isinstance(cell.values, str) else cell.values
        if values and value:
            value = _translated(value, str(cell.column), values)
        elif cell.written is not None and value:
            value = _date(str(value), cell.written, moment=key == "at")
        elif cell.unit is not None and value and key in MONEY:
            value = f"{str(value).replace(',', '')}{'元' if cell.unit == 'yuan' else '分'}"
        then = self._text(key, cell.then, record) if cell.then is not None else ""
        return f"{value}{then}" if then else value

    def _verdict(self, fields: RowsFields, record: Record) -> Verdict:
        said = fields.verdict
        word = str(record.get(said.column, ""))
        lists = {TAKEN: said.taken, REFUSED: said.refused, DUPLICATE: said.duplicate}
        meant = next((ours for ours, words in lists.items() if word in words), None)
        if meant is None:
            known = [one for words in lists.values() for one in words]
            message = Said("logs.no_verdict", column=said.column, word=quoted(word))
            raise CellError(message, did_you_mean(word, known))
        asked = said.code is not None and meant == REFUSED
        code = self._text("code", said.code, record) if asked and said.code is not None else ""
        return Verdict(meant, _code(code) if code and code != OTHER else None)


def columns_of(fields: RowsFields) -> Iterator[tuple[Keys, str]]:
    """Every column that a map names, with the keys that lead to it."""
    for path, cell in cells_of(fields, ("rows",)):
        if cell.column is not None:
            short = cell.model_fields_set == {"column"}  # most likely written as its name alone
            yield (path if short else (*path, "column")), cell.column
    yield ("rows", "verdict", "column"), fields.verdict.column


def _native(raw: RawRow) -> tuple[Step, Verdict]:
    """A line that is a command with its answer (FORMATS section 8)."""
    text = raw.record.get("")
    if not isinstance(text, str):
        raise CellError(Said("logs.needs_rows"))
    try:
        line = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        raise CellError(Said("logs.no_object")) from None
    answer = {key: line.pop(key) for key in _ANSWER if key in line}
    word = _DECISIONS.get(str(answer.get("decision")))
    if word is None:
        raise CellError(Said("logs.no_decision", words=tuple(_DECISIONS)))
    code = _code(str(answer["code"])) if answer.get("code") else None
    return step_of(msgspec.json.encode(line)), Verdict(word, code)


def _translated(value: Any, column: str, values: Mapping[str, str]) -> str:
    found = values.get(value) if isinstance(value, str) else None
    if found is None:
        said = Said("logs.no_value", column=column, value=quoted(str(value)))
        raise CellError(said, did_you_mean(str(value), values))
    return found


def _date(text: str, written: str, *, moment: bool) -> str:
    try:
        found = in_beijing(datetime.strptime(text, written))  # noqa: DTZ007  -- Beijing's
    except (ValueError, OverflowError):
        raise CellError(Said("logs.no_date", text=quoted(text), written=quoted(written))) from None
    return found.strftime("%Y-%m-%d %H:%M:%S.%f" if moment else "%Y-%m-%d")


def _code(text: str) -> Code:
    try:
        return Code(text)
    except ValueError:
        hint = did_you_mean(text, tuple(code.value for code in Code))
        raise CellError(Said("logs.no_code", code=quoted(text)), hint) from None
