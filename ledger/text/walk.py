"""Decides which value in the data an error of pydantic is about, and which model describes it.

Pydantic's `loc` names keys and indexes, but also the branch it tried of a union, which is in no
file. So data and model are walked together; the model tells what is the label of a branch.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel, RootModel, Tag
from pydantic.fields import FieldInfo

from ledger.text.positions import Path

_NOTHING = object()


class Spot(NamedTuple):
    """A value: the way to it, the value, and its type in the model (None where not known)."""

    path: Path
    data: object
    shape: Any


def walk(loc: Path, data: object, shape: Any) -> Spot:
    """Return the spot that `loc` means; parts that are not in the data are skipped."""
    path: Path = ()
    for part in loc:
        shape = _bare(shape)
        if _is_union(shape):
            branch = _branch(get_args(shape), part)
            if branch is not None:
                shape = branch
                continue
        if (child := _child(data, part)) is not _NOTHING:
            path, data, shape = (*path, part), child, _inside(shape, part)
    return Spot(path, data, shape)


def keys_of(shape: Any) -> list[str]:
    """Return the keys that a mapping of this type may have in a file; none of other types."""
    bare = _bare(shape)
    if _is_union(bare):
        return [key for branch in get_args(bare) for key in keys_of(branch)]
    return [key for name, field in _fields(bare).items() for key in _keys(name, field)]


def _child(data: object, part: str | int) -> object:
    if isinstance(data, dict):
        return data.get(part, _NOTHING)
    if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
        return data[part]
    return _NOTHING


def _inside(shape: Any, part: str | int) -> Any:
    """Return the type of what a key or an index leads to, or None."""
    for name, field in _fields(shape).items():
        if part in _keys(name, field):
            return field.annotation
    origin, inner = get_origin(shape), get_args(shape)
    if not isinstance(origin, type) or not inner:
        return None
    if issubclass(origin, tuple) and isinstance(part, int) and inner[-1] is not Ellipsis:
        return inner[part] if part < len(inner) else None
    return inner[1] if issubclass(origin, Mapping) else inner[0]


def _bare(shape: Any) -> Any:
    """Return a type without what adds nothing to `loc`: Annotated, Optional, aliases, roots."""
    while True:
        others = [one for one in get_args(shape) if one is not type(None)]
        if get_origin(shape) is Annotated or (_is_union(shape) and len(others) == 1):
            shape = others[0]
        elif hasattr(shape, "__value__"):
            shape = shape.__value__
        elif isinstance(shape, type) and issubclass(shape, RootModel):
            shape = shape.model_fields["root"].annotation
        else:
            return shape


def _branch(branches: Sequence[Any], label: str | int) -> Any:
    """Return the branch of a union that pydantic calls `label`, or None."""
    for branch in branches:
        if label in set(_tags(branch)):
            return branch
    for word in re.findall(r"\w+", str(label)):
        for branch in branches:
            bare = _bare(branch)
            if word == getattr(get_origin(bare) or bare, "__name__", None):
                return branch
    return None


def _tags(branch: Any) -> Iterator[object]:
    if get_origin(branch) is Annotated:
        yield from (extra.tag for extra in get_args(branch) if isinstance(extra, Tag))
    for field in _fields(_bare(branch)).values():
        if get_origin(field.annotation) is Literal:
            yield from get_args(field.annotation)


def _is_union(shape: Any) -> bool:
    return get_origin(shape) in (Union, UnionType)


def _fields(shape: Any) -> Mapping[str, FieldInfo]:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return shape.model_fields
    return {}


def _keys(name: str, field: FieldInfo) -> list[str]:
    """Return how a file may write a field: by its aliases, or by its name when it has none."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return [choice for choice in alias.choices if isinstance(choice, str)]
    return [alias] if isinstance(alias, str) else [name]
