"""What a policy file may say beside its values: definitions, rules, overlays, what is unencoded."""

from itertools import pairwise

from ledger.core.refusals import PRECEDENCE
from ledger.policy.book import GATED
from ledger.policy.dated import Definition, Special
from ledger.policy.model import Overlay, Parameter, RuleRow
from ledger.policy.page import Page
from ledger.policy.salvage import Path
from ledger.text.problems import did_you_mean, unknown
from ledger.text.said import Said
from ledger.words.regions import NATION

CODE_ORDER = {code.value: place for code, place in PRECEDENCE.items()}

_ORDERED = frozenset({"money", "count", "percent", "hours", "set"})
"""Kinds of which one value can be tighter than another."""
_CELLS = frozenset({"money", "count", "percent", "age", "days"})
"""Kinds that a column of a table may have."""
_NEEDS = {"choice": {"of"}, "set": {"of"}, "brackets": {"columns", "mode"}}
"""What the definition of some kinds has and that of all others lacks."""

RESERVED = frozenset(special.value for special in Special)


def check_definition(page: Page, parameter: Parameter, where: Path) -> bool:
    """Tell what a definition lacks for its kind, or has too much; whether it is sound."""
    before = len(page.problems)
    kind, needs = parameter.is_, _NEEDS.get(parameter.is_, set())
    for key in ("of", "columns", "mode", "unit"):
        has = bool(getattr(parameter, key))
        if key in needs and not has:
            page.say_key(where, "P008", Said("policy.needs", kind=kind, key=key))
        elif has and key not in needs and (kind, key) != ("count", "unit"):
            page.say_key((*where, key), "P008", Said("policy.has_no", kind=kind, key=key))
    for index, word in enumerate(parameter.of or ()):
        if word in RESERVED:
            message = Said("policy.reserved", word=word, kind=kind)
            page.say((*where, "of", index), "P008", message)
    for name, column in (parameter.columns or {}).items():
        if column not in _CELLS:
            message = Said("policy.column", column=column, kinds=tuple(sorted(_CELLS)))
            page.say((*where, "columns", name), "P008", message)
    return len(page.problems) == before


def check_how(page: Page, overlay: Overlay, definition: Definition, where: Path) -> None:
    """Tell of a direction that values of this kind cannot have."""
    if overlay.how in {"tighten", "loosen"} and definition.kind_name not in _ORDERED:
        message = Said("policy.no_direction", kind=definition.kind_name)
        page.say((*where, "how"), "P008", message)


def check_places(page: Page) -> None:
    """Tell of what only the nation's file may say, and of what it may not."""
    wrong = ("overlay",) if page.region == NATION else ("parameters", "rules")
    for key in wrong:
        if getattr(page.file, key):
            page.say_key((key,), "P008", Said("policy.no_place", key=key, region=page.region))


def check_rules(page: Page) -> None:
    """Tell of rules the engine does not have, or not so: code, order, parameters they read."""
    rows = list(page.items(page.file.rules, ("rules",)))
    for where, row in rows:
        _check_rule(page, row, where)
    known = [(where, row.code) for where, row in rows if row.code in CODE_ORDER]
    for (_, before), (where, code) in pairwise(known):
        if code == before:
            page.say((*where, "code"), "P006", Said("policy.code_twice", code=code))
        elif CODE_ORDER[code] < CODE_ORDER[before]:
            message = Said("policy.code_order", code=code, before=before)
            page.say((*where, "code"), "P006", message)


def _check_rule(page: Page, row: RuleRow, where: Path) -> None:
    if row.code not in CODE_ORDER:
        hint = did_you_mean(row.code, CODE_ORDER)
        page.say((*where, "code"), "P006", unknown("refusal code", row.code), hint)
        return
    reads = GATED.get(row.code, ())
    for index, name in enumerate(row.uses):
        _check_use(page, row.code, name, (*where, "uses", index))
    if reads and reads[0] not in row.uses and set(row.uses) <= set(reads):
        message = Said("policy.left_out", code=row.code, parameter=reads[0])
        page.say((*where, "uses"), "P006", message)


def _check_use(page: Page, code: str, name: str, where: Path) -> None:
    known, reads = page.names("parameters"), GATED.get(code, ())
    if name not in known:
        page.say(where, "P004", unknown("parameter", name), did_you_mean(name, known))
    elif name not in reads:
        told = reads or Said("policy.no_parameter")
        page.say(where, "P006", Said("policy.not_read", code=code, parameter=name, reads=told))


def check_unencoded(page: Page) -> None:
    """Tell of unknown codes and sources in what a file says it does not model."""
    known = page.names("sources")
    for where, row in page.items(page.file.unencoded, ("unencoded",)):
        for index, code in enumerate(row.touches):
            if code not in CODE_ORDER:
                hint = did_you_mean(code, CODE_ORDER)
                at: Path = (*where, "touches", index)
                page.say(at, "P006", unknown("refusal code", code), hint)
        if row.source not in known:
            hint = did_you_mean(row.source, known)
            page.say((*where, "source"), "P005", unknown("source", row.source), hint)
