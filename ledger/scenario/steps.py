"""From the text of a step to its command."""

from collections.abc import Callable
from typing import Any

from ledger.core import commands as c
from ledger.scenario.actions import (
    ACTIONS,
    BindFields,
    ItemFields,
    RefundFields,
    SettleFields,
    StandingFields,
)
from ledger.scenario.fields import Ratio
from ledger.scenario.model import ExpectFields, StepFields
from ledger.scenario.story import Check, Item, Path, Step, Wait
from ledger.text.problems import did_you_mean, unknown
from ledger.text.said import Said
from ledger.words.regions import is_region, known
from ledger.words.vocabulary import DEAD, MOVED, SUSPENDED


class StepError(ValueError):
    """A step whose keys or values do not go together.

    Attributes:
        path: the keys that lead to it inside the step.
        hint: what may have been meant; empty for nothing near.
    """

    def __init__(self, message: str, *path: str, hint: str = "") -> None:
        super().__init__(message)
        self.path = path
        self.hint = hint


def _bind(fields: BindFields) -> c.Bind:
    first, last = fields.from_, fields.until
    if first is not None and last is not None and last < first:
        raise StepError(Said("policy.until_before_from"), "bind")
    return c.Bind(fields.giver, fields.member, fields.kin, first, last, fields.cap, fields.rank)


def _settle(fields: SettleFields) -> c.Settle:
    if (fields.burden is None) is not bool(fields.items):
        raise StepError(Said("scenario.burden_or_items"), "settle")
    if len({item.id for item in fields.items}) < len(fields.items):
        raise StepError(Said("scenario.item_twice"), "settle")
    items = tuple(_item(item) for item in fields.items)
    proxy = fields.proxy
    return c.Settle(
        fields.patient,
        fields.setting,
        fields.burden or 0,
        items,
        fields.place,
        fields.card,
        fields.filed,
        proxy.by if proxy is not None else None,
        tuple(proxy.proofs) if proxy is not None else (),
    )


def _item(fields: ItemFields) -> c.BillItem:
    """An item; the pooled fund's share of a price is rounded down to the fen."""
    pooled, price_fen, amount_fen = fields.pooled, fields.price, fields.amount
    if (price_fen is None) is (amount_fen is None):
        raise StepError(Said("scenario.amount_or_price", item=fields.id), "settle", "items")
    if isinstance(pooled, Ratio):
        if price_fen is None:
            raise StepError(Said("scenario.ratio", item=fields.id), "settle", "items")
        pooled = price_fen * pooled.bp // 10_000
    if amount_fen is None:
        amount_fen = (price_fen or 0) - pooled
    if amount_fen < 0 or not amount_fen + pooled:
        raise StepError(Said("scenario.costs_nothing", item=fields.id), "settle", "items")
    return c.BillItem(fields.id, amount_fen, pooled, fields.setting or "")


def _refund(fields: RefundFields) -> c.Refund:
    if (fields.amount is None) is not bool(fields.items):
        raise StepError(Said("scenario.amount_or_items"), "refund")
    return c.Refund(fields.of, fields.amount or 0, fields.why, tuple(fields.items))


def _standing(fields: StandingFields) -> c.ChangeStanding:
    if fields.is_ == MOVED and fields.to is None:
        raise StepError(Said("scenario.moves_to"), "standing")
    if fields.is_ == MOVED and not is_region(str(fields.to)):
        hint = did_you_mean(str(fields.to), tuple(known()))
        raise StepError(unknown("region", str(fields.to)), "standing", "to", hint=hint)
    if fields.is_ not in {MOVED, DEAD} and fields.to is not None:
        raise StepError(Said("scenario.to_of"), "standing", "to")
    if fields.is_ != SUSPENDED and fields.until is not None:
        raise StepError(Said("scenario.last_day"), "standing", "until")
    return c.ChangeStanding(fields.person, fields.is_, fields.to, fields.until)


