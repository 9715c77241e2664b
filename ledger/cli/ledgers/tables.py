"""Stored ledgers as rows of plain values, and the columns in which people read them."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from ledger.cli.output import Column, Row
from ledger.text.bars import bar
from ledger.text.happened import EVENTS
from ledger.text.labels import EXPLANATION, REFUSALS, Pair
from ledger.text.pairs.headings import HEADINGS
from ledger.text.said import Said, told
from ledger.words.moments import format_moment
from ledger.words.money import NO_LIMIT, yuan

if TYPE_CHECKING:
    from ledger.core.book import Person
    from ledger.journal.raw import Listed
    from ledger.reports.allowance import PayersAllowance
    from ledger.reports.balances import Has
    from ledger.reports.fold import Extent
    from ledger.reports.statement import Line, Statement

Show: TypeAlias = Callable[[Row, str], str]
"""A row's cell as people read it, in a language."""


def line_row(line: "Line", people: Mapping[str, str]) -> Row:
    """One line of a statement; what says nothing is null."""
    row = {key: None if value == "" else value for key, value in asdict(line).items()}
    names = [people.get(person, "") for person in line.who]
    listed = {"counter": list(line.counter), "who": list(line.who), "who_names": names}
    return row | {"at": format_moment(line.at)} | listed


def person_row(has: "Has") -> Row:
    """The four balances of a person, and what is in flight."""
    fen = {key: value for key, value in has._asdict().items() if key != "person"}
    return {"kind": "person", **_person(has.person), **fen}


def account_row(account: str, owner: str, fen: int) -> Row:
    """An account; `owner` is null for those of the system."""
    return {"kind": "account", "account": account, "owner": owner or None, "balance_fen": fen}


def allowance_row(found: "PayersAllowance", at: int) -> Row:
    """An allowance; a cap that does not exist is null."""
    day = found.day
    return {
        **_person(found.payer),
        "at": format_moment(at),
        "used_count": len(day.sent),
        "count_cap": _limit(day.count_cap),
        "used_fen": day.used_fen,
        "amount_cap_fen": _limit(day.amount_cap_fen),
        "each_cap_fen": _limit(day.each_cap_fen),
        "headroom_fen": _limit(day.headroom_fen),
        "pending": found.pending,
        "pending_cap": _limit(found.pending_cap),
        "stopped_by": list(found.stopped_by),
        "resets_at": format_moment(found.resets_at),
        "transfers": [{"id": transfer, "amount_fen": fen} for transfer, fen in day.sent],
    }


def info_row(listed: "Listed", found: "Extent") -> Row:
    """A ledger of a database; `format` numbers how tables, chain and events are written."""
    moments = {"first_at": found.first_at, "last_at": found.last_at}
    return {
        "ledger": listed.name,
        "format": listed.format,
        "engine": listed.engine,
        "events": listed.count,
        "head": listed.head.hex(),
        "policy": found.policy,
        **{key: None if at is None else format_moment(at) for key, at in moments.items()},
    }


def _person(person: "Person") -> Row:
    return {"person": person.id, "name": person.name, "region": person.insured}


def _limit(number: int) -> int | None:
    return None if number >= NO_LIMIT else number


def _money(key: str) -> Show:
    return lambda row, _lang: "" if row.get(key) is None else yuan(row[key])


def _capped(key: str, cap: str, show: Callable[[int], str]) -> Show:
    """`2 of 3`: what is used, and the cap if there is one."""

    def shown(row: Row, lang: str) -> str:
        if row[cap] is None:
            return show(row[key])
        used = Said("heading.of_cap", used=show(row[key]), cap=show(row[cap]))
        return told(used, lang)

    return shown


def _open_ended(key: str) -> Show:
    none = HEADINGS["no limit"]
    return lambda row, lang: none(lang) if row[key] is None else yuan(row[key])


def _signed(row: Row, _lang: str) -> str:
    if row["code"]:
        return ""
    return f"{'+' if row['fen'] > 0 else ''}{yuan(row['fen'])}"


def _event(row: Row, lang: str) -> str:
    label = EVENTS.get(row["event"])
    word = label(lang) if label is not None else row["event"]
    return f"{word} {row['command']}" if row["code"] else word


def _id(row: Row, _lang: str) -> str:
    """`a1 of t1` as `a1: t1`; what time itself did has no key of its own."""
    return ": ".join(text for text in (row["id"], row["of"]) if text)


def _why(row: Row, lang: str) -> str:
    said = [row["why"], row["place"]]
    if row["code"]:
        label = REFUSALS.get(row["code"])
        said = [f"{row['code']} {label(lang)}" if label else row["code"], *said]
    if row["asked_fen"] is not None:
        said.append(told(Said("heading.asked", amount=yuan(row["asked_fen"])), lang))
    return EXPLANATION[","](lang).join(text for text in said if text)


