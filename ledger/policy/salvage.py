"""What of a file with mistakes can still be checked, so that one run tells them all.

A mistake spoils the smallest part that stands alone (a source, a parameter, an overlay, one value
of a list); that part is left out, and the rest keeps the places where it stands in the file.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from ledger.policy.model import PolicyFile
from ledger.text.walk import walk

Path = tuple[str | int, ...]

_NAMED = frozenset({"sources", "parameters", "overlay"})
_LISTED = frozenset({"values", "disputed", "rules", "unencoded"})


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
    spots = (walk(one["loc"], data, PolicyFile).path for one in error.errors())
    spoilt = frozenset(_part(path) for path in spots)
    if () in spoilt or not spoilt.isdisjoint((name,) for name in _NAMED):
        return None
    kept: dict[Path, tuple[int, ...]] = {}
    try:
        file = PolicyFile.model_validate(_without(spoilt, data, (), kept))
    except ValidationError:
        return None
    return Salvaged(file, kept, spoilt)


def _part(path: Path) -> Path:
    """The smallest part around a mistake that stands alone; `()` is the whole file."""
    for end in range(len(path), 1, -1):
        if isinstance(path[end - 1], int) and path[end - 2] in _LISTED:
            return path[:end]
    return path[:2] if path[:1] and path[0] in _NAMED else path[:1]


def _without(
    spoilt: Iterable[Path], node: Any, path: Path, kept: dict[Path, tuple[int, ...]]
) -> Any:
    if isinstance(node, dict):
        return {
            key: _without(spoilt, value, (*path, key), kept)
            for key, value in node.items()
            if (*path, key) not in spoilt
        }
    if isinstance(node, list):
        numbers = tuple(n for n in range(len(node)) if (*path, n) not in spoilt)
        if len(numbers) < len(node):
            kept[path] = numbers
        return [_without(spoilt, node[n], (*path, n), kept) for n in numbers]
    return node