_COMMANDS: dict[str, Callable[[Any], c.Command]] = {
    "enrol": lambda f: c.Enrol(f.person, f.insured, f.scheme, f.name, f.born),
    "credit": lambda f: c.Credit(f.to, f.amount, f.why),
    "open_wallet": lambda f: c.OpenWallet(f.person, f.by),
    "close_wallet": lambda f: c.CloseWallet(f.person, f.by),
    "place_of_use": lambda f: c.ChangePlaceOfUse(f.person, f.to),
    "bind": _bind,
    "unbind": lambda f: c.Unbind(f.giver, f.member, f.by),
    "transfer": lambda f: c.SendTransfer(f.from_, f.to, f.amount),
    "accept": c.AcceptTransfer,
    "decline": c.DeclineTransfer,
    "spend": lambda f: c.Spend(f.from_, f.amount, f.setting, f.place),
    "refund": _refund,
    "withdraw": lambda f: c.Withdraw(f.from_, f.amount),
    "family_code": lambda f: c.ShowFamilyCode(f.holder, f.member),
    "contribute": lambda f: c.Contribute(f.for_, f.base or 0, f.retired),
    "interest": lambda f: c.BookInterest(f.for_),
    "set_aside": lambda f: c.SetAside(f.from_, f.amount),
    "grant": lambda f: c.Grant(f.giver, f.member, f.amount),
    "revoke": lambda f: c.Revoke(f.giver, f.member, f.amount),
    "settle": _settle,
    "cancel": lambda f: c.Cancel(f.of),
    "reverse": lambda f: c.Reverse(f.of, f.message or ""),
    "premium": lambda f: c.PayPremium(f.for_, f.scheme, f.amount, f.from_),
    "standing": _standing,
    "sanction": lambda f: c.Sanction(f.person, f.for_, f.months, f.loss, f.intent or ""),
}


_KINDS = (*ACTIONS, "check", "wait")
_KIND_SET = frozenset(_KINDS)


def action_of(fields: StepFields) -> str:
    """The step's one action key; empty for a check or a wait.

    Raises:
        StepError: when it has none, or several.
    """
    named = fields.model_fields_set & _KIND_SET
    if len(named) == 1:
        return next(iter(named))
    found = [kind for kind in _KINDS if kind in named]
    several = Said("scenario.several_actions", actions=tuple(found))
    raise StepError(several if found else Said("scenario.no_action"), *found[1:2])


def item_of(fields: StepFields, where: Path) -> Item:
    """The step as the runner takes it.

    Raises:
        StepError: when a key is missing or has no place here.
    """
    action = action_of(fields)
    if action == "check" and fields.check is not None:
        _only(fields, action, ("id", "check"))
        return Check(fields.check.at, fields.check, where)
    if action == "wait" and fields.wait is not None:
        _only(fields, action, ("id", "wait"))
        return Wait(fields.wait.until, where)
    if fields.id is None or fields.at is None:
        missing = "id" if fields.id is None else "at"
        raise StepError(Said("scenario.step_key", key=missing))
    if fields.expect is not None:
        check_expect(fields.expect, action)
    command = _COMMANDS[action](getattr(fields, action))
    key = fields.id if fields.key is None else fields.key
    return Step(fields.id, fields.at, key, command, fields.expect, where)


def _only(fields: StepFields, action: str, keys: tuple[str, ...]) -> None:
    for key in fields.model_fields_set - set(keys):
        raise StepError(Said("scenario.key_no_place", key=key, action=action), key)


def check_expect(expect: ExpectFields, action: str) -> None:
    """See that an expectation can be met by this kind of step.

    Raises:
        StepError: when it cannot.
    """
    written = expect.model_fields_set
    if "verdict" in written:
        extra = written - {"verdict"}
        if extra:
            raise StepError(Said("scenario.verdict_alone"), "expect")
        if expect.verdict == "pending" and action != "transfer":
            raise StepError(Said("scenario.never_pending", action=action), "expect")
        return
    if "paid" in written and action not in {"settle", "refund"}:
        raise StepError(Said("scenario.paid_no_place", action=action), "expect")
    if "paid" in written and "refused" in written:
        raise StepError(Said("scenario.refused_paid"), "expect")
    if written.isdisjoint({"refused", "paid", "head"}):
        raise StepError(Said("scenario.expect_names"), "expect")
