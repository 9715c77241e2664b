"""What the program says of its refusal codes: names, the steps that meet them, what they read."""

from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.text.labels import REFUSALS
from tests.docs.pages import anchor
from tests.docs.tables import table

LEDGER_ITSELF = {
    Code.KEY_REUSED: "any step",
    Code.LATE: "any step",
    Code.NOT_ENROLLED: "any step",
    Code.RULE_ERROR: "any step",
}
"""Codes of no single rule."""


def codes_part() -> str:
    """All refusal codes in order of precedence."""
    rows = [
        (str(place), f"[`{code}`](#{anchor(code)})", REFUSALS[code].en, REFUSALS[code].zh)
        for place, code in enumerate(Code, 1)
    ]
    return "\n".join(table(("", "code", "name", "名称"), rows))


def refusal_part(name: str) -> str:
    """The names of one code, which steps meet it, and what its rule reads."""
    code = Code(name)
    rules = [(f.name, rule) for f in FAMILIES.values() for rule in f.rules if rule.code is code]
    steps = LEDGER_ITSELF.get(code) or ", ".join(f"`{step}`" for step, _ in rules)
    if LEDGER_ITSELF.get(code) and rules:
        steps += f"; by a rule: {', '.join(f'`{step}`' for step, _ in rules)}"
    uses = dict.fromkeys(parameter for _, rule in rules for parameter in rule.uses)
    reads = ", ".join(f"[`{u}`](parameters.md#{anchor(u)})" for u in uses) or "no parameter"
    return f"{REFUSALS[code].en} · {REFUSALS[code].zh}\n\nSteps: {steps}. Reads: {reads}.\n"
