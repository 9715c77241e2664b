"""Decides which characters a file may hold, and turns its text into YAML events.

The event stream, not the node tree: aliases are never followed, nothing is typed or kept.
"""

import re
from collections.abc import Iterator
from typing import Protocol

import yaml

LOADERS: tuple[type, ...] = (
    (yaml.CLoader, yaml.SafeLoader) if yaml.__with_libyaml__ else (yaml.SafeLoader,)
)
"""The parsers at hand, the fastest first."""

MAX_DEPTH = 32
"""Deepest nesting of mappings and lists; the outermost is 1."""

# What YAML forbids, line breaks that only YAML 1.1 knows (editors do not count them), and marks
# that turn the direction of writing: a file with them reads otherwise than it looks.
_CONTROL = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Mark(Protocol):
    """A place as the parsers count it, from 0; each parser has its own class for it."""

    @property
    def index(self) -> int:
        """Characters before it in the text."""

    @property
    def line(self) -> int:
        """Lines before it."""

    @property
    def column(self) -> int:
        """Characters before it in its line."""


def controls(text: str) -> Iterator[re.Match[str]]:
    """Yield each character of `text` that neither a file nor a scalar may hold."""
    return _CONTROL.finditer(text)


def without_controls(text: str) -> str:
    """Return `text` with a `�` for each such character, so that every position stays."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def events(text: str, loader: type = LOADERS[0]) -> Iterator[yaml.Event]:
    """Yield the YAML events of `text`, which must be free of `controls`.

    Raises:
        yaml.MarkedYAMLError: where the text is not YAML.
    """
    try:
        yield from yaml.parse(text, Loader=loader)
    except (ValueError, OverflowError):  # the pure parser, of an escape beyond Unicode
        doing, says = "while scanning a quoted scalar", "invalid Unicode character escape code"
        raise yaml.MarkedYAMLError(doing, None, says, None) from None


def start(event: yaml.Event) -> Mark:
    """Return where the event begins, counted from 0; a parsed event always knows it."""
    if event.start_mark is None:
        raise ValueError("this event was not parsed from a text")
    return event.start_mark


def is_blank(event: yaml.Event) -> bool:
    """Say whether the event stands for a value nobody wrote (`key:` and nothing, not `""`)."""
    return isinstance(event, yaml.ScalarEvent) and not event.value and event.implicit[0]
