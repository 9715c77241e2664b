"""Decides how a file that does not fit its model is told: pydantic's errors as problems."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ledger.text.positions import Path, Place, Positions
from ledger.text.problems import Problem, did_you_mean, nearest, quoted
from ledger.text.reader import Document
from ledger.text.said import Said
from ledger.text.walk import Spot, keys_of, walk

_ERRORS_READ = 1000
_CHOICES_TOLD = 12
_CODE = re.compile(r"[A-Z]\d{3}")

_TEXT, _MAPPING, _LIST = Said("shape.text"), Said("shape.mapping"), Said("shape.list")
_KINDS = {
    **dict.fromkeys(("string_type", "int_type", "literal_error", "enum"), _TEXT),
    **dict.fromkeys(("model_type", "dict_type", "mapping_type", "dataclass_type"), _MAPPING),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), _LIST),
}


@dataclass(frozen=True, slots=True)
class Codes:
    """The problem codes of one kind of file.

    A validator that wants a code of its own raises a `PydanticCustomError` whose type is the
    code. Its context may hold a `hint`, as may an attribute `hint` of a plain `ValueError`, and
    its message under `said`, where it can be told in both languages.
    """

    unknown_key: str
    missing_key: str
    wrong_value: str


class _Fault(NamedTuple):
    """An error of pydantic at its spot; of an unknown or missing `key`, its mapping's spot."""

    error: ErrorDetails
    spot: Spot
    key: str


class _Telling(NamedTuple):
    """What is said of a fault: code, message and hint."""

    code: str
    message: str
    hint: str = ""


def problems_of(
    error: ValidationError, document: Document, codes: Codes, model: Any, at: Path = ()
) -> list[Problem]:
    """Return what pydantic found wrong with a document, each at the place to change.

    Left out is what would only repeat: what the reader has reported at the same place, and a
    missing key that stands there misspelt.

    Args:
        error: raised by validating `document.data`, or the part of it at `at`.
        document: the file, for the places.
        codes: the codes of this kind of file.
        model: the model or other type that the data was validated against.
        at: the way to the part that was validated.
    """
    data = walk(at, document.data, None).data
    errors = error.errors(include_url=False)[:_ERRORS_READ]
    faults = [_fault(one, data, model) for one in errors]
    kinds = _kinds_wanted(faults)
    told = {(problem.line, problem.col) for problem in document.problems}
    found: set[Problem] = set()
    for fault in _worth_telling(faults, complete=document.complete):
        place = _place(fault, document.positions, at)
        if place not in told:
            telling = _telling(fault, codes, at, kinds)
            found.add(Problem(document.path, *place, *telling))
    return sorted(found)


def _fault(error: ErrorDetails, data: object, model: Any) -> _Fault:
    loc, kind = error["loc"], error["type"]
    if kind in ("missing", "extra_forbidden"):
        return _Fault(error, walk(loc[:-1], data, model), str(loc[-1]))
    tag_key = _tag_key(error)
    if kind == "union_tag_not_found":
        return _Fault(error, walk(loc, data, model), tag_key)
    spot = walk((*loc, tag_key) if kind == "union_tag_invalid" else loc, data, model)
    if _blames_key(error):
        spot = spot._replace(data=spot.path[-1])
    return _Fault(error, spot, "")


def _tag_key(error: ErrorDetails) -> str:
    """Return the key that tells the branches of a union apart; nothing if a function does."""
    discriminator = str(error.get("ctx", {}).get("discriminator", ""))
    return discriminator.strip("'") if discriminator.startswith("'") else ""


def _blames_key(error: ErrorDetails) -> bool:
    """Say whether the key itself is wrong, in a mapping with free keys."""
    return error["loc"][-1:] == ("[key]",)


def _worth_telling(faults: Sequence[_Fault], *, complete: bool) -> Iterator[_Fault]:
    """Yield the faults without those that others explain.

    Of a union, pydantic reports every branch; where the data fits one branch in kind, the other
    branches have nothing to say. A file that was not read to its end misses no key for certain.
    """
    explained = {path for fault in faults for path in _explained(fault)}
    misspelt = {
        (fault.spot.path, nearest(fault.key, _keys_free(fault)))
        for fault in faults
        if fault.error["type"] == "extra_forbidden"
    }
    for fault in faults:
        if fault.error["type"] == "missing":
            if complete and (fault.spot.path, fault.key) not in misspelt:
                yield fault
        elif _kind_wanted(fault) is None or fault.spot.path not in explained:
            yield fault


def _explained(fault: _Fault) -> Iterator[Path]:
    """Yield the ways to all that surrounds the fault, and to itself if its kind is right."""
    path = fault.spot.path
    yield from (path[:length] for length in range(len(path)))
    if _kind_wanted(fault) is None:
        yield path


def _kind_wanted(fault: _Fault) -> Said | None:
    """Return what should stand at the spot instead of something of another kind, or None."""
    wanted = _KINDS.get(fault.error["type"])
    return None if wanted == _kind(fault.spot.data) else wanted


