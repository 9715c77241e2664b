"""The explanation as a reader sees it: text of a document, in Chinese or English.

Language changes labels only; codes, parameters, amounts and sources stay as they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.text.labels import EXPLANATION, FACTS, REFUSALS
from ledger.text.width import cells, fold, harmless, pad
from ledger.whatif.explain import Document
from ledger.words.moments import format_clock, format_day
from ledger.words.money import yuan

_LABEL, _CODE, _FACT, _LIMIT, _REGION = 10, 21, 31, 14, 6
_INDENT = 2 + _LABEL


def narrate(document: Document, lang: str, width: int | None = None) -> str:
    """The lines of an explanation, one below the other.

    Args:
        document: the explanation.
        lang: language of the labels.
        width: cells of the terminal, in which lines are folded; None: none is.
    """
    lines = _lines(document, lang, _columns(document["rules"], lang, width))
    if width is not None:
        lines = (part for line in lines for part in fold(line, width, _INDENT))
    return "\n".join(lines) + "\n"


def _columns(rows: list[Document], lang: str, width: int | None) -> tuple[int, int]:
    """The widths of what a rule found and of its limit: in a terminal no wider than needed."""
    if width is None:
        return _FACT, _LIMIT
    facts = (cells(fact(row, lang)) for row in rows)
    limits = (cells(_limit_text(row, lang)) for row in rows)
    return min(_FACT, max(facts, default=0) + 1), min(_LIMIT, max(limits, default=0) + 1)


def say(name: str, lang: str, /, **values: object) -> str:
    """One text of the explanation's table, filled in."""
    return EXPLANATION[name](lang).format(**values)


def _lines(document: Document, lang: str, columns: tuple[int, int]) -> Iterator[str]:
    yield _headline(document, lang)
    for name, text in _fields(document, lang):
        label = EXPLANATION[name](lang) if name else ""
        yield f"  {pad(label, _LABEL)}{harmless(text)}".rstrip()
        if name == "rules":
            yield from (harmless(line) for line in _rules(document["rules"], lang, columns))


def _headline(document: Document, lang: str) -> str:
    verdict = EXPLANATION[document["verdict"]](lang)
    code = document["code"]
    if code is None:
        return verdict
    pair = REFUSALS[code]
    titles = (pair.en, pair.zh) if lang == "en" else (pair.zh, pair.en)
    return f"{verdict}  {code}  {' / '.join(titles)}"


def _fields(document: Document, lang: str) -> Iterator[tuple[str, str]]:
    yield "step", _step(document)
    yield "asked", _asked(document, lang)
    yield from _settled(document, lang)
    if document.get("parameter"):
        yield "limit", _limit(document, lang)
        if document.get("wider"):
            yield "", _wider(document, lang)
        for source in document.get("sources", ()):
            quote = f" “{document['quote']}”" if document["quote"] else ""
            yield "source", f"[{_grade(source['grade'], lang)}] {source['title']}{quote}"
    if document.get("over_fen") or document.get("addends"):
        yield "sum", _sum(document, lang)
    for other in document.get("disputed", ()):
        yield "disputed", _disputed(other, lang)
    yield from _passing(document, lang)
    if not document["rules"]:
        name = "answered" if document["verdict"] == "duplicate" else "not_run"
        yield "rules", say(name, lang, seq=document["seq"])
        return
    yield "rules", say("all_tried", lang)
    yield "evidence", _evidence(document["evidence"], lang)


def _step(document: Document) -> str:
    place = document.get("place")
    where = f", {place['file']}:{place['line']}:{place['column']}" if place else ""
    return f"{document['step']}, {document['at']} Asia/Shanghai{where}"


def _who(person: Mapping[str, str]) -> str:
    name = f" {person['name']}" if person["name"] not in {"", person["id"]} else ""
    return f"{person['id']}{name} ({person['region']})"


