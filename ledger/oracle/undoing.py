"""退款, 撤销 (2208) and 冲正 (2601): money goes back to where it came from (S01-S06, T60-T64)."""

from typing import Any

from ledger.oracle.ask import Ask, Family, Rule, nobody
from ledger.oracle.estates import came_back
from ledger.oracle.purses import Share, taken
from ledger.oracle.settling import bill_moves
from ledger.oracle.splitting import Bill, burdens, homes_of, owed_for, split_bill
from ledger.oracle.story import Happening, Moves, Story, happening
from ledger.words.accounts import PROVIDER, is_outside
from ledger.words.money import NO_LIMIT
from ledger.words.vocabulary import CANCELLING, SETTLING

Settlement = dict[str, Any]


def settlement_of(story: Story, of: str) -> Settlement | None:
    """A settlement as it stands: who paid what of what is left, and whether it was undone."""
    found: Settlement | None = None
    for h in story.all("settled", "redone", "cancelled", "reversed"):
        if h["settlement"] != of:
            continue
        if h["what"] == "settled":
            found = h | {"stands": True}
        elif found is not None and h["what"] == "redone":
            left = ("burden_fen", "pooled_fen", "paid", "owed", "items")
            found = found | {name: h[f"new_{name}"] for name in left}
        elif found is not None:
            found = found | {"stands": h["stands"]}
    return found


def cancellations(story: Story) -> dict[str, str]:
    """Which settlement each cancellation undid, but for cancellations undone themselves."""
    undone = {h["message"] for h in story.all("reversed") if h["stands"]}
    made = {h["cancellation"]: h["settlement"] for h in story.all("cancelled")}
    return {key: settlement for key, settlement in made.items() if key not in undone}


def spend_of(story: Story, of: str) -> Happening | None:
    """The spend of this key."""
    return next((h for h in story.all("spent") if h["spend"] == of), None)


def came_back_of(story: Story, of: str) -> list[Share]:
    """What of a spend has come back, account by account."""
    return [share for h in story.all("refunded") if h["spend"] == of for share in h["parts"]]


