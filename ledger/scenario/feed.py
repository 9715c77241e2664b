"""Feeds: commands of a large run as JSON lines beside the scenario, pinned by count and hash."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ledger.scenario.story import Step
from ledger.scenario.wire import LineError, fields_of, step_of
from ledger.text.problems import Problem, quoted
from ledger.text.said import Said

MOST_PROBLEMS = 20
LONGEST_LINE_BYTES = 1 << 16
"""A line is read no further; what is longer is no command."""


class FeedFault(NamedTuple):
    """What is wrong with a feed as a whole, at one key of its step."""

    key: str
    code: str
    message: str


def steps_of(path: str) -> Iterator[Step]:
    """The feed's commands, in order.

    Raises:
        LineError: when a line is none; `feed_problems` has told of all of them before.
    """
    for line in _lines(path):
        yield step_of(line)


def fields_in(path: str) -> Iterator[dict[str, Any]]:
    """The feed's commands as a scenario file writes them, in order; raises as `steps_of`."""
    for line in _lines(path):
        yield fields_of(line)


def feed_problems(path: str, rows: int, sha256: str) -> Iterator[Problem | FeedFault]:
    """Everything that is wrong with a feed: missing, changed, too long or short, bad lines."""
    if not path.endswith((".jsonl", ".jsonl.gz")):
        yield FeedFault("feed", "F002", Said("scenario.feed_name"))
        return
    message = Said("scenario.feed_unreadable", name=quoted(Path(path).name))
    unreadable = FeedFault("feed", "F003", message)
    try:
        with Path(path).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        yield unreadable
        return
    if not found.startswith(sha256) or len(sha256) < 8:
        message = Said("scenario.feed_changed", found=found)
        yield FeedFault("sha256", "F004", message)
        return
    try:
        yield from _line_problems(path, rows)
    except (OSError, EOFError, zlib.error):  # what gzip raises where the data is none of its own
        yield unreadable


def _line_problems(path: str, rows: int) -> Iterator[Problem | FeedFault]:
    count = bad = 0
    for line in _lines(path):
        count += 1
        try:
            step_of(line)
        except LineError as error:
            bad += 1
            yield Problem(path, count, 1, "F006", str(error))
        if bad == MOST_PROBLEMS:
            return
    if count != rows:
        yield FeedFault("rows", "F005", Said("scenario.feed_rows", count=count, rows=rows))


def _lines(path: str) -> Iterator[bytes]:
    with gzip.open(path, "rb") if path.endswith(".gz") else Path(path).open("rb") as file:
        while line := file.readline(LONGEST_LINE_BYTES):
            yield line