def _asked(document: Document, lang: str) -> str:
    word, fen = document["command"], document["asked_fen"] or document["burden_fen"]
    amount = "" if fen is None else f"{yuan(fen)} 元"
    if document["payer"] is None:
        return say(",", lang).join(part for part in (amount, word) if part)
    payer, payee = _who(document["payer"]), _who(document["payee"])
    values = {"payer": payer, "payee": payee, "word": word, "amount": amount}
    if fen is None:
        return say("does" if payer == payee else "does_two", lang, **values)
    return say("transfer" if word == "transfer" else "moves", lang, **values)


def _settled(document: Document, lang: str) -> Iterator[tuple[str, str]]:
    """Who paid a settlement, and what put them in order."""
    if "paid" not in document:
        return
    shares = say(",", lang).join(_share(share) for share in document["paid"])
    yield "paid", shares or say("nobody", lang)
    for value in document["ordered_by"]:
        setting = f"{value['parameter']}@{value['region']}"
        yield "order", f"{value['value']}   {setting} [{_grade(value['grade'], lang)}]"


def _share(share: Mapping[str, Any]) -> str:
    region = f" ({share['region']})" if share["region"] else ""
    return f"{share['account']}{region} {yuan(share['amount_fen'])} 元"


def _limit(document: Document, lang: str) -> str:
    setting = f"{document['parameter']}@{document['region']}"
    if document["value"] is None:
        return f"{setting}  {say('no_value', lang)}"
    days = {"start": document["from"], "end": document["until"]}
    span = say("in_force_until" if document["until"] else "in_force", lang, **days)
    place = f"{document['file']}:{document['line']}:{document['column']}"
    parts = (f"{document['value']}   {setting}", span, *([place] if document["file"] else ()))
    return say(",", lang).join(parts)


def _wider(document: Document, lang: str) -> str:
    wider = document["wider"]
    name = "wider" if wider["value"] is not None else "wider_none"
    said = say(name, lang, region=wider["region"], value=wider["value"])
    return said + say(wider["how"], lang, region=document["region"])


def _sum(document: Document, lang: str) -> str:
    asked = f"{say('asked_addend', lang)} {yuan(document['asked_fen'])} 元"
    addends = [f"{a['id']} {yuan(a['amount_fen'])} 元" for a in document["addends"]]
    if document.get("over_fen") is None:
        return say(",", lang).join(addends)
    word = "short" if document["code"] == "BALANCE_SHORT" else "over"
    over = say(word, lang, amount=yuan(document["over_fen"]))
    if not addends:
        return say(",", lang).join((asked, over))
    sum_ = f"{' + '.join([*addends, asked])} = {yuan(document['total_fen'])} 元"
    return say(",", lang).join((sum_, over))


def _disputed(other: Document, lang: str) -> str:
    name = "would_refuse" if other["code"] else "would_pass"
    note = f": {other['note']}" if other["note"] else ""
    source = f"([{_grade(other['grade'], lang)}] {other['title']}{note})"
    reading = say("reading", lang, name=other["reading"])
    return f"{reading} {source} {say(name, lang, code=other['code'])}"


def _passing(document: Document, lang: str) -> Iterator[tuple[str, str]]:
    if document["verdict"] != "refused":
        return
    fen = document["passes_now_fen"]
    plain = document["asked_fen"] is None
    if fen == 0:
        yield "now", say("not_now" if plain else "nothing", lang)
    else:
        yield "now", say("any", lang) if fen is None else say("up_to", lang, amount=yuan(fen))
    if document["passes_at"] == "never":
        name = "never_plain" if plain else "never"
        yield "whole", say(name, lang, days=document["horizon_days"])
    else:
        yield "whole", say("from", lang, moment=document["passes_at"])