def _payer(story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    spent, settled = spend_of(story, wish["of"]), settlement_of(story, wish["of"])
    holder = spent["holder"] if spent else settled["patient"] if settled else ""
    return holder, holder


def _patient(story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    settled = settlement_of(story, wish["of"])
    patient = settled["patient"] if settled else ""
    return patient, patient


def not_undone(ask: Ask) -> bool:
    """S04: what was undone cannot be undone or returned again."""
    settled = settlement_of(ask.story, ask.wish["of"])
    return settled is None or settled["stands"]


def was_paid(ask: Ask) -> bool:
    """A refund is of a spend or of a settlement."""
    of = ask.wish["of"]
    return spend_of(ask.story, of) is not None or settlement_of(ask.story, of) is not None


def left_to_return(ask: Ask) -> int:
    """S05: no more comes back than was paid and has not come back; only items on the bill do."""
    of, items = ask.wish["of"], set(ask.wish.get("items", ()))
    spent, settled = spend_of(ask.story, of), settlement_of(ask.story, of)
    if items:
        costs = {item["id"]: item["amount_fen"] for item in settled["items"]} if settled else {}
        back_fen = sum(costs.get(item, 0) for item in items)
        fits = settled is not None and back_fen <= settled["burden_fen"]
        return NO_LIMIT if fits and items <= set(costs) else 0
    if spent:
        return int(spent["fen"]) - sum(fen for _, fen in came_back_of(ask.story, of))
    return int(settled["burden_fen"]) if settled else NO_LIMIT


def refund(ask: Ask) -> list[Happening]:
    """S06: money goes back to where it was, also after a relation or a region's opening ended."""
    spent = spend_of(ask.story, ask.wish["of"])
    return _spend_back(ask, spent) if spent else _settle_the_rest(ask)


def _spend_back(ask: Ask, spent: Happening) -> list[Happening]:
    """S06: what paid first gets back first, each no more than it gave."""
    left = dict(spent["parts"])
    for account, fen in came_back_of(ask.story, ask.wish["of"]):
        left[account] -= fen
    parts = taken(left, left, ask.fen)
    owed = _less(owed_for(spent["homes"], parts, spent["place"]))
    moves: Moves = [(PROVIDER, -ask.fen), *parts]
    back = happening(ask.at, "refunded", moves, spend=spent["spend"], parts=parts, owed=owed)
    return [back, *came_back(ask, parts)]


def _less(owed: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return [(owes, is_owed, -fen) for owes, is_owed, fen in owed]


def _undo(moves: Moves) -> Moves:
    return [(account, -fen) for account, fen in moves]


def _settle_the_rest(ask: Ask) -> list[Happening]:
    """S04, T64: the settlement is cancelled, and what is left of the bill is settled anew."""
    old = settlement_of(ask.story, ask.wish["of"]) or {}
    names = ask.wish.get("items", ())
    gone = [item for item in old["items"] if item["id"] in names]
    items = [item for item in old["items"] if item["id"] not in names]
    back_fen = sum(i["amount_fen"] for i in gone) if gone else ask.wish["amount_fen"]
    burden_fen = old["burden_fen"] - back_fen
    before = ask.story.balances()
    for account, fen in old["paid"]:
        before[account] = before.get(account, 0) + fen
    left = _left_of(old["setting"], burden_fen, items)
    bill = Bill(old["patient"], old["place"], old["filed"], left, before)
    paid = split_bill(ask, bill)
    pooled_back_fen = sum(item.get("pooled_fen", 0) for item in gone)
    owed = owed_for(homes_of(ask.story, paid), paid, old["place"])
    facts = {
        "settlement": old["settlement"],
        "new_burden_fen": burden_fen,
        "new_pooled_fen": old["pooled_fen"] - pooled_back_fen,
        "new_paid": paid,
        "new_owed": owed,
        "new_items": items,
        "owed": [*_less(old["owed"]), *owed],
    }
    moves = [*_undo(bill_moves(old["paid"], pooled_back_fen)), *bill_moves(paid, 0)]
    again = dict(paid)
    freed = [(a, fen - min(fen, again.get(a, 0))) for a, fen in old["paid"]]
    redone = happening(ask.at, "redone", moves, **facts)
    return [redone, *came_back(ask, [(a, fen) for a, fen in freed if fen])]


def _left_of(setting: str, burden_fen: int, items: list[dict[str, Any]]) -> dict[str, int]:
    """What is left by setting; an amount that came back comes off the last settings first."""
    left = burdens(setting, burden_fen, items)
    over_fen = sum(left.values()) - burden_fen
    for last in reversed(list(left)):
        less_fen = min(left[last], over_fen)
        left[last] -= less_fen
        over_fen -= less_fen
    return left


def known_settlement(ask: Ask) -> bool:
    """S04: a cancellation is of a settlement both sides know."""
    return settlement_of(ask.story, ask.wish["of"]) is not None


def cancel(ask: Ask) -> list[Happening]:
    """S05, S06, T61: each source gets exactly its own share back."""
    old = settlement_of(ask.story, ask.wish["of"]) or {}
    facts = {"settlement": ask.wish["of"], "cancellation": ask.key, "stands": False}
    moves = _undo(bill_moves(old["paid"], old["pooled_fen"]))
    cancelled = happening(ask.at, "cancelled", moves, **facts, owed=_less(old["owed"]))
    return [cancelled, *came_back(ask, old["paid"])]


def what_is_undone(ask: Ask) -> tuple[str, Settlement] | None:
    """S02, S03: a settlement that stands, or a cancellation; nothing where none arrived (T60)."""
    of, message = ask.wish["of"], ask.wish.get("message", "")
    cancelled = cancellations(ask.story).get(of)
    if cancelled is not None and message in {"", *CANCELLING}:
        return "cancellation", settlement_of(ask.story, cancelled) or {}
    settled = settlement_of(ask.story, of)
    if settled is not None and settled["stands"] and message in {"", *SETTLING}:
        return "settlement", settled
    return None


def can_pay_again(ask: Ask) -> bool:
    """T63: a cancellation is undone only while every account still holds its share."""
    undone = what_is_undone(ask)
    if undone is None or undone[0] == "settlement":
        return True
    shares = undone[1]["paid"]
    return all(is_outside(a) or ask.story.balance(a) >= fen for a, fen in shares)


def reverse(ask: Ask) -> list[Happening]:
    """S02, T60, T63: undone if it arrived and stands; a cancelled settlement stands again."""
    undone, of = what_is_undone(ask), ask.wish["of"]
    if undone is None:
        return [happening(ask.at, "not_arrived", message=of)]
    kind, old = undone
    moves, again = bill_moves(old["paid"], old["pooled_fen"]), kind == "cancellation"
    facts = {"settlement": old["settlement"], "message": of, "stands": again}
    owed = old["owed"] if again else _less(old["owed"])
    turned = happening(ask.at, "reversed", moves if again else _undo(moves), **facts, owed=owed)
    return [turned, *([] if again else came_back(ask, old["paid"]))]


FAMILIES = {
    "refund": Family(
        _payer,
        (
            Rule("ALREADY_UNDONE", not_undone),
            Rule("NOT_SPENT", was_paid),
            Rule("REFUND_TOO_MUCH", left_to_return),
        ),
        refund,
    ),
    "cancel": Family(
        _patient,
        (Rule("NOT_SETTLED", known_settlement), Rule("ALREADY_UNDONE", not_undone)),
        cancel,
    ),
    "reverse": Family(nobody, (Rule("BALANCE_SHORT", can_pay_again),), reverse),
}
