"""What the shipped policy book says: parameters, regions, how well it is founded, its numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ledger.core.decide import FAMILIES
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Definition, Reading
from ledger.policy.model import GRADES, PolicyFile
from ledger.words.moments import format_day
from ledger.words.regions import NATION, chain
from tests.docs.pages import anchor
from tests.docs.tables import cell, table

HEAD = ("from", "until", "value", "source")
NUMBERS = frozenset({"money", "count", "percent", "age", "days", "hours", "time"})
"""Kinds of values that are numbers."""

GRADE_WORDS = {
    "en": "{A} rest on grade A (official), {B} on B (local press and mirrors), {C} on C "
    "(aggregators and forums), and {assumed} are this project's own assumptions",
    "zh": "{A} 个依据 A 级来源（官方），{B} 个依据 B 级（地方媒体和转载），{C} 个依据 C 级"
    "（聚合网站和论坛），{assumed} 个是本项目自己的假定",
}
EVIDENCE = {
    "en": "The shipped policy book holds {values} dated values of {parameters} parameters in "
    "{files} files: {grades}. Of the sourced ones, {days} begin on a day that is assumed, because "
    "their sources give none. Beside them stand {readings} other readings, where sources disagree.",
    "zh": "随附的政策簿有 {files} 个文件、{parameters} 个参数、{values} 个有日期的值：{grades}。"
    "有来源的值中，{days} 个的首日是假定，因为来源没有给出。"
    "来源不一致之处，另存 {readings} 个解读。",
}
NUMBERS_HEAD = {
    "en": ("what", "value", "since", "source"),
    "zh": ("内容", "值", "生效日", "来源"),
}


def parameters_part() -> str:
    """Every parameter of the shipped policy book, and what the nation says."""
    book = shipped.shipped()
    return "\n".join(line for name in book.definitions for line in _parameter(book, name))


def _parameter(book: PolicyBook, name: str) -> Iterator[str]:
    definition = book.definitions[name]
    yield from (f"## `{name}`", "", f"{definition.en} · {definition.zh}", "")
    yield from (f"- {fact}" for fact in _facts(book, definition))
    rows = list(_rows(book, name, NATION))
    if not rows:
        yield from (f"- {NATION} itself states no value", "")
    else:
        yield from ("", *table(("from", "until", f"{NATION} says", "source"), rows))


def _facts(book: PolicyBook, definition: Definition) -> Iterator[str]:
    kind = definition.kind_name
    words = f": {', '.join(f'`{word}`' for word in definition.of)}" if definition.of else ""
    yield f"kind: {kind}{words}"
    yield f"whose: {definition.applies_to}"
    yield f"when absent: {definition.when_absent}"
    rules = [rule for family in FAMILIES.values() for rule in family.rules]
    codes = dict.fromkeys(rule.code for rule in rules if definition.name in rule.uses)
    linked = [f"[`{code}`](refusals.md#{anchor(code)})" for code in codes]
    yield f"read by: {', '.join(linked) or 'what a step does, no rule'}"
    regions = sorted(region for parameter, region in book.history if parameter == definition.name)
    others = [region for region in regions if region != NATION]
    if others:
        yield f"values of their own: {_regions(others)}"


def _regions(regions: Sequence[str]) -> str:
    """Regions by province, so that a list of forty can be read."""
    linked = (f"[{region}](regions.md#{anchor(region)})" for region in regions)
    by_province = groupby(linked, key=lambda link: link[:6])
    return ", ".join(" ".join(inside) for _, inside in by_province)


def regions_part() -> str:
    """What every region but the nation states itself."""
    book = shipped.shipped()
    files = sorted((f for f in book.files if f.region != NATION), key=lambda file: file.region)
    return "\n".join(line for file in files for line in _region(book, file))


def _region(book: PolicyBook, file: PolicyFile) -> Iterator[str]:
    wider = chain(file.region)[1:]
    linked = (w if w == NATION else f"[{w}](#{anchor(w)})" for w in wider if _has_file(book, w))
    yield from (f"## {file.region}", "")
    yield f"{file.title.zh} · {file.title.en}; else what {', then '.join(linked)} says."
    yield ""
    rows = [
        (f"[`{name}`](parameters.md#{anchor(name)})", overlay.how, *row)
        for name, overlay in file.overlay.items()
        for row in _rows(book, name, file.region)
    ]
    yield from table(("parameter", "how", *HEAD), rows)
    for row in file.unencoded:
        touched = ", ".join(f"[`{code}`](refusals.md#{anchor(code)})" for code in row.touches)
        yield f"- not modelled: {cell(row.what)} ({touched or 'no code'})"
    if file.unencoded:
        yield ""


def _has_file(book: PolicyBook, region: str) -> bool:
    return any(file.region == region for file in book.files)


def _rows(book: PolicyBook, name: str, region: str) -> Iterator[tuple[str, ...]]:
    """A row a reading: first and last day, the value, on whose word."""
    definition = book.definitions[name]
    for record in book.history.get((name, region), ()):
        for reading in record.readings:
            yield _first_day(book, record), *_value(definition, record, reading)


def _first_day(book: PolicyBook, record: Dated) -> str:
    """The first day, with its grade when it is on another word than the value."""
    day = format_day(record.from_day)
    grade = _grade_of_day(book, record)
    return day if grade is None else f"{day} [{grade}]"


def _grade_of_day(book: PolicyBook, record: Dated) -> str | None:
    if record.from_source is None:
        return None
    file = next(file for file in book.files if file.region == record.region)
    return file.sources[record.from_source].grade


def _value(definition: Definition, record: Dated, reading: Reading) -> tuple[str, ...]:
    disputed = f" (reading “{reading.name}”)" if len(record.readings) > 1 else ""
    until = "" if record.until_day is None else format_day(record.until_day)
    value = definition.show(reading.value)
    return until, cell(f"{value}{disputed}"), _told(reading)


def _told(reading: Reading) -> str:
    """Who says so: grade, title, row of the research."""
    fact = f" ({reading.source.fact})" if reading.source.fact else ""
    return cell(f"[{reading.source.grade}] {reading.source.title}{fact}")


def evidence_part(lang: str) -> str:
    """How many values rest on which grade, in a sentence or three."""
    book = shipped.shipped()
    records = [record for records in book.history.values() for record in records]
    grades = Counter(record.readings[0].source.grade for record in records)
    firm = (record for record in records if record.readings[0].source.grade != "assumed")
    said = EVIDENCE[lang].format(
        values=len(records),
        parameters=len(book.definitions),
        files=len(book.files),
        grades=GRADE_WORDS[lang].format(**{grade: grades[grade] for grade in GRADES}),
        days=sum(_grade_of_day(book, record) == "assumed" for record in firm),
        readings=sum(len(record.readings) - 1 for record in records),
    )
    return f"{said}\n"


def numbers_part(lang: str) -> str:
    """Every number that the nation states to further notice."""
    book = shipped.shipped()
    page = "../reference/parameters.md"
    rows = [
        (
            f"[{definition.zh if lang == 'zh' else definition.en}]({page}#{anchor(name)})",
            cell(definition.show(record.readings[0].value)),
            _first_day(book, record),
            _told(record.readings[0]),
        )
        for name, definition in book.definitions.items()
        for record in book.history.get((name, NATION), ())
        if record.until_day is None and definition.kind_name in NUMBERS
    ]
    return "\n".join(table(NUMBERS_HEAD[lang], rows))