def _who(row: Row, _lang: str) -> str:
    pairs = zip(row["who"], row["who_names"], strict=True)
    return ", ".join(f"{person} {called}".rstrip() for person, called in pairs)


def _short(key: str) -> Show:
    """The first digits of a hash, enough to tell it from others."""
    return lambda row, _lang: (row[key] or "")[:12]


def _named(row: Row, _lang: str) -> str:
    return f"{row['person']} {row['name']}".rstrip()


def _bar(row: Row, _lang: str) -> str:
    """How much of the day's amount is used, or of its count where no amount is capped."""
    fen = row["amount_cap_fen"]
    used, cap = (row["used_count"], row["count_cap"]) if fen is None else (row["used_fen"], fen)
    return "" if cap is None else bar(used, cap, 10)


def _stopped(row: Row, lang: str) -> str:
    labels = ((code, REFUSALS.get(code)) for code in row["stopped_by"])
    return "; ".join(f"{code} {label(lang)}" if label else code for code, label in labels)


def amount(key: str, label: Pair, show: Show | None = None) -> Column:
    """A column of amounts, at the right; yuan, unless it is shown in a way of its own."""
    return Column(key, label, show or _money(key), narrows=False, right=True)


AT = Column("at", HEADINGS["at"], narrows=False)
PERSON = Column("person", HEADINGS["person"], _named, narrows=False)
REGION = Column("region", HEADINGS["insured in"], narrows=False)

LINES = (
    Column("seq", HEADINGS["seq"], narrows=False, right=True),
    AT,
    Column("event", HEADINGS["event"], _event, narrows=False),
    amount("fen", HEADINGS["amount"], _signed),
    amount("before_fen", HEADINGS["before"]),
    amount("after_fen", HEADINGS["after"]),
    Column("id", HEADINGS["id"], _id),
    Column("account", HEADINGS["account"], narrows=False),
    Column("counter", HEADINGS["other side"]),
    Column("who", HEADINGS["who"], _who),
    Column("why", HEADINGS["why"], _why),
)
PEOPLE = (
    PERSON,
    REGION,
    amount("balance_fen", HEADINGS["balance"]),
    amount("available_fen", HEADINGS["available"]),
    amount("frozen_fen", HEADINGS["frozen"]),
    amount("pending_fen", HEADINGS["pending"]),
    amount("in_flight_fen", HEADINGS["in flight"]),
)
ACCOUNTS = (
    Column("account", HEADINGS["account"], narrows=False),
    amount("balance_fen", HEADINGS["balance"]),
)
ALLOWANCES = (
    PERSON,
    REGION,
    Column("used_count", HEADINGS["sent"], _capped("used_count", "count_cap", str)),
    Column("used_fen", HEADINGS["amount sent"], _capped("used_fen", "amount_cap_fen", yuan)),
    Column("bar", HEADINGS["use"], _bar, narrows=False),
    amount("each_cap_fen", HEADINGS["each"], _open_ended("each_cap_fen")),
    amount("headroom_fen", HEADINGS["headroom"], _open_ended("headroom_fen")),
    Column("pending", HEADINGS["pending"], _capped("pending", "pending_cap", str)),
    Column("resets_at", HEADINGS["resets at"], narrows=False),
    Column("stopped_by", HEADINGS["stopped_by"], _stopped),
)
LEDGERS = (
    Column("ledger", HEADINGS["ledger"], narrows=False),
    Column("events", HEADINGS["events"], narrows=False, right=True),
    Column("first_at", HEADINGS["first"], narrows=False),
    Column("last_at", HEADINGS["last"], narrows=False),
    Column("head", HEADINGS["head"], _short("head")),
    Column("policy", HEADINGS["policy"], _short("policy")),
    Column("format", HEADINGS["file_format"], right=True),
    Column("engine", HEADINGS["engine"]),
)


def line_columns(accounts: int) -> tuple[Column, ...]:
    """The columns of a statement: of one account, its name need not stand on every line."""
    return LINES if accounts > 1 else tuple(c for c in LINES if c.key != "account")


def statement_title(ledger: str, found: "Statement") -> Said:
    """Whose statement it is, and what all its lines come to."""
    whose = f"{found.of} {found.people.get(found.of, '')}".rstrip()
    total = yuan(found.total_fen)
    return Said("heading.statement", ledger=ledger, whose=whose, seq=found.seq, total=total)


def moment_title(ledger: str, at: int) -> Said:
    """A ledger at a moment."""
    return Said("heading.ledger_at", ledger=ledger, moment=format_moment(at))
