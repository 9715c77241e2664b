"""What would pass: how much now, and when the whole; found by running the very rules of decide.

`now` is the least room any rule leaves. `whole` tries the same rules on a copy of the book at
every instant where anything can change, if nothing else happens, up to a stated horizon.
"""

from collections.abc import Iterator
from heapq import merge
from typing import NamedTuple

from msgspec.structs import replace

from ledger.core.allowance import allowance
from ledger.core.book import Book, BookView, around
from ledger.core.commands import Command
from ledger.core.decide import FAMILIES, Finding, Refusal, decide, findings, refusing, sides_of
from ledger.core.due import next_due
from ledger.core.evolve import evolve
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case, Sides
from ledger.policy.book import PolicyBook, sides
from ledger.session import Session, case_of
from ledger.words.accounts import is_outside, split
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT

HORIZON_DAYS = 400


class Judgement(NamedTuple):
    """All that can be said about a command at a moment, whatever was decided.

    Attributes:
        case: the inputs; None when someone named is not enrolled.
        findings: what every rule says, in order.
    """

    case: Case | None
    findings: list[Finding]

    @property
    def failed(self) -> list[Finding]:
        """The rules that fail, in order of precedence."""
        return [finding for finding in self.findings if not finding.ok]

    @property
    def now_fen(self) -> int:
        """The most that would pass now, in fen: the least room of all rules.

        `NO_LIMIT` when no rule limits an amount; 0 when some rule lets nothing pass.
        """
        if self.case is None:
            return 0
        return min((finding.room_fen for finding in self.findings), default=NO_LIMIT)


def judge(book: BookView, policy: PolicyBook, command: Command, *, at: int, key: str) -> Judgement:
    """Run every rule for a command at a moment; changes nothing."""
    case = case_of(book, policy, command, at=at, key=key)
    return Judgement(case, [] if case is None else findings(case))


def failing(
    book: BookView, policy: PolicyBook, command: Command, *, at: int, key: str
) -> list[Code]:
    """The codes of all rules that fail, in order: what `judge` finds, without its facts."""
    case = case_of(book, policy, command, at=at, key=key)
    return [] if case is None else list(refusing(case))


def allowance_fen(session: Session, person: str, at: int) -> int:
    """What a payer may still send today, in fen, as the caps of a day and of one transfer allow.

    `NO_LIMIT` where nothing limits it.
    """
    payer = session.book.people[person]
    terms = session.policy.terms(payer.insured, payer.insured, at // DAY)
    return allowance(payer, terms, at // DAY).headroom_fen


def deciding_region(policy: PolicyBook, finding: Finding, case: Case) -> str:
    """The region whose side of the policy decides a rule.

    Where the policies of both sides apply, it is the side that fails the rule on its own.
    """
    definition = policy.definitions[finding.parameter]
    regions = sides(definition, case.sender.insured, case.receiver.insured)
    failing = (r for r in regions if not finding.ok and _fails_alone(policy, finding, case, r))
    return next(failing, regions[0])


def _fails_alone(policy: PolicyBook, finding: Finding, case: Case, region: str) -> bool:
    terms = policy.terms(region, region, case.at // DAY)
    if finding.parameter in terms.absent:
        return True
    alone = replace(case, terms=terms, terms_between=None)
    return finding.rule.room(alone) < case.asked_fen


def passes_at(book: BookView, policy: PolicyBook, command: Command, *, at: int) -> int | None:
    """The first instant after `at` when the whole would pass, or None within the horizon."""
    parties = sides_of(book, command)
    if parties is None:
        return None
    others = {getattr(command, name, None) or "" for name in ("person", "by", "to")}
    others |= _settled_among(book, getattr(command, "of", ""))
    copy = around(book, others.union(person.id for person in parties))
    for instant in edges(copy, policy, command, parties, at):
        while (event := next_due(copy, instant)) is not None:
            evolve(copy, event)
        if _passes(copy, policy, command, instant):
            return instant
    return None


def _settled_among(book: BookView, of: str) -> set[str]:
    """The patient of a settlement, or of a cancelled one, and all who paid for it."""
    settlement = book.settlements.get(book.cancellations.get(of, of))
    if settlement is None:
        return set()
    payers = {split(account)[0] for account, _ in settlement.paid if not is_outside(account)}
    return payers | {settlement.patient}


def _passes(book: Book, policy: PolicyBook, command: Command, at: int) -> bool:
    case = case_of(book, policy, command, at=at, key="")
    return case is not None and not isinstance(decide(case), Refusal)


def edges(
    book: BookView, policy: PolicyBook, command: Command, parties: Sides, at: int
) -> Iterator[int]:
    """Every instant after `at` where an answer can change if nothing else happens, in order.

    Up to `HORIZON_DAYS` days from `at`; `parties` are the command's two sides.
    """
    dues = sorted(entry[0] for entry in book.due if entry[0] > at)
    last = at
    for instant in merge(dues, _clock_edges(policy, command, parties, at)):
        if instant > last:
            last = instant
            yield instant


def _clock_edges(policy: PolicyBook, command: Command, parties: Sides, at: int) -> Iterator[int]:
    """Midnights, and the edges of closed hours where a rule asks for the hour."""
    sender, receiver = (person.insured for person in parties)
    rules = FAMILIES[type(command)].rules
    by_the_hour = any(rule.code is Code.HOURS_CLOSED for rule in rules)
    for day in range(at // DAY, at // DAY + HORIZON_DAYS + 1):
        closed = policy.terms(sender, receiver, day).closed if by_the_hour else ()
        times = {0} | {edge for w in closed for edge in (w.start, w.end)}
        yield from (day * DAY + t for t in sorted(times) if day * DAY + t > at)
