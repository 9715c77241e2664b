"""Decides where each key and each value of a YAML file stands.

The data is plain, so positions live beside it. They come from a second pass over the text, made
only when somebody asks: to report a problem, or to print where a value is written.
"""

from array import array
from collections.abc import Iterator
from contextlib import suppress

import yaml

from ledger.text.events import MAX_DEPTH, events, is_blank, start, without_controls

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings and indexes (from 0) of lists."""

Place = tuple[int, int]
"""Line and column, both from 1; columns count characters."""


class Positions:
    """The places of one file's keys and values.

    A path that is not in the file is answered with the place of its deepest part that is. A key
    written twice is known by its first place.
    """

    def __init__(self, text: str) -> None:
        self._root = _Branch()
        stream = events(without_controls(text))
        with suppress(yaml.YAMLError, StopIteration):
            while not isinstance(event := next(stream), yaml.NodeEvent):
                pass
            _add_item(self._root, event, stream, depth=0)

    def key(self, path: Path) -> Place:
        """Return where the last key of `path` stands; of an item in a list, the item itself."""
        return self._places(path)[0]

    def value(self, path: Path) -> Place:
        """Return where the value at `path` begins; of a value left out, its key."""
        return self._places(path)[1]

    def _places(self, path: Path) -> tuple[Place, Place]:
        branch: _Branch | None = self._root
        found: tuple[Place, Place] = ((1, 1), (1, 1))
        for part in (0, *path):
            number = None if branch is None else branch.number(part)
            if branch is None or number is None:
                break
            found = branch.places(number)
            branch = branch.inside.get(number)
        return found


class _Branch:
    """A mapping or a list: the places of its children, and those that are branches themselves.

    Kept in one flat array, four numbers a child, because large files have a million of them.
    """

    __slots__ = ("_flat", "inside", "names")

    def __init__(self) -> None:
        self._flat = array("I")
        self.inside: dict[int, _Branch] = {}
        self.names: dict[str, int] = {}  # number of each key; empty for a list

    def add(self, key: yaml.Event, value: yaml.Event) -> int:
        """Add a child and return its number."""
        first = start(key)
        second = first if is_blank(value) else start(value)
        self._flat.extend((first.line, first.column, second.line, second.column))
        return len(self._flat) // 4 - 1

    def number(self, part: str | int) -> int | None:
        """Return the number of the child that a part of a path means, if there is one."""
        if isinstance(part, str):
            return self.names.get(part)
        return part if not self.names and 0 <= part < len(self._flat) // 4 else None

    def places(self, number: int) -> tuple[Place, Place]:
        """Return the places of a child's key and of its value."""
        line, col, value_line, value_col = self._flat[4 * number : 4 * number + 4]
        return (line + 1, col + 1), (value_line + 1, value_col + 1)


_Stream = Iterator[yaml.Event]


def _read(home: _Branch, number: int, event: yaml.Event, stream: _Stream, depth: int) -> None:
    """Read what `event` opens, if it opens anything, as child `number` of `home`."""
    if not isinstance(event, yaml.CollectionStartEvent):
        return
    if depth == MAX_DEPTH:
        raise yaml.YAMLError
    home.inside[number] = branch = _Branch()
    if isinstance(event, yaml.MappingStartEvent):
        _read_mapping(branch, stream, depth + 1)
    else:
        _read_list(branch, stream, depth + 1)


def _read_list(branch: _Branch, stream: _Stream, depth: int) -> None:
    while not isinstance(event := next(stream), yaml.SequenceEndEvent):
        _add_item(branch, event, stream, depth)


def _add_item(branch: _Branch, event: yaml.Event, stream: _Stream, depth: int) -> None:
    _read(branch, branch.add(event, event), event, stream, depth)


def _read_mapping(branch: _Branch, stream: _Stream, depth: int) -> None:
    while not isinstance(key := next(stream), yaml.MappingEndEvent):
        nowhere = _Branch()
        _read(nowhere, 0, key, stream, depth)
        value = next(stream)
        if isinstance(key, yaml.ScalarEvent) and key.value not in branch.names:
            branch.names[key.value] = number = branch.add(key, value)
            _read(branch, number, value, stream, depth)
        else:
            _read(nowhere, 0, value, stream, depth)
