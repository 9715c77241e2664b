"""The fewest transfers that bring an amount to a payee by a moment, and the earliest such finish.

Every cap of a transfer belongs to its payer, and what is accepted at once blocks nobody. So givers
do not touch each other: what each can give with so many transfers (`capacity`, from the slots that
`slots` found by asking the engine) adds up (`together`). The fewest transfers are the least number
whose most reaches the amount by then; the finish is the first instant by which that number still
reaches it. The plan is then carried out on a copy by the engine itself. Givers are those bound to
the payee, now or from a day to come; each sends straight to the payee, from account and wallet.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ledger.core.book import BookView
from ledger.core.commands import AcceptTransfer, SendTransfer
from ledger.core.events import TransferAccepted
from ledger.core.refusals import Code
from ledger.preview import HORIZON_DAYS
from ledger.session import Session
from ledger.text.said import Said
from ledger.whatif.errors import CannotPlanError, NoGiversError
from ledger.whatif.planning.capacity import Frontier, frontiers, most_by_count, sent_by
from ledger.whatif.planning.slots import Outlook, deliver, outlooks
from ledger.whatif.planning.together import History, frontier_at, most_together, shared
from ledger.words.accounts import WALLET
from ledger.words.moments import DAY, format_moment


class Accepted(NamedTuple):
    """Money already pending to the payee that is accepted first."""

    transfer: str
    payer: str
    amount_fen: int


class PlannedTransfer(NamedTuple):
    """One transfer of a plan.

    Attributes:
        at: the instant it is sent, µs.
        source: the account as a command names it: `li` or `li/wallet`.
        accepts: whether the payee has to accept it, which happens at the same instant.
    """

    at: int
    source: str
    payee: str
    amount_fen: int
    accepts: bool


class Plan(NamedTuple):
    """How an amount reaches a payee's wallet between two moments, or that it does not.

    Attributes:
        at, by: the first and the last instant, µs.
        accepted: what is accepted first, at `at`; it counts, and takes no transfer.
        transfers: in order; empty when no plan brings the whole, or when none is needed.
        arrives_at: when the whole has arrived; None when it cannot by then.
        most_fen: the most that can arrive by then, with what is accepted first.
        cannot: givers that can send nothing by then, with the refusal that is left at best.
    """

    payee: str
    amount_fen: int
    at: int
    by: int
    accepted: tuple[Accepted, ...]
    transfers: tuple[PlannedTransfer, ...]
    arrives_at: int | None
    most_fen: int
    cannot: tuple[tuple[str, Code], ...]


Send = tuple[int, str, int]
"""When, from which source, and how many fen."""


def plan(session: Session, payee: str, amount_fen: int, *, at: int, by: int) -> Plan:
    """Find the fewest transfers, then the earliest finish, then the fewest givers in order of id.

    Args:
        session: the ledger at that moment; it stays as it is.
        payee: the id of whose wallet is to receive.
        amount_fen: what is to arrive there, whole fen.
        at: from when on, µs; not before the last event of the session.
        by: the last instant, µs, included; at most `HORIZON_DAYS` days later.

    Raises:
        NoGiversError: when nobody is bound to the payee as a giver, and nothing is pending.
        CannotPlanError: when the payee is not enrolled, the amount is not above zero, the moments
            are in the past or too far away, a giver's account moves meanwhile in
            parts, or a day allows too many small transfers.
    """
    _check(session, payee, amount_fen, at, by)
    fork = session.fork((payee, *session.book.people[payee].givers))
    fork.settle(at)
    accepted = _accept_pending(fork, payee, at)
    first_fen = sum(money.amount_fen for money in accepted)
    looking = outlooks(fork, payee, sorted(fork.book.people[payee].givers), at=at, by=by)
    if not (looking or accepted or _pending_to(fork.book, payee)):
        raise NoGiversError(Said("planning.no_givers", payee=payee))
    found = {look.giver: dict(frontiers(look, at)) for look in looking}
    most_fen = first_fen + most_together(found, by)[-1]
    cannot = tuple((look.giver, look.code) for look in looking if look.code is not None)
    best = Plan(payee, amount_fen, at, by, accepted, (), None, most_fen, cannot)
    if first_fen >= amount_fen:
        return best._replace(arrives_at=at)
    if most_fen < amount_fen:
        return best
    sends = _fewest(looking, found, amount_fen - first_fen, by)
    transfers = _carried_out(fork, payee, sends)
    return best._replace(transfers=transfers, arrives_at=transfers[-1].at)


def _check(session: Session, payee: str, amount_fen: int, at: int, by: int) -> None:
    now = session.book.now
    if payee not in session.book.people:
        raise CannotPlanError(Said("planning.not_enrolled", payee=payee))
    if amount_fen <= 0:
        raise CannotPlanError(Said("planning.above_zero", fen=amount_fen))
    if at < now:
        raise CannotPlanError(Said("planning.begins", now=format_moment(now)))
    if by < at:
        raise CannotPlanError(Said("planning.over", by=format_moment(by), at=format_moment(at)))
    if by // DAY > at // DAY + HORIZON_DAYS:
        raise CannotPlanError(Said("planning.ahead", days=HORIZON_DAYS))


def _pending_to(book: BookView, payee: str) -> list[str]:
    return sorted(key for key, pending in book.pending.items() if pending.payee == payee)


def _accept_pending(fork: Session, payee: str, at: int) -> tuple[Accepted, ...]:
    accepted = []
    for transfer in _pending_to(fork.book, payee):
        answer = fork.handle(AcceptTransfer(transfer), at=at, key="")
        accepted += [
            Accepted(e.transfer, e.payer, e.amount_fen)
            for e in answer.events
            if isinstance(e, TransferAccepted)
        ]
    return tuple(accepted)


def _fewest(
    looking: Sequence[Outlook], found: Mapping[str, History], fen: int, by: int
) -> list[Send]:
    """What to send so that `fen` arrive; it is known that they can."""
    count = bisect_left(most_together(found, by), fen)
    instants = sorted({instant for history in found.values() for instant in history})
    finish = instants[
        bisect_left(instants, fen, key=lambda t: most_together(found, t)[: count + 1][-1])
    ]
    then = {giver: frontier_at(history, finish) for giver, history in found.items()}
    counts = shared({giver: most_by_count(f) for giver, f in then.items()}, count, fen)
    return _sends(looking, then, counts, fen)


def _sends(
    looking: Sequence[Outlook], found: Mapping[str, Frontier], counts: Mapping[str, int], fen: int
) -> list[Send]:
    """Every transfer, in order; the last one of the last giver is only what is still needed.

    Something is, for without any one of them the whole would not be reached.
    """
    sends: list[Send] = []
    for look in looking:
        if look.giver not in counts:
            continue
        ways = (reach for reach in found[look.giver] if reach.sent == counts[look.giver])
        sent = sent_by(max(ways, key=lambda reach: reach.ranks[-1]), in_turn=look.in_turn)
        if not look.in_turn:
            sent.sort(key=lambda one: (one.at, -one.amount_fen))
        sends += [(one.at, look.purses[one.purse], one.amount_fen) for one in sent]
    at, source, last_fen = sends[-1]
    sends[-1] = (at, source, last_fen + fen - sum(amount for _, _, amount in sends))
    return sorted(sends, key=lambda send: send[0])


def _carried_out(fork: Session, payee: str, sends: Sequence[Send]) -> tuple[PlannedTransfer, ...]:
    """The transfers as the engine takes them.

    Raises:
        RuntimeError: when it does not take them in full: the planner is broken.
    """
    wallet = f"{payee}/{WALLET}"
    before_fen = fork.book.balances.get(wallet, 0)
    transfers = []
    for at, source, fen in sends:
        answer = deliver(fork, SendTransfer(source, payee, fen), at=at)
        accepts = any(isinstance(event, TransferAccepted) for event in answer.events)
        transfers.append(PlannedTransfer(at, source, payee, fen, accepts))
        if answer.verdict != "ok":
            raise RuntimeError(Said("planning.untaken", sent=transfers[-1], code=answer.code))
    arrived_fen = fork.book.balances[wallet] - before_fen
    if arrived_fen != sum(fen for _, _, fen in sends) or fork.broken:
        raise RuntimeError(Said("planning.unreached", fen=arrived_fen, broken=fork.broken))
    return tuple(transfers)
