"""Transfers of the transfer model: send, accept, decline (W05-W18).

The money leaves the payer's account when sent, waits on `transit/*` until the payee accepts, and
goes back to the account it came from when declined or not accepted by the return time.
"""

from ledger.core.book import BookView, Pending
from ledger.core.commands import AcceptTransfer, DeclineTransfer, SendTransfer
from ledger.core.events import Event, TransferAccepted, TransferDeclined, TransferSent
from ledger.core.refusals import Code
from ledger.core.rules.funds import source_account
from ledger.core.rules.rule import (
    ALIVE,
    NOTHING,
    ByTerms,
    Case,
    Facts,
    Family,
    Room,
    Rule,
    allow,
    no_facts,
)
from ledger.core.rules.suspension import RECEIVES
from ledger.core.terms import Terms
from ledger.words.accounts import POOL, WALLET, holder_of, kind_of
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT


def send_sides(_book: BookView, command: SendTransfer) -> tuple[str, str]:
    """The payer and the payee."""
    return holder_of(command.source), holder_of(command.payee)


@ByTerms
def model_room(terms: Terms) -> int:
    return allow(terms.model == "transfer")


def model_facts(case: Case) -> Facts:
    return {"model": case.terms.model}


def pool_room(case: Case) -> int:
    return NO_LIMIT if kind_of(case.command.source) != POOL else NOTHING


def source_facts(case: Case) -> Facts:
    return {"account": case.command.source}


def target_facts(case: Case) -> Facts:
    return {"account": case.command.payee}


def _to_wallet(case: Case) -> bool:
    """Whether the money goes to a wallet; a bare payee means the wallet."""
    payee = case.command.payee
    return "/" not in payee or kind_of(payee) == WALLET


def wallet_only_room(case: Case) -> int:
    return NO_LIMIT if _to_wallet(case) else NOTHING


@ByTerms
def to_account_room(terms: Terms) -> int | Room:
    return NO_LIMIT if terms.to_account == "allowed" else wallet_only_room


def not_onward_room(case: Case) -> int:
    return NO_LIMIT if kind_of(case.command.source) != WALLET else NOTHING


@ByTerms
def onward_room(terms: Terms) -> int | Room:
    return NO_LIMIT if terms.onward == "allowed" else not_onward_room


@ByTerms
def region_room(terms: Terms) -> int:
    return allow(terms.wallets_open)


def region_facts(case: Case) -> Facts:
    sides = case.terms.wallet_open_sides
    return {
        "payer_region": case.sender.insured,
        "payer_open": sides[0] or "not_open",
        "payee_region": case.receiver.insured,
        "payee_open": sides[-1] or "not_open",
    }


def both_wallets_room(case: Case) -> int:
    return NO_LIMIT if case.sender.place and case.receiver.place else NOTHING


def payer_wallet_room(case: Case) -> int:
    return NO_LIMIT if case.sender.place else NOTHING


@ByTerms
def wallet_room(terms: Terms) -> int | Room:
    return payer_wallet_room if terms.on_unopened == "pend_then_return" else both_wallets_room


def wallet_facts(case: Case) -> Facts:
    has = (bool(case.sender.place), bool(case.receiver.place))
    words = {(True, True): "both", (True, False): "payer", (False, True): "payee"}
    return {"wallets_open": words.get(has, "neither")}


def wallet_decider(case: Case) -> str:
    """No policy decides about a payer without a wallet; both sides need one (W05)."""
    return "transfer.on_unopened" if case.sender.place else ""


def related_room(case: Case) -> int:
    """Quotas and relatives' premiums rest on the relation, whatever transfers need (W25, F32)."""
    relation = case.book.relations.get((case.sender.id, case.receiver.id))
    return NO_LIMIT if relation is not None and relation.stands_on(case.day) else NOTHING


@ByTerms
def kin_room(terms: Terms) -> int | Room:
    return NO_LIMIT if terms.kin == "not_required" else related_room


def kin_facts(case: Case) -> Facts:
    relation = case.book.relations.get((case.sender.id, case.receiver.id))
    if relation is None:
        return {"relation": "none"}
    stands = relation.stands_on(case.day)
    word = "bound" if stands else "paused" if relation.paused else "not_yet"
    return {"relation": word, "kin": relation.kin}


def outside_hours_room(case: Case) -> int:
    time = case.at % DAY
    for window in case.terms.closed:
        if window.holds(time):
            return NOTHING
    return NO_LIMIT


@ByTerms
def hours_room(terms: Terms) -> int | Room:
    return outside_hours_room if terms.closed else NO_LIMIT


def hours_facts(case: Case) -> Facts:
    return {"now_time": case.at % DAY}


def pending_room(case: Case) -> int:
    return NO_LIMIT if case.sender.pending < case.terms.pending_cap else NOTHING


def pending_facts(case: Case) -> Facts:
    return {"pending": case.sender.pending}


@ByTerms
def cap_each_room(terms: Terms) -> int:
    return terms.transfer_cap_each_fen


def asked_facts(case: Case) -> Facts:
    return {"asked_fen": case.asked_fen}


def used_count(case: Case) -> int:
    """Transfers of the payer that count on the case's day."""
    usage = case.sender.usage
    if usage.day != case.day:
        return 0
    if case.terms.counts_returned == "not_counted":
        return usage.count - len(usage.undone)
    return usage.count


def used_fen(case: Case) -> int:
    """Fen of the payer that count on the case's day."""
    usage = case.sender.used_on(case.day)
    if case.terms.counts_returned == "not_counted":
        return usage.sent_fen - sum(fen for _, fen in usage.undone)
    return usage.sent_fen


