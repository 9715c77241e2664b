"""The columns in which people read the policy book: labels, and cells made of several values."""

from collections.abc import Callable
from typing import Any

from ledger.cli.output import Column, Row
from ledger.text.labels import Pair
from ledger.text.said import told
from ledger.words.regions import name

NOTHING = {
    "refuse": Pair("无生效值：拒绝", "none in force: refuse"),
    "no_limit": Pair("无生效值：不限", "none in force: no limit"),
}
NO_WORD = Pair("无", "none")
NOT_MODELLED = Pair("未建模", "not modelled")


def _value_of(key: str, absent: str) -> Callable[[Row, str], str]:
    """A cell with a value, or with what its absence means."""

    def show_value(row: Row, lang: str) -> str:
        value = row[key]
        if value is None:
            return NOTHING[row[absent]](lang)
        return value if isinstance(value, str) else ", ".join(map(_item, value)) or NO_WORD(lang)

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
    unused = Pair("未采用", "not in force")(lang)
    return row["reading"] or "" if row["used"] else f"{row['reading']} ({unused})"


def _source(row: Row, _lang: str) -> str:
    return f"[{row['grade']}] {row['source']}" if row["source"] else ""


def _place(row: Row, _lang: str) -> str:
    return f"{row['file']}:{row['line']}:{row['column']}" if row["file"] else ""


def _about(row: Row, lang: str) -> str:
    return str(row[f"about_{lang}"])


def finding_line(row: Row, lang: str) -> str:
    """A finding as problems in files are told: `cn.yaml:12:3: P108 ...`."""
    note = f" ({Pair('提示', 'note')(lang)})" if row["note"] else ""
    return f"{_place(row, lang)}: {row['code']}{note} {told(row['message'], lang)}"


def of_day(region: str, date: str) -> Pair:
    """The title of what holds in a region on a day; an area has a Chinese name only."""
    zh, en = name(region, "zh"), name(region, "en")
    return Pair(f"{region} {zh} {date}", f"{region} {zh if en == region else en}, {date}")


_VALUE = _value_of("value", "absent")

PARAMETER = Column("parameter", Pair("参数", "parameter"), narrows=False)
REGION = Column("region", Pair("地区", "region"), narrows=False)
SPAN = Column("from", Pair("有效期", "in force"), _span, narrows=False)
VALUE = Column("value", Pair("值", "value"), _VALUE)
SOURCE = Column("source", Pair("来源", "source"), _source)
PLACE = Column("file", Pair("位置", "where"), _place)

IN_FORCE = (
    PARAMETER,
    VALUE,
    SPAN,
    REGION,
    Column("reading", Pair("解读", "reading"), _readings),
    SOURCE,
    PLACE,
    Column("about_en", Pair("含义", "meaning"), _about),
)
UNENCODED = (
    Column("what", Pair("内容", "what")),
    Column("touches", Pair("涉及规则", "touches")),
    REGION,
    SOURCE,
)
HISTORY = (
    SPAN,
    REGION,
    VALUE,
    Column("reading", Pair("解读", "reading"), _used),
    SOURCE,
    PLACE,
    Column("quote", Pair("原文", "quote")),
    Column("note", Pair("备注", "note")),
)
DIFFERENCE = (
    REGION,
    PARAMETER,
    Column("was", Pair("原值", "was"), _value_of("was", "was_absent")),
    Column("now", Pair("现值", "now"), _value_of("now", "now_absent")),
    Column("now_region", Pair("来自", "from"), narrows=False),
    SOURCE,
    PLACE,
)
