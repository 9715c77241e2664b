"""Decides what plain data YAML events stand for, and which of YAML's freedoms are refused."""

from array import array
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import yaml

from ledger.text.events import MAX_DEPTH, Mark, controls, is_blank, start
from ledger.text.problems import PROBLEMS_SHOWN, Problem, quoted
from ledger.text.said import Said
from ledger.text.width import harmless


class Stopped(Exception):  # noqa: N818 - a signal that the reader catches, not an error
    """Reading on is of no use: nested too deeply, too many problems, or another document."""


class ItemMarks(NamedTuple):
    """Where the items of one list begin: parallel arrays of lines and columns, both from 1."""

    lines: "array[int]"
    columns: "array[int]"


class Builder:
    """Folds events into dicts, lists and texts, and collects problems on the way.

    Attributes:
        path: the file as the user named it.
        problems: what was found; one more than are shown, then reading stops.
        marks: the items of the top-level list that the caller named.
    """

    def __init__(self, path: str, lines_of: str | None) -> None:
        self.problems: list[Problem] = []
        self.marks = ItemMarks(array("I"), array("I"))
        self.path = path
        self._lines_of = lines_of
        self._documents: list[object] = []
        self._frame: _Frame = _List(self._documents, None)
        self._stack: list[_Frame] = [self._frame]
        self._words: dict[str, str] = {}
        self._refused: set[str] = set()

    @property
    def data(self) -> object:
        """The document as far as it was read; None when nothing was."""
        return self._documents[0] if self._documents else None

    def build(self, stream: Iterable[yaml.Event]) -> None:
        """Read events to their end.

        Raises:
            Stopped: after a problem that makes reading on useless.
            MarkedYAMLError: where the text is not YAML.
        """
        act: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._list,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in stream:
            if (step := act.get(type(event))) is not None:
                step(event)

    def report(self, line: int, col: int, code: str, message: str) -> None:
        """Keep a problem; line and column count from 1.

        Raises:
            Stopped: when there are more problems than are shown.
        """
        self.problems.append(Problem(self.path, line, col, code, message))
        if len(self.problems) > PROBLEMS_SHOWN:
            raise Stopped

    def _report(self, mark: Mark, code: str, message: str) -> None:
        self.report(mark.line + 1, mark.column + 1, code, message)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag or event.anchor:
            self._refuse_properties(event)
        if event.style == '"':
            self._check_escapes(event)
        frame = self._frame
        if isinstance(frame, _Mapping) and frame.wants_key:
            self._key(frame, event)
        elif not event.value and is_blank(event):
            self._blank(frame, event)
        else:
            frame.put(self._words.setdefault(event.value, event.value), start(event))

    def _key(self, frame: "_Mapping", event: yaml.ScalarEvent) -> None:
        key = self._words.setdefault(event.value, event.value)
        mark = start(event)
        if not key and is_blank(event):
            frame.leave_out()
            self._report(mark, "Y010", Said("yaml.key_missing"))
        elif key == "<<" and event.implicit[0]:
            frame.leave_out()
            self._refuse(Said("yaml.merge_keys"), mark)
        elif key in frame.marks:
            frame.leave_out()
            line = frame.marks[key].line + 1
            self._report(mark, "Y002", Said("yaml.key_twice", key=quoted(key), line=line))
        else:
            frame.name(key, mark)

    def _blank(self, frame: "_Frame", event: yaml.ScalarEvent) -> None:
        if isinstance(frame, _Mapping) and frame.flow and frame.key is not None:
            message = Said("yaml.no_value_inside", key=quoted(frame.key))
            self._report(frame.marks[frame.key], "Y003", message)
        frame.put(None, start(event))

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(event, _Mapping({}, flow=bool(event.flow_style)))

    def _list(self, event: yaml.SequenceStartEvent) -> None:
        self._open(event, _List([], self.marks if self._is_named(self._frame) else None))

    def _is_named(self, parent: "_Frame") -> bool:
        """Say whether a list that begins here is the one whose items' places are wanted."""
        if len(self._stack) != 2 or not isinstance(parent, _Mapping) or parent.wants_key:
            return False
        return parent.key is not None and parent.key == self._lines_of

    def _open(self, event: yaml.CollectionStartEvent, frame: "_Frame") -> None:
        if event.tag or event.anchor:
            self._refuse_properties(event)
        if len(self._stack) > MAX_DEPTH:
            why = Said("yaml.too_deep", depth=MAX_DEPTH)
            self._report(start(event), "Y006", why)
            raise Stopped
        parent = self._frame
        if isinstance(parent, _Mapping) and parent.wants_key:
            parent.leave_out()
            self._report(start(event), "Y010", Said("yaml.key_not_text"))
        else:
            parent.put(frame.data, start(event))
        self._stack.append(frame)
        self._frame = frame

    def _close(self, _event: yaml.CollectionEndEvent) -> None:
        self._stack.pop()
        self._frame = self._stack[-1]

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._refuse(Said("yaml.aliases"), start(event))
        if isinstance(self._frame, _Mapping) and self._frame.wants_key:
            self._frame.leave_out()
        else:
            self._frame.put(f"*{event.anchor}", start(event))  # as written, for later messages

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self._documents:
            self._report(start(event), "Y005", Said("yaml.second_document"))
            raise Stopped
        if event.tags:
            self._refuse(Said("yaml.tags"), start(event))

    def _refuse_properties(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._refuse(Said("yaml.anchors"), start(event))
        if getattr(event, "tag", None):
            self._refuse(Said("yaml.tags"), start(event))

    def _refuse(self, what: str, mark: Mark) -> None:
        """Report the first use of `what` only; a file that uses it once uses it often."""
        if what not in self._refused:
            self._refused.add(what)
            self._report(mark, "Y004", Said("yaml.not_allowed", what=what))

    def _check_escapes(self, event: yaml.ScalarEvent) -> None:
        if found := next(controls(event.value), None):
            message = Said("yaml.control_in_text", char=harmless(found[0]))
            self._report(start(event), "Y011", message)


class _Mapping:
    """A mapping being read; takes a key, then a value, in turn."""

    __slots__ = ("data", "flow", "key", "marks", "wants_key")

    def __init__(self, data: dict[str, object], *, flow: bool) -> None:
        self.data = data
        self.flow = flow
        self.marks: dict[str, Mark] = {}
        self.key: str | None = None
        self.wants_key = True

    def name(self, key: str, mark: Mark) -> None:
        self.key = key
        self.marks[key] = mark
        self.wants_key = False

    def leave_out(self) -> None:
        """Take the next value under no key: it is read for its own problems only."""
        self.key = None
        self.wants_key = False

    def put(self, value: object, _mark: Mark) -> None:
        if self.key is not None:
            self.data[self.key] = value
        self.wants_key = True


class _List:
    """A list being read; keeps the places of its items where they are wanted."""

    __slots__ = ("data", "marks")

    def __init__(self, data: list[object], marks: ItemMarks | None) -> None:
        self.data = data
        self.marks = marks

    def put(self, value: object, mark: Mark) -> None:
        self.data.append(value)
        if self.marks is not None:
            self.marks.lines.append(mark.line + 1)
            self.marks.columns.append(mark.column + 1)


_Frame = _Mapping | _List
