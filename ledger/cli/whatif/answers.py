"""What a question prints: the explanation, what changes, what may still be sent that day."""

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.cli.ledgers.tables import allowance_row, amount
from ledger.cli.output import Column, Row, Table, table_lines
from ledger.preview import HORIZON_DAYS
from ledger.scenario.outcome import when_text
from ledger.text.bars import bar
from ledger.text.pairs.asking import ASKING
from ledger.text.width import harmless, pad
from ledger.whatif.ask import Answer, Asked, Change
from ledger.whatif.explain import Document
from ledger.whatif.narrate import line, narrate
from ledger.words.money import NO_LIMIT, yuan

_CHANGES = (
    Column("account", ASKING["account"], narrows=False),
    amount("before_fen", ASKING["before"]),
    amount("after_fen", ASKING["after"]),
    amount("change_fen", ASKING["change"], lambda row, _: _signed(row["change_fen"])),
)


def asked_document(asked: Asked, origin: str) -> dict[str, Any]:
    """The answers as plain values with stable keys; amounts in fen."""
    last = asked.answers[-1]
    allowance = asked.allowance
    return {
        "origin": origin,
        "taken": asked.taken,
        "answers": [answer.document for answer in asked.answers],
        "changes": [_change(change) for change in asked.changes],
        "allowance": None if allowance is None else allowance_row(allowance, last.step.at),
    }


def bounds_document(answer: Answer, *, most: bool, when: bool) -> dict[str, Any]:
    """How much passes now and when the whole, as asked for; a maximum of null is no limit."""
    found: dict[str, Any] = {"at": answer.document["at"]}
    if most:
        fen = answer.outcome.would_pass_fen
        found |= {"max_fen": None if fen >= NO_LIMIT else fen}
        found |= {"limited_by": _tightest(answer.document)}
    if when:
        found["passes_at"] = when_text(answer.whole_at)
    return found


def bounds_lines(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    """The same, as people read it."""
    if "max_fen" in found:
        fen, rule = found["max_fen"], found["limited_by"]
        yield say("most_any", lang) if fen is None else say("most", lang, amount=yuan(fen))
        if rule is not None:
            yield say("limited_by", lang, rule=harmless(rule))
    if "passes_at" in found:
        never = found["passes_at"] == "never"
        name = "never" if never else "when"
        yield say(name, lang, moment=found["passes_at"], days=HORIZON_DAYS)


def _tightest(document: Document) -> str | None:
    """The first rule that leaves the least room: its code and, where one decides, its parameter."""
    limits = [row for row in document["rules"] if row["room_fen"] is not None]
    if not limits:
        return document["code"] if not document["rules"] else None
    row = min(limits, key=lambda row: row["room_fen"])
    setting = f" {row['parameter']}@{row['region']}" if row.get("region") else ""
    return f"{row['code']}{setting}"


def say(name: str, lang: str, /, **values: object) -> str:
    """One text of the table, filled in."""
    return ASKING[name](lang).format(**values)


def asked_lines(asked: Asked, lang: str, width: int | None = None) -> Iterator[str]:
    """The answers as people read them: the last one whole, those before it in a line each.

    In a terminal of `width` cells an explanation is folded.
    """
    *before, last = asked.answers
    for answer in before:
        yield harmless(line(answer.document, lang))
    yield from narrate(last.document, lang, width).splitlines()
    rows = [_change(change) for change in asked.changes]
    if rows:
        yield from (
            "",
            *(
                f"  {text}"
                for text in table_lines(Table(_CHANGES, rows), lang, width and width - 2)
            ),
        )
    if asked.allowance is not None:
        yield from ("", *_allowance_lines(allowance_row(asked.allowance, last.step.at), lang))


def _change(change: Change) -> Row:
    return {**change._asdict(), "change_fen": change.after_fen - change.before_fen}


def _signed(fen: int) -> str:
    return f"+{yuan(fen)}" if fen > 0 else yuan(fen) if fen else ""


def _allowance_lines(row: Row, lang: str) -> Iterator[str]:
    """Used, cap and headroom of the day, with a bar for each cap."""
    who = f"{row['person']} {row['name']}".rstrip()
    yield f"  {harmless(who)}, {say('used', lang, day=row['at'][:10])}"
    shown = (
        ("amount", row["used_fen"], row["amount_cap_fen"], lambda fen: f"{yuan(fen)} 元"),
        ("count", row["used_count"], row["count_cap"], str),
    )
    for name, used, cap, show in shown:
        label = pad(say(name, lang), 8)
        if cap is None:
            yield f"    {label}{say('unlimited', lang, used=show(used))}"
            continue
        of = say("of", lang, used=show(used), cap=show(cap))
        left = say("left", lang, left=show(max(cap - used, 0)))
        yield f"    {label}{pad(of, 30)}{bar(used, cap)}  {left}"