def day_count_room(case: Case) -> int:
    return NO_LIMIT if used_count(case) < case.terms.transfer_day_count else NOTHING


def day_count_facts(case: Case) -> Facts:
    return {"used_count": used_count(case)}


def rest_of_day_room(case: Case) -> int:
    return max(case.terms.transfer_day_fen - used_fen(case), 0)


@ByTerms
def day_amount_room(terms: Terms) -> int | Room:
    return NO_LIMIT if terms.transfer_day_fen == NO_LIMIT else rest_of_day_room


def day_amount_facts(case: Case) -> Facts:
    return {"used_fen": used_fen(case)}


def balance_room(case: Case) -> int:
    """What the source holds; an account a person does not have counts as zero."""
    balances = case.book.balances
    fen = balances.get(source_account(balances, case.command.source), 0)
    return fen if fen > NOTHING else NOTHING


def balance_facts(case: Case) -> Facts:
    return {"balance_fen": balance_room(case)}


def pending_of(case: Case) -> Pending | None:
    return case.book.pending.get(case.command.transfer)


def not_pending_room(case: Case) -> int:
    return allow(pending_of(case) is not None)


def payee_wallet_room(case: Case) -> int:
    return allow(bool(case.receiver.place) or pending_of(case) is None)


REGION = Rule(Code.REGION_NOT_OPEN, ("wallet.open",), region_room, region_facts)
BALANCE = Rule(Code.BALANCE_SHORT, (), balance_room, balance_facts)
RELATED = Rule(Code.KIN_NOT_BOUND, (), related_room, kin_facts)
_DAY_RETURNS = "day.counts_returned"

SEND_RULES = (
    Rule(Code.MODEL_NOT_IN_FORCE, ("wallet.model",), model_room, model_facts),
    Rule(Code.POOL_NOT_SHARED, (), pool_room, source_facts),
    Rule(Code.WALLET_TO_ACCOUNT, ("wallet.to_account",), to_account_room, target_facts),
    Rule(Code.ONWARD_NOT_ALLOWED, ("wallet.onward",), onward_room, source_facts),
    ALIVE,
    RECEIVES,
    REGION,
    Rule(
        Code.WALLET_NOT_OPEN, ("transfer.on_unopened",), wallet_room, wallet_facts, wallet_decider
    ),
    Rule(Code.KIN_NOT_BOUND, ("transfer.kin", "kin.list"), kin_room, kin_facts),
    Rule(Code.HOURS_CLOSED, ("transfer.closed",), hours_room, hours_facts),
    Rule(
        Code.PENDING_OPEN,
        ("transfer.pending.cap", "transfer.return_at"),
        pending_room,
        pending_facts,
    ),
    Rule(Code.TRANSFER_CAP_EACH, ("transfer.cap.each",), cap_each_room, asked_facts),
    Rule(
        Code.TRANSFER_DAY_COUNT,
        ("transfer.count.per_day", _DAY_RETURNS),
        day_count_room,
        day_count_facts,
    ),
    Rule(
        Code.TRANSFER_DAY_AMOUNT,
        ("transfer.amount.per_day", _DAY_RETURNS),
        day_amount_room,
        day_amount_facts,
    ),
    BALANCE,
)


def send(case: Case) -> tuple[Event, ...]:
    """Money leaves the source: pending, or with automatic acceptance at once in the wallet.

    Raises:
        ValueError: when a policy lets money go to another account than a wallet.
    """
    if not _to_wallet(case):
        raise ValueError(f"wallet.to_account allows accounts, which nothing models: {case.key}")
    source = source_account(case.book.balances, case.command.source)
    automatic = case.terms.acceptance == "automatic" and case.receiver.place
    returns_at = None if automatic else case.terms.return_at.after(case.at)
    return (
        TransferSent(
            case.at,
            case.key,
            case.sender.id,
            source,
            case.receiver.id,
            case.asked_fen,
            returns_at,
        ),
    )


def pending_sides(book: BookView, command: AcceptTransfer | DeclineTransfer) -> tuple[str, str]:
    """Payer and payee of the pending transfer; nobody when it is not pending."""
    pending = book.pending.get(command.transfer)
    return (pending.payer, pending.payee) if pending is not None else ("", "")


ACCEPT_RULES = (
    Rule(Code.NOT_PENDING, (), not_pending_room, no_facts),
    RECEIVES,
    Rule(Code.WALLET_NOT_OPEN, (), payee_wallet_room, wallet_facts),
)
DECLINE_RULES = (Rule(Code.NOT_PENDING, (), not_pending_room, no_facts),)


def accept(case: Case) -> tuple[Event, ...]:
    """The money comes into the payee's wallet."""
    p = case.book.pending[case.command.transfer]
    return (TransferAccepted(case.at, p.transfer, p.payer, p.source, p.payee, p.amount_fen),)


def decline(case: Case) -> tuple[Event, ...]:
    """The money goes back to the account it came from."""
    p = case.book.pending[case.command.transfer]
    return (TransferDeclined(case.at, p.transfer, p.payer, p.source, p.payee, p.amount_fen),)


FAMILIES: dict[type, Family] = {
    SendTransfer: Family("transfer", send_sides, SEND_RULES, send),
    AcceptTransfer: Family("accept", pending_sides, ACCEPT_RULES, accept),
    DeclineTransfer: Family("decline", pending_sides, DECLINE_RULES, decline),
}
