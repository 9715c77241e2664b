"""Decides what a YAML file may be (text first, one document, no tricks) and reads it as data.

Every scalar is text; a value that nobody wrote is None. Reading goes on after a problem where
it can, so that one run tells all of them.
"""

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from ledger.text.builder import Builder, ItemMarks, Stopped
from ledger.text.events import LOADERS, controls, events, without_controls
from ledger.text.positions import Place, Positions
from ledger.text.problems import FileProblems, Problem
from ledger.text.said import Said
from ledger.text.syntax import fault_of
from ledger.text.width import harmless

SIZE_LIMIT_BYTES = 64 * 1024 * 1024
"""Largest file that is read; a caller need take no more than one byte above it from a disk."""


@dataclass(frozen=True)
class Document:
    """One YAML file, read.

    Attributes:
        path: the file as the user named it.
        text: what it says, lines ending in a line feed.
        data: dicts, lists, texts and None; where a key is written twice, the first.
        problems: in file order; where there is one, nothing may run.
        complete: whether reading reached the end; if not, what is missing may stand further on.
        item_marks: places of the items of the list named by `lines_of`.
    """

    path: str
    text: str = field(repr=False)
    data: object = field(repr=False)
    problems: tuple[Problem, ...]
    complete: bool
    item_marks: ItemMarks = field(repr=False)

    @cached_property
    def positions(self) -> Positions:
        """Where keys and values stand; the first question costs another pass over the text."""
        return Positions(self.text)

    def item(self, index: int) -> Place:
        """Return line and column of an item (from 0) of the list named by `lines_of`."""
        return self.item_marks.lines[index], self.item_marks.columns[index]


def read(data: bytes, path: str, lines_of: str | None = None) -> Document:
    """Read a file's bytes: `decode`, then `parse`, with every problem in the document."""
    try:
        text = decode(data, path)
    except FileProblems as unreadable:
        marks = Builder(path, None).marks
        return Document(path, "", None, unreadable.problems, complete=False, item_marks=marks)
    return parse(text, path, lines_of)


def read_text(text: str, path: str, lines_of: str | None = None) -> Document:
    """Read a text that was typed; half a character that a terminal left in it is a problem."""
    return read(text.encode("utf-8", "surrogatepass"), path, lines_of)


def decode(data: bytes, path: str) -> str:
    """Return the text of a file, without a byte order mark and with plain line feeds.

    Raises:
        FileProblems: Y009 when the file is too large, Y007 when it is not UTF-8.
    """
    if len(data) > SIZE_LIMIT_BYTES:
        too_large = Said("yaml.too_large", limit=f"{SIZE_LIMIT_BYTES // 1024**2} MiB")
        raise FileProblems([Problem(path, 1, 1, "Y009", too_large)])
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _plain_line_ends(data.decode())
    except UnicodeDecodeError as error:
        raise FileProblems([_not_utf8(data, path, error.start)]) from None


def parse(text: str, path: str, lines_of: str | None = None, loader: type = LOADERS[0]) -> Document:
    """Read a file's text as plain data, collecting problems.

    Args:
        text: as `decode` returns it.
        path: the file as the user named it.
        lines_of: key of a top-level list whose items' places are wanted, for a large file.
        loader: the YAML parser; all of `LOADERS` give the same data.
    """
    builder = Builder(path, lines_of)
    complete = _build(builder, text, loader)
    if complete and builder.data is None:
        complete = False
        builder.problems.append(Problem(path, 1, 1, "Y008", Said("yaml.empty")))
    problems = tuple(sorted(builder.problems))
    return Document(path, text, builder.data, problems, complete, builder.marks)


def _build(builder: Builder, text: str, loader: type) -> bool:
    """Let the builder read the text; say whether it came to the end of the document."""
    clean = without_controls(text)
    try:
        _report_controls(builder, text)
        builder.build(events(clean, loader))
    except Stopped:
        return builder.problems[-1].code == "Y005"
    except yaml.MarkedYAMLError as error:
        fault = fault_of(error, clean)
        builder.problems.append(Problem(builder.path, *fault))
        return False
    return True


def _report_controls(builder: Builder, text: str) -> None:
    for found in controls(text):
        line, col = _place(text, found.start())
        message = Said("yaml.control", char=harmless(found[0]))
        builder.report(line, col, "Y011", message)


def _not_utf8(data: bytes, path: str, start: int) -> Problem:
    """Return the problem at the first bad byte, with a guess at the real encoding."""
    before = _plain_line_ends(data[:start].decode())
    line, col = _place(before, len(before))
    rest = data[start : start + 200].decode(errors="backslashreplace").splitlines()[0]
    byte, encoding = f"{data[start]:02x}", _likely_encoding(data)
    message = Said("yaml.not_utf8", byte=byte)
    if encoding:
        message = Said("yaml.not_utf8_like", byte=byte, encoding=encoding)
    return Problem(path, line, col, "Y007", message, excerpt=before.rpartition("\n")[2] + rest)


def _likely_encoding(data: bytes) -> str:
    """The encoding that the bytes look like; empty where they look like none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        chinese = re.search("[\u4e00-\u9fff]", data.decode("gb18030"))
    except UnicodeDecodeError:
        return ""
    return "GBK" if chinese else ""


def _plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(text: str, index: int) -> Place:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
