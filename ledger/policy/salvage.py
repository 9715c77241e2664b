"""What of a file with mistakes can still be checked, so that one run tells them all.

A mistake spoils the smallest part that stands alone (a source, a parameter, an overlay, one value
of a list); that part is left out, and the rest keeps the places where it stands in the file. A
mistake that says nothing about the values of a parameter or an overlay leaves them in.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ledger.policy.model import PolicyFile
from ledger.text.walk import walk

Path = tuple[str | int, ...]

_NAMED = frozenset({"sources", "parameters", "overlay"})
_LISTED = frozenset({"values", "disputed", "rules", "unencoded"})
_VALUED = frozenset({"parameters", "overlay"})
_TYPING = frozenset({"is", "of", "columns", "mode", "values"})
"""Keys of a parameter without which its values mean nothing."""
_STAND_INS = {
    "how": "replace",
    "about": {"zh": "?", "en": "?"},
    "applies_to": "both",
    "when_absent": "refuse",
}
"""What stands for a wrong or missing word that the values do not hang on."""


class Salvaged(NamedTuple):
    """The sound part of a file.

    Attributes:
        kept: of each list that lost items, the numbers (from 0) that the others have in the file.
        spoilt: the paths that were left out.
    """

    file: PolicyFile
    kept: Mapping[Path, tuple[int, ...]]
    spoilt: frozenset[Path]


def salvage(data: Any, error: ValidationError) -> Salvaged | None:
    """The sound part of a file that does not fit the model; None when too little of it is."""
    spoilt = frozenset(_part(_path(one, data)) for one in error.errors())
    if () in spoilt or not spoilt.isdisjoint((name,) for name in _NAMED):
        return None
    kept: dict[Path, tuple[int, ...]] = {}
    try:
        file = PolicyFile.model_validate(_without(spoilt, data, (), kept))
    except ValidationError:
        return None
    return Salvaged(file, kept, spoilt)


def _path(error: ErrorDetails, data: Any) -> Path:
    """The path of what is wrong, or of the key that is missing."""
    loc = error["loc"]
    if error["type"] == "missing":
        return (*walk(loc[:-1], data, PolicyFile).path, loc[-1])
    return walk(loc, data, PolicyFile).path


def _part(path: Path) -> Path:
    """The smallest part around a mistake that stands alone; `()` is the whole file."""
    for end in range(len(path), 1, -1):
        if isinstance(path[end - 1], int) and path[end - 2] in _LISTED:
            return path[:end]
    if not path or path[0] not in _NAMED:
        return path[:1]
    aside = len(path) > 2 and path[0] in _VALUED and path[2] not in _TYPING
    return path[:3] if aside else path[:2]


def _without(
    spoilt: Collection[Path], node: Any, path: Path, kept: dict[Path, tuple[int, ...]]
) -> Any:
    if isinstance(node, dict):
        rest = {
            key: _without(spoilt, value, (*path, key), kept)
            for key, value in node.items()
            if (*path, key) not in spoilt
        }
        stand_ins = _STAND_INS if len(path) == 2 else {}
        return rest | {key: word for key, word in stand_ins.items() if (*path, key) in spoilt}
    if isinstance(node, list):
        numbers = tuple(n for n in range(len(node)) if (*path, n) not in spoilt)
        if len(numbers) < len(node):
            kept[path] = numbers
        return [_without(spoilt, node[n], (*path, n), kept) for n in numbers]
    return node
