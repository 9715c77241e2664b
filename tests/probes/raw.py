"""The shipped policy files read a second time, as plain text: what the probes expect.

Days are compared as texts, values stay as written. Nothing here comes from the policy book.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

DATA = Path(__file__).parents[2] / "ledger" / "policy" / "data"
FOR_EVER = "9999-12-31"

Chosen = Mapping[tuple[str, str], str]
"""Readings by name, for a parameter and a region."""


class Value(NamedTuple):
    """One dated value as its file states it; the first of its readings is in force."""

    first: str
    last: str
    readings: tuple[tuple[str, Any], ...]

    def written(self, name: str | None) -> Any:
        """The value by the reading of this name, or the one in force."""
        return dict(self.readings).get(name or "", self.readings[0][1])


@cache
def book() -> dict[tuple[str, str], tuple[Value, ...]]:
    """Every dated value, by parameter and region."""
    found: dict[tuple[str, str], tuple[Value, ...]] = {}
    for path in sorted(DATA.glob("*.yaml")):
        data = _texts(path)
        for name, stated in {**data.get("parameters", {}), **data.get("overlay", {})}.items():
            found[name, data["region"]] = tuple(_value(row) for row in stated["values"])
    return found


@cache
def definitions() -> dict[str, dict[str, str]]:
    """What the nation's file says each parameter is."""
    return dict(_texts(DATA / "cn.yaml")["parameters"])


def _texts(path: Path) -> dict[str, Any]:
    loader = yaml.BaseLoader  # makes nothing but texts
    return dict(yaml.load(path.read_text(encoding="utf-8"), loader))  # noqa: S506  # a BaseLoader


def _value(row: dict[str, Any]) -> Value:
    others = tuple((other["reading"], _written(other)) for other in row.get("disputed", ()))
    in_force = (row.get("reading", ""), _written(row))
    return Value(row["from"], row.get("until", FOR_EVER), (in_force, *others))


def _written(row: dict[str, Any]) -> Any:
    return row["rows"] if "rows" in row else row.get("value", "end")


def wider(region: str) -> tuple[str, ...]:
    """The region, its province and the nation; the corps' cities have the corps between."""
    corps = ("CN-XJ-660000",) if region.startswith("CN-XJ-659") else ()
    return tuple(dict.fromkeys((region, *corps, region[:5], "CN")))


def stated(parameter: str, region: str, day: str, chosen: Chosen) -> Any:
    """What holds in a region on a day, as written; None where nothing is in force."""
    for place in wider(region):
        for value in book().get((parameter, place), ()):
            if value.first <= day <= value.last:
                written = value.written(chosen.get((parameter, place)))
                if written == "inherit":
                    break
                return None if written == "end" else written
    return None


def edges(parameter: str, region: str) -> Iterator[tuple[str, Chosen]]:
    """Days around each value's first and last one, under each reading of the value."""
    for value in book()[parameter, region]:
        days = [_beside(value.first, -1), value.first]
        if value.last != FOR_EVER:
            days += [value.last, _beside(value.last, 1)]
        for name, _ in value.readings:
            for day in dict.fromkeys(days):
                yield day, {(parameter, region): name} if name else {}


def _beside(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def fen(written: str) -> int:
    """`2000元` or `2000.50元` in fen."""
    whole, _, part = written.removesuffix("元").partition(".")
    return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def number(written: str) -> int:
    """`3次` or `12个月` as a number."""
    return int("".join(char for char in written if char.isdigit()))
