"""The columns in which people read the policy book: labels, and cells made of several values."""

from collections.abc import Callable
from typing import Any

from ledger.cli.output import Column, Row
from ledger.text.labels import Pair
from ledger.text.pairs.headings import HEADINGS
from ledger.text.said import Said, told
from ledger.words.regions import name

NOT_MODELLED = HEADINGS["not_modelled"]


def _value_of(key: str, absent: str) -> Callable[[Row, str], str]:
    """A cell with a value, or with what its absence means."""

    def show_value(row: Row, lang: str) -> str:
        value = row[key]
        if value is None:
            return HEADINGS[f"absent_{row[absent]}"](lang)
        return (
            value
            if isinstance(value, str)
            else ", ".join(map(_item, value)) or HEADINGS["none"](lang)
        )

    return show_value


def _item(item: Any) -> str:
    return item if isinstance(item, str) else ": ".join(item.values())


def _span(row: Row, _lang: str) -> str:
    return f"{row['from']}..{row['until'] or ''}" if row["from"] else ""


def _readings(row: Row, lang: str) -> str:
    """The reading in force, and the others with their values."""
    others = "; ".join(f"{o['reading']}: {_VALUE(o, lang)}" for o in row["others"])
    return f"{row['reading'] or ''} ({others})" if others else row["reading"] or ""


def _used(row: Row, lang: str) -> str:
    if row["used"]:
        return row["reading"] or ""
    return f"{row['reading']} ({HEADINGS['not_used'](lang)})"


def _source(row: Row, _lang: str) -> str:
    return f"[{row['grade']}] {row['source']}" if row["source"] else ""


def _place(row: Row, _lang: str) -> str:
    return f"{row['file']}:{row['line']}:{row['column']}" if row["file"] else ""


def _about(row: Row, lang: str) -> str:
    return str(row[f"about_{lang}"])


def finding_line(row: Row, lang: str) -> str:
    """A finding as problems in files are told: `cn.yaml:12:3: P108 ...`."""
    name = "heading.finding_note" if row["note"] else "heading.finding"
    place, code, message = _place(row, lang), row["code"], row["message"]
    return told(Said(name, place=place, code=code, message=message), lang)


def of_day(region: str, date: str) -> Said:
    """The title of what holds in a region on a day; an area has a Chinese name only."""
    zh, en = name(region, "zh"), name(region, "en")
    called = Pair(zh, zh if en == region else en)
    return Said("heading.of_day", region=region, name=called, day=date)


_VALUE = _value_of("value", "absent")

PARAMETER = Column("parameter", HEADINGS["parameter"], narrows=False)
REGION = Column("region", HEADINGS["region"], narrows=False)
SPAN = Column("from", HEADINGS["in force"], _span, narrows=False)
VALUE = Column("value", HEADINGS["value"], _VALUE)
SOURCE = Column("source", HEADINGS["source"], _source)
PLACE = Column("file", HEADINGS["where"], _place)

IN_FORCE = (
    PARAMETER,
    VALUE,
    SPAN,
    REGION,
    Column("reading", HEADINGS["reading"], _readings),
    SOURCE,
    PLACE,
    Column("about_en", HEADINGS["meaning"], _about),
)
UNENCODED = (
    Column("what", HEADINGS["what"]),
    Column("touches", HEADINGS["touches"]),
    REGION,
    SOURCE,
)
HISTORY = (
    SPAN,
    REGION,
    VALUE,
    Column("reading", HEADINGS["reading"], _used),
    SOURCE,
    PLACE,
    Column("quote", HEADINGS["quote"]),
    Column("note", HEADINGS["note"]),
)
DIFFERENCE = (
    REGION,
    PARAMETER,
    Column("was", HEADINGS["was"], _value_of("was", "was_absent")),
    Column("now", HEADINGS["now"], _value_of("now", "now_absent")),
    Column("now_region", HEADINGS["from"], narrows=False),
    SOURCE,
    PLACE,
)
