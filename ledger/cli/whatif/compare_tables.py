"""Comparisons of policies as people read them; what differs pastes into a what-if as it stands."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import typer

from ledger.cli.output import (
    Column,
    Format,
    Row,
    Table,
    colours,
    print_json,
    print_tables,
    table_lines,
)
from ledger.cli.whatif.compare_rows import (
    Answers,
    account_row,
    changed_rows,
    document,
    flat,
    person_row,
    region_row,
    summary,
)
from ledger.text.labels import REFUSALS, Pair
from ledger.text.pairs.comparing import COMPARING
from ledger.text.width import harmless
from ledger.whatif.comparing.backtest import Backtest, Turn
from ledger.whatif.comparing.ending import Difference, accounts, people, regions
from ledger.whatif.comparing.pasted import difference
from ledger.whatif.comparing.told import texts
from ledger.words.moments import format_moment
from ledger.words.money import yuan
from ledger.words.regions import is_region, name

_MOST_STEPS: Final = 24
"""Steps that a row of a sweep lists at most; the machine formats have all."""


def print_answers(answers: Answers, format_: Format, lang: str, *, no_color: bool) -> None:
    """Print all comparisons: as text, as one JSON document, or as rows with a `kind`."""
    match format_:
        case Format.json:
            print_json(document(answers))
        case Format.table:
            bold = colours(unwanted=no_color)
            typer.echo("\n".join(_lines(answers, lang, bold=bold)))
        case Format.jsonl | Format.csv:
            print_tables([Table((), list(flat(answers)))], format_, lang)


def _lines(answers: Answers, lang: str, *, bold: bool) -> Iterator[str]:
    what = ", ".join(_what(row, lang) for row in changed_rows(answers))
    if answers.found is not None:
        yield from map(harmless, _told(answers, answers.found, what, lang))
        for table in _end(answers.found, lang):
            yield ""
            yield from table_lines(table, lang, bold=bold)
        yield from map(harmless, _unjudged(answers.found, lang))
    if answers.swept:
        yield from [""] if answers.found is not None else []
        yield from table_lines(_swept(answers, lang), lang, bold=bold)
    if answers.hanging is not None:
        yield from [""] if answers.found is not None or answers.swept else []
        yield from map(harmless, _hanging(answers, lang))


def _what(row: Row, lang: str) -> str:
    """One thing that was changed: a path, a reading, or a value and its days."""
    if "policy" in row:
        return _say("policy", lang, path=row["policy"])
    setting = f"{row['parameter']}@{row['region']}"
    if "reading" in row:
        return _say("reading", lang, setting=setting, reading=row["reading"])
    value = row["value"] if isinstance(row["value"], str) else "+".join(row["value"])
    name = "days" if row["until"] is None else "days_until"
    days = _say(name, lang, start=row["from"], end=row["until"])
    return _say("change", lang, setting=setting, value=value, days=days)


def _told(answers: Answers, found: Backtest, what: str, lang: str) -> Iterator[str]:
    numbers = summary(found)
    heading = "headline" if found.turns or not found.identical else "nothing"
    yield _say(heading, lang, name=answers.name, what=what, **numbers)
    for old in answers.other.hidden:
        setting = f"{old.parameter}@{old.region}"
        yield "  " + _say("hides", lang, setting=setting, span=old.span)
    if found.identical:
        yield "  " + _say("identical", lang, head=numbers["head"])
        return
    yield from _differs(found, lang)
    same = [turn for turn in found.turns if turn.flip is None]
    if same:
        yield ""
        yield _say("otherwise", lang)
    for turn in same:
        was, now = texts(turn.was, turn.now)
        yield f"  {turn.step}: {was} -> {now}  # {_why(turn, lang)}"


def _differs(found: Backtest, lang: str) -> Iterator[str]:
    """The `differs` of a what-if, with the reason as a comment."""
    yield "differs:" if found.flips else "differs: {}"
    for turn in found.turns:
        if turn.flip is not None:
            shadowed = f"# {_say('shadowed', lang)}: " if turn.shadowed else ""
            yield f"  {shadowed}{difference(turn.flip)}  # {_why(turn, lang)}"


def _why(turn: Turn, lang: str) -> str:
    if turn.cause is None:
        return _say("direct", lang)
    if not turn.cause.about:
        return _say("earlier", lang)
    return _say(turn.cause.kind.value, lang, about=turn.cause.about)


def _end(found: Backtest, lang: str) -> Iterator[Table]:
    """Who has what at the end, where it is not the same."""
    until = format_moment(found.until)
    own = [account_row(one, found) for one in accounts(found) if one.change_fen]
    persons = [person_row(one, found) for one in people(found) if one.change_fen]
    if own:
        title = COMPARING["accounts"]
        yield Table(ACCOUNTS, own, Pair(*(text.format(until=until) for text in title)))
    if persons:
        yield Table(PEOPLE, persons, COMPARING["people"])
    if own:
        places = [*regions(found)]
        rows = [region_row(one) for one in (*places, _sum(places))]
        yield Table(REGIONS, rows, COMPARING["regions"])


def _sum(places: Sequence[Difference]) -> Difference:
    before_fen, after_fen = (sum(p.before_fen for p in places), sum(p.after_fen for p in places))
    return Difference("sum", "", before_fen, after_fen)


def _unjudged(found: Backtest, lang: str) -> Iterator[str]:
    if found.unjudged:
        yield ""
        yield _say("not_judged", lang)
    for one in found.unjudged:
        yield f"  {one.step}: {one.code} ({REFUSALS[one.code](lang)})"


def _swept(answers: Answers, lang: str) -> Table:
    rows = []
    for swept, found in answers.swept:
        steps = [flip.step for flip in found.flips]
        more = [f"… {len(steps)}"] if len(steps) > _MOST_STEPS else []
        told = {"steps_told": ", ".join([*steps[:_MOST_STEPS], *more])}
        rows.append({"setting": str(swept.setting), "value": swept.value, **summary(found), **told})
    return Table(SWEEP, rows)


def _hanging(answers: Answers, lang: str) -> Iterator[str]:
    yield _say("hanging" if answers.hanging else "no_hanging", lang)
    for one in answers.hanging or ():
        yield f"  {one.doubt}"
        for turn in one.turns:
            yield f"    {turn.step}: {turn.was} -> {turn.now}"


def _say(word: str, lang: str, **values: Any) -> str:
    return COMPARING[word](lang).format(**values)


def _yuan(key: str, label: str, sign: str = "") -> Column:
    """A column of money."""

    def show(row: Row, _lang: str) -> str:
        return f"{sign if row[key] > 0 else ''}{yuan(row[key])}"

    return Column(key, COMPARING[label], show, narrows=False, right=True)


def _place(row: Row, lang: str) -> str:
    """`CN-SN 陕西`, or a word for what is nowhere."""
    region = row["region"]
    if not is_region(region):
        return COMPARING[region](lang)
    told = name(region, "zh" if lang == "zh" else "en")
    return region if told == region else f"{region} {told}"


_MONEY: Final = (
    _yuan("before_fen", "before"),
    _yuan("after_fen", "after"),
    _yuan("change_fen", "changed", "+"),
)
ACCOUNTS: Final = (
    Column("account", COMPARING["account"]),
    Column("name", COMPARING["name"]),
    *_MONEY,
)
PEOPLE: Final = (Column("person", COMPARING["person"]), Column("name", COMPARING["name"]), *_MONEY)
REGIONS: Final = (Column("region", COMPARING["region"], _place), *_MONEY)
SWEEP: Final = (
    Column("setting", COMPARING["setting"], narrows=False),
    Column("value", COMPARING["value"], narrows=False),
    *(
        Column(key, COMPARING[label], right=True, narrows=False)
        for key, label in (
            ("differ", "differ"),
            ("direct", "direct"),
            ("cascade", "cascade"),
            ("refused_before", "refused_before"),
            ("refused_after", "refused_after"),
        )
    ),
    Column("steps_told", COMPARING["steps"]),
)
