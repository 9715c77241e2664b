"""Decides how a journal is written as JSON lines: one event a line, with envelope and hash."""

from collections.abc import Iterator
from typing import Final

import msgspec

from ledger.journal import Journal, wish
from ledger.reports.export.rows import Exported, exported
from ledger.words.moments import format_moment

KEYS: Final = ("ledger", "seq", "recorded_at", "key", "asked", "command", "at", "event", "hash")
"""The keys of every line, in their order; they never change."""

_encode: Final = msgspec.json.Encoder().encode


def jsonl(journal: Journal) -> Iterator[str]:
    """The lines. `asked` is in hex, and `event` the very bytes that are hashed.

    Raises:
        DamagedError: as `exported`.
    """
    for one in exported(journal):
        yield _line(journal.ledger, one)


def _line(ledger: str, one: Exported) -> str:
    row, stored, linked = one
    values = (
        ledger,
        row.seq,
        format_moment(row.recorded_at),
        row.key,
        row.asked.hex(),
        wish(stored) if row.asked else None,
        format_moment(stored.event.at),
        msgspec.Raw(row.body),
        linked.hex(),
    )
    return _encode(dict(zip(KEYS, values, strict=True))).decode() + "\n"
