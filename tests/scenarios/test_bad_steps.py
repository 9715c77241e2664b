"""What is wrong with a settlement, a standing or a sanction is told at its place, with a hint."""

from pathlib import Path

import pytest

from tests.scenarios.mistakes import GOOD, S1, SPEND, invoke, told_about

SETTLE = "settle: {patient: li, setting: pharmacy, burden: 9元}"
ITEMS = "settle: {patient: li, setting: pharmacy, items: [{id: a, price: 100元, pooled: 60%}]}"
STANDING = "standing: {person: li, is: suspended, until: 2025-12-31}"
SANCTION = "sanction: {person: li, for: lent_card, months: 6个月, loss: 9元, intent: gifts}"

STEPS: dict[str, tuple[str, str, str, str, str]] = {
    "patient": (SETTLE, "patient: li", "patient: lo", "S004 unknown person “lo”", "li"),
    "card": (SETTLE, "9元}", "9元, card: lii}", "S004 unknown person “lii”", "li"),
    "setting": (SETTLE, "pharmacy", "pharmcy", "S003 unknown setting “pharmcy”", "pharmacy"),
    "burden and items": (SETTLE, "9元}", "9元, items: [{id: a, amount: 1元}]}", "S013", ""),
    "no burden": (SETTLE, ", burden: 9元", "", "S013 a settlement has either", ""),
    "no bill": (SETTLE, "burden: 9元", "items: []", "S013 a settlement has either", ""),
    "item key": (ITEMS, "price", "prize", "S001 unknown key “prize”", "price"),
    "amount and price": (ITEMS, "100元", "100元, amount: 1元", "S013 item a has either", ""),
    "ratio of no price": (ITEMS, "price", "amount", "S013 item a: a ratio is of a “price”", ""),
    "above the price": (ITEMS, "60%", "101元", "S013 item a costs nothing, or less", ""),
    "ratio above all": (ITEMS, "60%", "101%", "S003 “101%” is more than the whole price", ""),
    "two items": (ITEMS, "]", ", {id: a, amount: 1元}]", "S013 two items of a bill have one", ""),
    "item setting": (ITEMS, "60%", "60%, setting: vacine", "S003 unknown setting", "vaccine"),
    "proof": (
        SETTLE,
        "9元}",
        "9元, proxy: {by: wang, proofs: [agnt]}}",
        "S003 unknown proof “agnt”",
        "agent",
    ),
    "agent": (SETTLE, "9元}", "9元, proxy: {by: wnag}}", "S004 unknown person “wnag”", "wang"),
    "standing": (STANDING, "suspended", "suspend", "S003 unknown standing", "suspended"),
    "new region": (
        STANDING,
        "suspended, until: 2025-12-31",
        "moved, to: CN-SM",
        "S013 unknown region “CN-SM”",
        "CN-",
    ),
    "no new region": (STANDING, "suspended, until: 2025-12-31", "moved", "S013 who moves", ""),
    "heir": (
        STANDING,
        "suspended, until: 2025-12-31",
        "dead, to: wnag",
        "S004 unknown person “wnag”",
        "wang",
    ),
    "region of who rests": (STANDING, "until: 2025-12-31", "to: CN-SN", "S013 “to” is", ""),
    "last day of death": (STANDING, "suspended", "dead", "S013 only a suspension", ""),
    "offence": (SANCTION, "lent_card", "lend_card", "S003 unknown offence", "lent_card"),
    "intent": (SANCTION, "gifts", "gift", "S003 unknown intent “gift”", "gifts"),
    "months": (SANCTION, "6个月", "six", "S003 “six” is not a whole number", ""),
    "message": (
        "reverse: {of: lost, message: 2207}",
        "2207",
        "2270",
        "S003 unknown message “2270”",
        "2207",
    ),
    "reversed transfer": ("reverse: {of: t1}", "t1", "b1", "S005 step “b1” is no settlement", ""),
    "cancelled transfer": ("cancel: {of: t1}", "t1", "t1", "S005 step “t1” is no settlement", ""),
    "cancelled nothing": ("cancel: {of: h9}", "h9", "h9", "S005 unknown step “h9”", ""),
    "refund of both": (
        "refund: {of: t1, amount: 1元}",
        "1元",
        "1元, items: [a]",
        "S013 a refund has either",
        "",
    ),
    "premium": (
        "premium: {for: wang, scheme: resident, amount: 1元, from: li}",
        "resident",
        "residnt",
        "S003 unknown premium “residnt”",
        "resident",
    ),
    "paid account": (
        f"{SETTLE}, expect: {{paid: {{cash: 9元}}}}",
        "cash",
        "cahs",
        "S004 unknown person “cahs”",
        "",
    ),
    "paid and refused": (
        f"{SETTLE}, expect: {{paid: {{cash: 9元}}}}",
        "paid",
        "refused: BALANCE_SHORT, paid",
        "S013 what is refused is not paid",
        "",
    ),
    "member of a quota": (
        f"{SETTLE}, expect: {{paid: {{li/frozen/wang: 0元}}}}",
        "wang",
        "wnag",
        "S004 unknown person “wnag”",
        "wang",
    ),
    "province of a clearing": (
        f"{SETTLE}, expect: {{paid: {{outside/clearing/CN-SH: 0元}}}}",
        "CN-SH",
        "CN-SHX",
        "S008 unknown province “CN-SHX”",
        "CN-SH",
    ),
}
"""By name: a sound step, the part of it that is spoilt and how, what is told, and the hint."""


@pytest.mark.parametrize("case", STEPS.values(), ids=STEPS)
def test_a_spoilt_step_is_told_alone_at_its_place(
    case: tuple[str, str, str, str, str], tmp_path: Path
) -> None:
    step, old, new, message, hint = case
    assert old in step

    told = told_about(GOOD.replace(SPEND, step.replace(old, new, 1), 1), tmp_path)

    line = GOOD.splitlines().index(S1) + 1
    assert told.startswith(f"bad.yaml:{line}:")
    assert message in told.splitlines()[0]
    assert f"did you mean “{hint}" in told if hint else "did you mean" not in told
    assert told.endswith("1 problem in 1 file; nothing was run\n")


@pytest.mark.parametrize(
    "step", [SETTLE, ITEMS, STANDING, SANCTION, "reverse: {of: lost, message: 2207}"]
)
def test_the_steps_that_are_spoilt_are_sound(step: str, tmp_path: Path) -> None:
    text = GOOD.replace(SPEND, step, 1).partition("ends:")[0]
    (tmp_path / "good.yaml").write_text(text, encoding="utf-8")

    assert invoke("replay", str(tmp_path / "good.yaml")).exit_code == 0