def _rules(rows: list[Document], lang: str, columns: tuple[int, int]) -> Iterator[str]:
    fail = say("fail", lang)
    for row in rows:
        word = pad(say("passes", lang) if row["ok"] else fail, 5)
        found = _cell(fact(row, lang), columns[0])
        limit = _row_limit(row, lang, columns[1])
        yield f"    {word}{_cell(row['code'], _CODE)}{found}{limit}".rstrip()


def fact(row: Document, lang: str) -> str:
    """What one rule found, as a sentence of a few words."""
    facts = row["facts"]
    words = [value for value in facts.values() if isinstance(value, str)]
    pair = FACTS.get(f"{row['code']}:{words[0]}" if words else "") or FACTS.get(row["code"])
    if pair is None or not facts:
        return ""
    return pair(lang).format_map({name: _shown(name, value) for name, value in facts.items()})


def _shown(name: str, value: Any) -> str:
    if name.endswith("_fen"):
        return yuan(value)
    if name.endswith("_day"):
        return format_day(value)
    return format_clock(value) if name.endswith("_time") else str(value)


def _cell(text: str, width: int) -> str:
    """A text in its column; a longer one pushes the next column on, with a space between."""
    return f"{pad(text, width - 1)} "


def _row_limit(row: Document, lang: str, width: int) -> str:
    limit = _limit_text(row, lang)
    if not limit:
        return ""
    text = f"{say('limit_word', lang)} {_cell(limit, width)}"
    if row.get("region"):
        text += f"{_cell(row['region'], _REGION)}[{_grade(row['grade'], lang)}]"
    return text


def _limit_text(row: Document, lang: str) -> str:
    return say("no_limit", lang) if row["limit"] == "none" else row["limit"] or ""


def _grade(grade: str, lang: str) -> str:
    return say("assumed", lang) if grade == "assumed" else grade


def _evidence(counts: dict[str, int], lang: str) -> str:
    if not counts:
        return say("no_values", lang)
    parts = [f"{count} {_grade(grade, lang)}" for grade, count in counts.items()]
    return say("values_used", lang, count=sum(counts.values())) + say(",", lang).join(parts)


def line(document: Document, lang: str) -> str:
    """The answer in one line, whatever it was."""
    if document["verdict"] == "refused":
        return short(document, lang)
    verdict = EXPLANATION[document["verdict"]](lang)
    return f"{document['step']} {verdict}: {_asked(document, lang)}"


def short(document: Document, lang: str) -> str:
    """The refusal in one line, for a replay."""
    code = document["code"]
    row = next((r for r in document["rules"] if not r["ok"]), None)
    what = ""
    if row is not None:
        what = _short_fact(document, row, lang) + _short_source(document, lang)
        what = say(":", lang) + what
    return f"{document['step']} {document['verdict']} {code}{what}{_short_ways(document, lang)}"


def _short_fact(document: Document, row: Document, lang: str) -> str:
    if document.get("total_fen") and document.get("value_fen"):
        pair = f"{yuan(document['total_fen'])} > {yuan(document['value_fen'])} 元"
        return f"{pair} {say('today', lang)}"
    said = fact(row, lang) or REFUSALS[row["code"]](lang)
    limit = document.get("value")
    return f"{said}{say(',', lang)}{say('limit_word', lang)} {limit}" if limit else said


def _short_source(document: Document, lang: str) -> str:
    if not document.get("sources"):
        return ""
    grade = _grade(document["sources"][0]["grade"], lang)
    disputed = say(",", lang) + say("disputed_word", lang) if document["disputed"] else ""
    return f" ({document['region']} [{grade}]{disputed})"


def _short_ways(document: Document, lang: str) -> str:
    fen, moment = document["passes_now_fen"], document["passes_at"]
    now = say("now_short", lang, amount=yuan(fen)) if fen else ""
    if moment == "never":
        whole = say("never_short", lang)
    else:
        same_year = moment[:4] == document["at"][:4]
        whole = say("whole_short", lang, moment=moment[5:] if same_year else moment)
    return say(";", lang) + say(",", lang).join(part for part in (now, whole) if part)
