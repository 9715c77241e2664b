"""From policy files to a policy book: every mistake of every file at once, or a book."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from ledger.core.refusals import PRECEDENCE
from ledger.policy.book import PolicyBook, hash_of
from ledger.policy.dated import Dated, Definition, Reading, Special
from ledger.policy.direction import direction_problems
from ledger.policy.model import Disputed, PolicyFile, Record, Source
from ledger.policy.typed import definition_of, typed
from ledger.text.problems import FileProblems, Problem, did_you_mean
from ledger.text.reader import Document
from ledger.text.shape import Codes, problems_of

NATION = "CN"
CODES = Codes("P001", "P002", "P003")
_NEEDS_ORDER = frozenset({"money", "count", "percent", "hours", "set"})

Path = tuple[str | int, ...]


def load(documents: Iterable[Document]) -> PolicyBook:
    """Make a policy book of files.

    Raises:
        FileProblems: with every mistake of every file.
    """
    loader = _Loader()
    for document in documents:
        loader.take(document)
    return loader.book()


class _Loader:
    """Collects files, then values, then problems; used once."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[PolicyFile, Document]] = {}
        self.problems: list[Problem] = []
        self.definitions: dict[str, Definition] = {}
        self.history: dict[tuple[str, str], tuple[Dated, ...]] = {}

    def take(self, document: Document) -> None:
        """Read one file's shape."""
        self.problems += document.problems
        if document.problems:
            return
        try:
            file = PolicyFile.model_validate(document.data)
        except ValidationError as error:
            self.problems += problems_of(error, document, CODES, PolicyFile)
            return
        if file.region in self.files:
            first = self.files[file.region][1].path
            self._say(document, ("region",), "P007", f"{file.region} has a file already: {first}")
            return
        self.files[file.region] = (file, document)

    def book(self) -> PolicyBook:
        """Check what the files say together."""
        if not self.problems and NATION not in self.files:
            path = next((d.path for _, d in self.files.values()), "policy")
            message = "the nation's file (region: CN) is missing; it defines the parameters"
            self.problems.append(Problem(path, 1, 1, "P007", message))
        if self.problems:
            raise FileProblems(self.problems)
        self._define()
        codes = self._rules()
        for file, document in self.files.values():
            self._overlay(file, document)
        if not self.problems:
            self.problems += direction_problems(self.files, self.definitions, self.history)
        if self.problems:
            raise FileProblems(self.problems)
        files = tuple(file for file, _ in self.files.values())
        return PolicyBook(files, self.definitions, self.history, codes, hash_of(files))

    def _say(
        self, document: Document, path: Path, code: str, message: str, hint: str = ""
    ) -> None:
        line, col = document.positions.value(path)
        self.problems.append(Problem(document.path, line, col, code, message, hint))

    def _define(self) -> None:
        file, document = self.files[NATION]
        for name, parameter in file.parameters.items():
            definition = self.definitions[name] = definition_of(name, parameter)
            where: Path = ("parameters", name, "values")
            self._values(file, document, definition, parameter.values, where)

    def _rules(self) -> tuple[str, ...]:
        file, document = self.files[NATION]
        for place, row in enumerate(file.rules):
            self._rule(document, place, row.code, row.uses)
        codes = [row.code for row in file.rules]
        known = [code for code in codes if code in CODE_ORDER]
        for before, after in pairwise(known):
            if CODE_ORDER[before] >= CODE_ORDER[after]:
                where: Path = ("rules", codes.index(after), "code")
                message = f"{after} comes before {before}; the order of rules is fixed"
                self._say(document, where, "P006", message)
        return tuple(codes)

    def _rule(self, document: Document, place: int, code: str, uses: list[str]) -> None:
        if code not in CODE_ORDER:
            hint = did_you_mean(code, CODE_ORDER)
            message = f"unknown refusal code “{code}”"
            self._say(document, ("rules", place, "code"), "P006", message, hint)
        for index, name in enumerate(uses):
            if name not in self.definitions:
                hint = did_you_mean(name, self.definitions)
                where: Path = ("rules", place, "uses", index)
                self._say(document, where, "P004", f"unknown parameter “{name}”", hint)

    def _overlay(self, file: PolicyFile, document: Document) -> None:
        misplaced = "overlay" if file.region == NATION else "parameters"
        for key in ("parameters", "overlay", "rules"):
            wrong = key == misplaced or (key == "rules" and file.region != NATION)
            if wrong and getattr(file, key):
                message = f"“{key}” has no place in the file of {file.region}"
                self._say(document, (key,), "P008", message)
        for name, overlay in file.overlay.items():
            self._one_overlay(file, document, name, overlay.how)

    def _one_overlay(self, file: PolicyFile, document: Document, name: str, how: str) -> None:
        definition = self.definitions.get(name)
        where: Path = ("overlay", name)
        if definition is None:
            line, col = document.positions.key(where)
            hint = did_you_mean(name, self.definitions)
            message = f"unknown parameter “{name}”; CN does not define it"
            self.problems.append(Problem(document.path, line, col, "P004", message, hint))
            return
        if how in {"tighten", "loosen"} and definition.kind_name not in _NEEDS_ORDER:
            message = f"a {definition.kind_name} is neither tighter nor looser; write replace or end"
            self._say(document, (*where, "how"), "P008", message)
        values = file.overlay[name].values
        self._values(file, document, definition, values, (*where, "values"), ends=how == "end")

    def _values(  # noqa: PLR0913  -- one record's whole surroundings
        self,
        file: PolicyFile,
        document: Document,
        definition: Definition,
        records: list[Record],
        where: Path,
        *,
        ends: bool = False,
    ) -> None:
        made = []
        for index, record in enumerate(records):
            at = (*where, index)
            self._check_record(file, document, record, at)
            readings = tuple(self._readings(file, document, definition, record, at, ends))
            if readings:
                made.append(_dated(file.region, document, definition, record, readings, at))
        made.sort(key=lambda dated: dated.from_day)
        self.history[definition.name, file.region] = tuple(made)
        for before, after in pairwise(made):
            if before.until_day is None or before.until_day >= after.from_day:
                message = f"{definition.name}: {before.span} and {after.span} overlap"
                self._say(document, where, "P103", message)

    def _check_record(
        self, file: PolicyFile, document: Document, record: Record, at: Path
    ) -> None:
        if record.until is not None and record.until < record.from_:
            self._say(document, (*at, "until"), "P003", "“until” is before “from”")
        for key in ("source", "from_source"):
            self._source(file, document, getattr(record, key), (*at, key))
        names = [record.reading, *(d.reading for d in record.disputed)]
        if record.disputed and (None in names or len(set(names)) < len(names)):
            message = "every disputed value needs a “reading” with a name of its own"
            self._say(document, at, "P009", message)
        for index, disputed in enumerate(record.disputed):
            self._source(file, document, disputed.source, (*at, "disputed", index, "source"))

    def _source(
        self, file: PolicyFile, document: Document, name: str | None, where: Path
    ) -> None:
        if name is not None and name not in file.sources:
            hint = did_you_mean(name, file.sources)
            self._say(document, where, "P005", f"unknown source “{name}”", hint)

    def _readings(  # noqa: PLR0913, PLR0917  -- as in _values
        self,
        file: PolicyFile,
        document: Document,
        definition: Definition,
        record: Record,
        at: Path,
        ends: bool,  # noqa: FBT001  -- handed down from _values
    ) -> Iterator[Reading]:
        written: list[tuple[Record | Disputed, Path]] = [(record, at)]
        written += [(d, (*at, "disputed", i)) for i, d in enumerate(record.disputed)]
        for one, where in written:
            source = file.sources.get(one.source)
            if source is None:
                continue
            if ends and one is record and record.value is None:
                yield _reading(record, Special.END, source)
                continue
            try:
                yield _reading(one, typed(definition, one), source)
            except ValueError as error:
                key = "rows" if one.rows is not None else "value"
                hint = getattr(error, "hint", "")
                self._say(document, (*where, key), "P003", str(error), hint)


CODE_ORDER = {code.value: place for code, place in PRECEDENCE.items()}


def _reading(record: Record | Disputed, value: Any, source: Source) -> Reading:
    return Reading(
        record.reading or "",
        value,
        record.source,
        source,
        record.quote or "",
        record.note or "",
    )


def _dated(  # noqa: PLR0913, PLR0917  -- one record's whole surroundings
    region: str,
    document: Document,
    definition: Definition,
    record: Record,
    readings: tuple[Reading, ...],
    at: Path,
) -> Dated:
    key = "rows" if record.rows is not None else "value" if record.value is not None else "from"
    return Dated(
        definition.name,
        region,
        record.from_,
        record.until,
        readings,
        (document, (*at, key)),
        record.from_source,
        record.checked_on,
    )
