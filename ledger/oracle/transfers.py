"""The two wallet models: transfers that wait (W05-W18), quotas frozen in place (W27-W29)."""

from typing import Any

from ledger.oracle.ask import ALIVE, Ask, Family, NotModelledError, Rule, giver_and_member
from ledger.oracle.enrolling import BALANCE, REGION_OPEN
from ledger.oracle.purses import leaving_parts, taken
from ledger.oracle.story import Happening, Story, happening, move
from ledger.words.accounts import POOL, WALLET, frozen, split, transit
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT


def _payer_and_payee(_story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    return split(wish["from"])[0], split(wish["to"])[0]


def _of_pending(story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    waiting = story.pending().get(wish["transfer"])
    return ("", "") if waiting is None else (waiting["payer"], waiting["payee"])


def money_moves(ask: Ask) -> bool:
    """The transfer model is in force (the two models, by date)."""
    return bool(ask.law.word("wallet.model") == "transfer")


def quota_is_set(ask: Ask) -> bool:
    """W27: the quota model is in force."""
    return bool(ask.law.word("wallet.model") == "quota")


def not_the_pool(ask: Ask) -> bool:
    """F05: the pooled fund is never shared."""
    return split(ask.wish["from"])[1] != POOL


def to_a_wallet(ask: Ask) -> bool:
    """Whether the money goes to a wallet; a bare payee means the wallet."""
    _, slash, kind = ask.wish["to"].partition("/")
    return not slash or kind == WALLET


def wallet_stays_wallet(ask: Ask) -> bool:
    """W15: money does not go into a personal account."""
    return to_a_wallet(ask) or ask.law.word("wallet.to_account") == "allowed"


def onward_allowed(ask: Ask) -> bool:
    """W14: wallet money may be sent on."""
    from_wallet = split(ask.wish["from"])[1] == WALLET
    return not from_wallet or ask.law.word("wallet.onward") == "allowed"


def may_receive(ask: Ask) -> bool:
    """A02, T41: whether somebody suspended from settling may still receive, is a reading."""
    if ask.story.sanctioned_until(ask.receiver) < ask.day:
        return True
    return bool(ask.law.word("sanction.receive") == "allowed")


def wallets_open(ask: Ask) -> bool:
    """W05, W12, D3: both hold a wallet; by one reading money for none goes out and returns."""
    if not ask.story.place_of_use(ask.sender):
        return False
    pends = ask.law.word("transfer.on_unopened") == "pend_then_return"
    return bool(ask.story.place_of_use(ask.receiver)) or pends


def bound_relatives(ask: Ask) -> bool:
    """W17, F03: payer and payee are bound, and the relation is in force today."""
    return ask.law.word("transfer.kin") == "not_required" or related(ask)


def related(ask: Ask) -> bool:
    """W25, F32: quotas and relatives' premiums rest on a relation in force today."""
    return ask.story.stands(ask.sender, ask.receiver, ask.day)


def outside_closed_hours(ask: Ask) -> bool:
    """W09: closed at 22:00:00, open again at 06:00:00, of every side that counts."""
    time = ask.at % DAY
    return not any(
        shut(w.start, w.end, time) for side in ask.law.each("transfer.closed") for w in side
    )


def shut(start: int, end: int, time: int) -> bool:
    """Whether a time of day lies in half-open hours, which may run over midnight."""
    if start <= end:
        return start <= time < end
    return time >= start or time < end


def nothing_open(ask: Ask) -> bool:
    """W11: while transfers wait, the payer cannot send again."""
    waiting = [t for t in ask.story.pending().values() if t["payer"] == ask.sender]
    return len(waiting) < ask.law.least("transfer.pending.cap")


def cap_of_one(ask: Ask) -> int:
    """W07, T03: one transfer moves at most so much, the cap itself included."""
    return ask.law.least("transfer.cap.each")


def sent_today(ask: Ask) -> list[int]:
    """W07: what the payer sent on this Beijing day; what came back may count, or not."""
    counted = ask.law.word("day.counts_returned") != "not_counted"
    return ask.story.sent_on(ask.sender, ask.day, came_back_too=counted)


def count_of_day(ask: Ask) -> bool:
    """W07, T01: so many transfers a day."""
    return len(sent_today(ask)) < ask.law.least("transfer.count.per_day")


def amount_of_day(ask: Ask) -> int:
    """D1: a day's total, where a place has one (Shaanxi from 2025-11-04)."""
    cap_fen = ask.law.least("transfer.amount.per_day")
    return cap_fen if cap_fen == NO_LIMIT else cap_fen - sum(sent_today(ask))


def send(ask: Ask) -> list[Happening]:
    """W10: the money waits until accepted; with automatic acceptance it is there at once."""
    if not to_a_wallet(ask):
        raise NotModelledError
    source = ask.story.source(ask.wish["from"])
    at_once = ask.law.word("transfer.acceptance") == "automatic"
    at_once = at_once and bool(ask.story.place_of_use(ask.receiver))
    due = ask.law.word("transfer.return_at")
    returns_at = None if at_once else (ask.day + due.days) * DAY + due.time
    target = ask.story.wallet(ask.receiver) if at_once else transit(ask.key)
    facts = {
        "transfer": ask.key,
        "payer": ask.sender,
        "source": source,
        "payee": ask.receiver,
        "fen": ask.fen,
        "returns_at": returns_at,
    }
    return [happening(ask.at, "sent", move(source, target, ask.fen), **facts)]


def is_pending(ask: Ask) -> bool:
    """W10: only what waits can be accepted or declined."""
    return ask.wish["transfer"] in ask.story.pending()


def payee_has_wallet(ask: Ask) -> bool:
    """W05: without a wallet there is nothing to accept into."""
    return not is_pending(ask) or bool(ask.story.place_of_use(ask.receiver))


def accept(ask: Ask) -> list[Happening]:
    """W10, W13: the money is in the payee's wallet at once."""
    waiting = ask.story.pending()[ask.wish["transfer"]]
    moves = move(transit(waiting["transfer"]), ask.story.wallet(waiting["payee"]), waiting["fen"])
    return [happening(ask.at, "accepted", moves, transfer=waiting["transfer"])]


def back(waiting: Happening, at: int, what: str) -> Happening:
    """W10, T05: the money goes back to the account it came from."""
    moves = move(transit(waiting["transfer"]), waiting["source"], waiting["fen"])
    return happening(at, what, moves, transfer=waiting["transfer"])


def decline(ask: Ask) -> list[Happening]:
    """The payee does not want it."""
    return [back(ask.story.pending()[ask.wish["transfer"]], ask.at, "declined")]


def free_to_freeze(ask: Ask) -> int:
    """W28, T31: only what is not frozen yet, of the money that may leave for others."""
    return ask.story.balance(*leaving_parts(ask.sender, ask.law))


def grant(ask: Ask) -> list[Happening]:
    """W27, W28: the giver's money is frozen in place for the member."""
    account = frozen(ask.sender, ask.receiver)
    shares = taken(ask.story.balances(), leaving_parts(ask.sender, ask.law), ask.fen)
    return [happening(ask.at, "granted", move(part, account, fen)) for part, fen in shares]


def frozen_fen(ask: Ask) -> int:
    """W29: only unused quota can be taken back."""
    return ask.story.balance(frozen(ask.sender, ask.receiver))


def revoke(ask: Ask) -> list[Happening]:
    """W29: it is the giver's to use again."""
    account, home = frozen(ask.sender, ask.receiver), ask.story.home_of(ask.sender)
    return [happening(ask.at, "quota_released", move(account, home, ask.fen))]


MAY_RECEIVE = Rule("SETTLEMENT_SUSPENDED", may_receive, ("sanction.receive",))
BOUND = Rule("KIN_NOT_BOUND", bound_relatives, ("transfer.kin", "kin.list"))
RELATED = Rule("KIN_NOT_BOUND", related)

FAMILIES = {
    "transfer": Family(
        _payer_and_payee,
        (
            Rule("MODEL_NOT_IN_FORCE", money_moves, ("wallet.model",)),
            Rule("POOL_NOT_SHARED", not_the_pool),
            Rule("WALLET_TO_ACCOUNT", wallet_stays_wallet, ("wallet.to_account",)),
            Rule("ONWARD_NOT_ALLOWED", onward_allowed, ("wallet.onward",)),
            ALIVE,
            MAY_RECEIVE,
            REGION_OPEN,
            Rule("WALLET_NOT_OPEN", wallets_open, ("transfer.on_unopened",)),
            BOUND,
            Rule("HOURS_CLOSED", outside_closed_hours, ("transfer.closed",)),
            Rule("PENDING_OPEN", nothing_open, ("transfer.pending.cap", "transfer.return_at")),
            Rule("TRANSFER_CAP_EACH", cap_of_one, ("transfer.cap.each",)),
            Rule(
                "TRANSFER_DAY_COUNT",
                count_of_day,
                ("transfer.count.per_day", "day.counts_returned"),
            ),
            Rule(
                "TRANSFER_DAY_AMOUNT",
                amount_of_day,
                ("transfer.amount.per_day", "day.counts_returned"),
            ),
            BALANCE,
        ),
        send,
    ),
    "accept": Family(
        _of_pending,
        (
            Rule("NOT_PENDING", is_pending),
            MAY_RECEIVE,
            Rule("WALLET_NOT_OPEN", payee_has_wallet),
        ),
        accept,
    ),
    "decline": Family(_of_pending, (Rule("NOT_PENDING", is_pending),), decline),
    "grant": Family(
        giver_and_member,
        (
            Rule("MODEL_NOT_IN_FORCE", quota_is_set, ("wallet.model",)),
            ALIVE,
            MAY_RECEIVE,
            REGION_OPEN,
            RELATED,
            Rule("BALANCE_SHORT", free_to_freeze),
        ),
        grant,
    ),
    "revoke": Family(giver_and_member, (Rule("QUOTA_SHORT", frozen_fen),), revoke),
}
