"""Decides what is said where a package of an extra is wanted and not installed."""

from importlib import import_module
from types import ModuleType
from typing import Any

from ledger.text.said import Said


class MissingExtraError(Exception):
    """A package that only an extra brings is not installed; the text says how to get it."""


def from_extra(module: str, extra: str) -> Any:
    """A module that an extra brings (`pyarrow` of `data`), imported now.

    Raises:
        MissingExtraError: when it is not installed.
    """
    try:
        found: ModuleType = import_module(module)
    except ImportError:
        install = f"pip install 'walletsim[{extra}]'"
        said = Said("export.no_extra", package=module.partition(".")[0], install=install)
        raise MissingExtraError(said) from None
    return found
