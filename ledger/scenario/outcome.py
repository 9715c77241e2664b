"""What a step answered, and whether that is what was expected."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.core.book import BookView
from ledger.core.commands import Command
from ledger.core.events import Event, Settled, SettlementRedone, Share
from ledger.core.refusals import UNTRIED
from ledger.policy.book import PolicyBook
from ledger.preview import Judgement, deciding_region, judge, passes_at
from ledger.scenario.fields import Setting
from ledger.scenario.model import ExpectFields
from ledger.session import Decision, Session
from ledger.text.said import Said
from ledger.words.accounts import covers, full_name
from ledger.words.moments import DAY, format_moment
from ledger.words.money import NO_LIMIT, money_text


@dataclass(frozen=True)
class Outcome:
    """The answer to one step; what else could be said of it is worked out only when asked.

    A refused command changes nothing, so the session still stands where it was decided, until the
    next command. Ask before that. A command that was taken is judged before, by `judged_step`.
    """

    session: Session
    command: Command
    at: int
    key: str
    decision: Decision
    judged: Judgement | None = None

    @property
    def book(self) -> BookView:
        """The book it was decided on."""
        return self.session.book

    @property
    def policy(self) -> PolicyBook:
        """The policy it was decided under."""
        return self.session.policy

    @property
    def verdict(self) -> str:
        """ok, pending, refused or duplicate."""
        return self.decision.verdict

    @cached_property
    def judgement(self) -> Judgement:
        """What every rule says."""
        if self.judged is not None:
            return self.judged
        return judge(self.book, self.policy, self.command, at=self.at, key=self.key)

    @property
    def untried(self) -> bool:
        """Whether it was refused before any rule was asked."""
        return self.decision.code in UNTRIED

    @property
    def also(self) -> list[str]:
        """The codes of the further rules that would refuse it, in order."""
        if self.untried:
            return []
        return [f.code.value for f in self.judgement.failed if f.code != self.decision.code]

    @property
    def by(self) -> str:
        """The parameter and region that decided: `transfer.cap.each@CN`; empty for none."""
        case = self.judgement.case
        found = next((f for f in self.judgement.failed if f.code == self.decision.code), None)
        if case is None or found is None or not found.parameter:
            return ""
        region = deciding_region(self.policy, found, case)
        day = self.at // DAY
        in_force = self.policy.in_force(found.parameter, region, day)
        return str(Setting(found.parameter, in_force.record.region if in_force else "CN"))

    @property
    def paid(self) -> tuple[Share, ...] | None:
        """Who paid what of a settlement, or of what is left of it; None for anything else."""
        return paid_by(self.decision.events)

    @property
    def would_pass_fen(self) -> int:
        """The most that would pass now."""
        return 0 if self.untried else self.judgement.now_fen

    @cached_property
    def passes_at(self) -> int | None:
        """When the whole would pass, if nothing else happens; None for never."""
        if self.untried:
            return None
        return passes_at(self.book, self.policy, self.command, at=self.at)


def paid_by(events: Iterable[Event]) -> tuple[Share, ...] | None:
    """Who paid what of a settlement, or of what is left of it; None where there is none."""
    for event in events:
        if isinstance(event, Settled | SettlementRedone):
            return event.paid
    return None


def differences(outcome: Outcome, expect: ExpectFields) -> Iterator[tuple[str, str, str]]:
    """What was expected and what came, for every written key that does not agree."""
    written = expect.model_fields_set
    if "verdict" in written and outcome.verdict != expect.verdict:
        yield "verdict", expect.verdict or "", told(outcome)
    if "refused" in written:
        yield from _refusal(outcome, expect)
    if expect.paid is not None:
        yield from _paid(outcome, expect.paid)
    head = outcome.session.journal.head.hex()
    if expect.head is not None and not head.startswith(expect.head):
        yield "head", expect.head, head


def _paid(outcome: Outcome, expected: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    """Shares that differ from those expected; a total covers its parts."""
    if outcome.paid is None:
        yield "paid", Said("replay.a_settlement"), told(outcome)
        return
    for account, fen, came_fen in other_shares(dict(outcome.paid), expected):
        yield f"paid {account}", money_text(fen), money_text(came_fen)


def other_shares(
    paid: Mapping[str, int], expected: Mapping[str, int]
) -> Iterator[tuple[str, int, int]]:
    """Every account whose share is not the one expected, with both in fen."""
    for account, fen in expected.items():
        name = full_name(account)
        came_fen = sum(part for one, part in paid.items() if covers(name, one))
        if came_fen != fen:
            yield account, fen, came_fen


def _refusal(outcome: Outcome, expect: ExpectFields) -> Iterator[tuple[str, str, str]]:
    if outcome.verdict != "refused" or outcome.decision.code != expect.refused:
        yield "refused", f"refused {expect.refused}", told(outcome)
        return
    if expect.by is not None and str(expect.by) != outcome.by:
        yield "by", str(expect.by), outcome.by or Said("replay.no_parameter")
    if expect.also is not None and expect.also != outcome.also:
        yield "also", _list(expect.also), _list(outcome.also)
    if expect.would_pass is not None and expect.would_pass != outcome.would_pass_fen:
        yield "would_pass", money_text(expect.would_pass), _amount(outcome.would_pass_fen)
    if "passes_at" in expect.model_fields_set and expect.passes_at != outcome.passes_at:
        yield "passes_at", when_text(expect.passes_at), when_text(outcome.passes_at)


def told(outcome: Outcome) -> str:
    """A verdict in words: `pending` or `refused BALANCE_SHORT`."""
    code = outcome.decision.code
    return f"refused {code.value}" if outcome.verdict == "refused" and code else outcome.verdict


def when_text(moment: int | None) -> str:
    """A moment, or `never`."""
    return "never" if moment is None else format_moment(moment)


def _amount(fen: int) -> str:
    return Said("replay.any_amount") if fen >= NO_LIMIT else money_text(fen)


def _list(codes: list[str]) -> str:
    return "[" + ", ".join(codes) + "]"