def _kinds_wanted(faults: Sequence[_Fault]) -> dict[Path, Said]:
    """Return for each spot of a wrong kind what may stand there: `a text or a mapping`."""
    kinds: dict[Path, dict[Said, None]] = {}
    for fault in faults:
        if wanted := _kind_wanted(fault):
            kinds.setdefault(fault.spot.path, {})[wanted] = None
    return {path: reduce(_either, wanted) for path, wanted in kinds.items()}


def _either(one: Said, other: Said) -> Said:
    return Said("shape.or", one=one, other=other)


def _kind(value: object) -> Said:
    return _MAPPING if isinstance(value, dict) else _LIST if isinstance(value, list) else _TEXT


def _keys_free(fault: _Fault) -> list[str]:
    """Return the keys that the model knows and the mapping does not have yet."""
    there = fault.spot.data if isinstance(fault.spot.data, dict) else {}
    return [key for key in keys_of(fault.spot.shape) if key not in there]


def _place(fault: _Fault, positions: Positions, at: Path) -> Place:
    """Return the place to point at: a text itself, else the key that leads to the fault."""
    path = at + fault.spot.path
    if fault.error["type"] == "extra_forbidden":
        return positions.key((*path, fault.key))
    if isinstance(fault.spot.data, str) and not _blames_key(fault.error):
        return positions.value(path)
    return positions.key(path)


def _telling(fault: _Fault, codes: Codes, at: Path, kinds: dict[Path, Said]) -> _Telling:
    path, kind = at + fault.spot.path, fault.error["type"]
    match kind:
        case "extra_forbidden":
            message = _within("shape.unknown_key", path, key=quoted(fault.key))
            return _Telling(codes.unknown_key, message, did_you_mean(fault.key, _keys_free(fault)))
        case "missing" | "union_tag_not_found" if fault.key:
            number = fault.error["loc"][-1] if kind == "missing" else None
            what = _item(number) if isinstance(number, int) else _key(fault.key)
            return _Telling(codes.missing_key, _within("shape.missing", path, what=what))
        case _ if fault.spot.data is None:
            return _Telling(codes.wrong_value, Said("shape.no_value", what=_subject(path)))
        case _ if _kind_wanted(fault):
            wanted, found = kinds[fault.spot.path], _kind(fault.spot.data)
            message = Said("shape.must_be", what=_subject(path), wanted=wanted, found=found)
            return _Telling(codes.wrong_value, message)
        case "union_tag_not_found":
            return _Telling(codes.wrong_value, Said("shape.no_form", what=_subject(path)))
        case _:
            return _wrong_value(fault.error, codes)


def _wrong_value(error: ErrorDetails, codes: Codes) -> _Telling:
    context = error.get("ctx", {})
    choices = re.findall(r"'([^']*)'", context.get("expected", context.get("expected_tags", "")))
    if choices:
        word = str(context.get("tag", error["input"]))
        more = (Said("shape.more"),) if len(choices) > _CHOICES_TOLD else ()
        listed = (*choices[:_CHOICES_TOLD], *more)
        message = Said("shape.not_one_of", word=quoted(word), choices=listed)
        return _Telling(codes.wrong_value, message, did_you_mean(word, choices))
    if _CODE.fullmatch(error["type"]):
        message = context.get("said", error["msg"])
        return _Telling(error["type"], message, str(context.get("hint", "")))
    if isinstance(reason := context.get("error"), Exception):
        return _Telling(codes.wrong_value, str(reason), str(getattr(reason, "hint", "")))
    return _Telling(codes.wrong_value, _pydantics(error, context))


def _pydantics(error: ErrorDetails, context: dict[str, Any]) -> Said:
    """Return what pydantic itself finds wrong, in our words where the kind is one that occurs."""
    if error["type"] == "too_short":
        return Said("shape.too_short", least=context["min_length"], found=context["actual_length"])
    says = error["msg"][:1].lower() + error["msg"][1:]
    if isinstance(error["input"], str):
        return Said("shape.other_given", given=quoted(error["input"]), says=says)
    return Said("shape.other", says=says)


def _within(name: str, path: Path, **values: object) -> Said:
    """Return what is said of a spot, with the name of what it lies in unless that is the file."""
    return Said(f"{name}_in", place=_name(path), **values) if path else Said(name, **values)


def _subject(path: Path) -> str:
    last = path[-1] if path else 0
    return _key(last) if isinstance(last, str) else _name(path)


def _key(key: str) -> Said:
    return Said("shape.key", key=quoted(key))


def _item(number: int) -> Said:
    return Said("shape.item", number=number + 1)


def _name(path: Path) -> str:
    """Return what a person calls a spot: its key, or its number (from 1) in a list."""
    if not path:
        return Said("shape.the_file")
    last = path[-1]
    if isinstance(last, str):
        return last
    return Said("shape.item_of", number=last + 1, whole=_name(path[:-1]))
