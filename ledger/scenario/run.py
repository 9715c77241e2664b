"""Walk a scenario's steps through a session and verify everything it expects."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.core.book import Book, BookView
from ledger.core.commands import Command, asked_fen
from ledger.core.evolve import evolve
from ledger.journal import MemoryJournal
from ledger.policy.dated import Place
from ledger.preview import allowance_fen, judge
from ledger.scenario.balances import Mismatch, left_over, mismatches, movements
from ledger.scenario.feed import steps_of
from ledger.scenario.happened import is_what_happened, name_of_happened
from ledger.scenario.model import EndsFields, FeedExpect
from ledger.scenario.outcome import Outcome, differences, paid_by, told
from ledger.scenario.story import Check, Feed, Item, Path, Scenario, Step, Wait
from ledger.session import Decision, Session
from ledger.text.said import Said
from ledger.words.money import money_text

LAST_MOVEMENTS = 8
"""How many of the events that moved an account a failure shows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that was not met.

    Attributes:
        subject: the step or account it is about.
        moved: the events that moved the account, newest last.
    """

    place: Place
    subject: str
    expected: str
    came: str
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a step answered, as a run record keeps it and a what-if compares it.

    Attributes:
        paid: fen by account, of a settlement or of what is left of it; empty for anything else.
    """

    verdict: str
    code: str | None
    moved_fen: int
    paid: Mapping[str, int] = field(default_factory=dict)


def answer_of(command: Command, decision: Decision) -> Answer:
    """A decision as it is kept and compared."""
    moved_fen = asked_fen(command) if decision.events and decision.code is None else 0
    code = decision.code.value if decision.code is not None else None
    return Answer(decision.verdict, code, moved_fen, dict(paid_by(decision.events) or ()))


@dataclass(slots=True)
class Run:
    """A scenario that was run: its session, every answer, and every failure."""

    scenario: Scenario
    session: Session
    journal: MemoryJournal
    answers: dict[str, Answer] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    commands: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def book(self) -> BookView:
        """The book at the end."""
        return self.session.book


Watch = Callable[[Step, Outcome], object]
"""Called after each step, before the next: the time to look at an outcome."""


def start(scenario: Scenario) -> Run:
    """Open the scenario's ledger: its people, and what they had."""
    journal = MemoryJournal(scenario.name)
    session = Session(journal, scenario.policy)
    session.start(scenario.start)
    before: list[Command] = [*scenario.people, *scenario.opening]
    for command in before:
        session.handle(command, at=scenario.start, key="")
    return Run(scenario, session, journal)


def run(scenario: Scenario, watch: Watch | None = None) -> Run:
    """Run a scenario as written and verify all it expects, what-ifs aside."""
    made = start(scenario)
    walk(made, scenario.items, watch, verify=True)
    verify_end(made, scenario.ends, ("ends",))
    verify_always(made, scenario.always, ("always",))
    return made


def walk(made: Run, items: Sequence[Item], watch: Watch | None = None, *, verify: bool) -> None:
    """Take the steps in order."""
    seen = 0
    for item in items:
        match item:
            case Step():
                _step(made, item, watch, verify=verify)
            case Wait():
                made.session.settle(item.at)
            case Check():
                made.session.settle(item.at)
                if verify:
                    _check(made, item, seen)
                    seen = len(made.session.settled)
            case Feed():
                _feed(made, item, watch, verify=verify)


def _step(made: Run, step: Step, watch: Watch | None, *, verify: bool) -> Outcome:
    decision = made.session.handle(step.command, at=step.at, key=step.key)
    outcome = Outcome(made.session, step.command, step.at, step.key, decision)
    made.answers[step.id] = answer_of(step.command, decision)
    made.commands += 1
    made.verdicts[told(outcome)] += 1
    if verify and step.where:
        made.failures += _step_failures(made, step, outcome)
    if watch is not None:
        watch(step, outcome)
    return outcome


def judged_step(scenario: Scenario, wanted: str) -> tuple[Step, Outcome] | None:
    """Run a story up to a step, judge that step by every rule, then take it; None: no such step."""
    made = start(scenario)
    for item in scenario.items:
        for one in steps_of(item.path) if isinstance(item, Feed) else (item,):
            if isinstance(one, Step) and one.id == wanted:
                return one, judged(made.session, one)
            walk(made, (one,), verify=False)
    return None


def judged(session: Session, step: Step) -> Outcome:
    """Judge a step by every rule on the book as it stands at its moment, then take it."""
    session.settle(max(step.at, session.book.now))
    said = judge(session.book, session.policy, step.command, at=step.at, key=step.key)
    decision = session.handle(step.command, at=step.at, key=step.key)
    return Outcome(session, step.command, step.at, step.key, decision, said)


def _step_failures(made: Run, step: Step, outcome: Outcome) -> Iterator[Failure]:
    expect = step.expect
    if expect is None:
        if outcome.verdict not in {"ok", "pending"}:
            place = made.scenario.place(step.where)
            yield Failure(place, step.id, "ok", told(outcome))
        return
    if expect.verdict == "ok" and outcome.verdict == "pending":
        return
    for key, wanted, came in differences(outcome, expect):
        where = (*step.where, "expect")
        if key != "verdict":
            where = (*where, key)
        place = made.scenario.place(where)
        subject = step.id if key in {"verdict", "refused"} else f"{step.id} {key}"
        yield Failure(place, subject, wanted, came)


def _feed(made: Run, feed: Feed, watch: Watch | None, *, verify: bool) -> None:
    before = Counter(made.verdicts)
    for step in steps_of(feed.path):
        _step(made, step, watch, verify=False)
    came = made.verdicts - before
    if verify and feed.expect is not None:
        for subject, wanted in _feed_counts(feed.expect).items():
            if came[subject] != wanted:
                place = made.scenario.place((*feed.where, "expect"))
                made.failures.append(Failure(place, subject, str(wanted), str(came[subject])))


def _feed_counts(expect: FeedExpect) -> Mapping[str, int]:
    plain = {"ok": expect.ok, "pending": expect.pending, "duplicate": expect.duplicate}
    counts = {word: count for word, count in plain.items() if count is not None}
    return {**counts, **{f"refused {code}": n for code, n in expect.refused.items()}}


def _check(made: Run, check: Check, seen: int) -> None:
    where = (*check.where, "check")
    book = made.session.book
    _balances(made, mismatches(book, check.fields.balances), (*where, "balances"))
    _balances(made, mismatches(book, check.fields.available), (*where, "available"))
    for person, span in check.fields.allowance.items():
        fen = allowance_fen(made.session, person, check.at)
        if not span.holds(fen):
            place = made.scenario.place((*where, "allowance", person))
            made.failures.append(Failure(place, person, str(span), money_text(fen)))
    for index, happened in enumerate(check.fields.happened):
        if not any(is_what_happened(happened, event) for event in made.session.settled[seen:]):
            place = made.scenario.place((*where, "happened", index))
            made.failures.append(
                Failure(
                    place,
                    name_of_happened(happened),
                    Said("replay.happened"),
                    Said("replay.did_not_happen"),
                )
            )
    _head(made, check.fields.head, where)


def verify_end(made: Run, ends: EndsFields | None, where: Path) -> None:
    """Compare the balances at the last step or check."""
    if ends is None:
        return
    path = (*where, "balances")
    _balances(made, mismatches(made.session.book, ends.balances), path)
    if ends.only:
        _balances(made, left_over(made.session.book, ends.balances), path)
    _head(made, ends.head, where)


def _head(made: Run, head: str | None, where: Path) -> None:
    came = made.journal.head.hex()
    if head is not None and not came.startswith(head):
        made.failures.append(Failure(made.scenario.place((*where, "head")), "head", head, came))


def _balances(made: Run, found: Iterator[Mismatch], where: Path) -> None:
    for account, expected, came in found:
        moved = tuple(movements(made.journal, account))[-LAST_MOVEMENTS:]
        place = made.scenario.place((*where, account))
        made.failures.append(Failure(place, account, expected, came, moved))


def verify_always(made: Run, always: Sequence[str], where: Path) -> None:
    """Report every invariant that broke, and see that a replay gives the same book."""
    wrong: list[tuple[str, Said]] = [
        (Said("replay.after_event", name=b.name, seq=b.seq), b.sentence)
        for b in made.session.broken
    ]
    if "replay-identical" in always and not replay_identical(made):
        wrong.append(("replay-identical", Said("replay.other_book")))
    for subject, came in wrong:
        made.failures.append(
            Failure(made.scenario.place(where), subject, Said("replay.holds"), came)
        )


def replay_identical(made: Run) -> bool:
    """Folding the journal again gives the very same book."""
    book = Book()
    for stored in made.journal.read():
        evolve(book, stored.event)
    return state(book) == state(made.session.book)


def state(book: BookView) -> tuple[object, ...]:
    """Everything a book holds but stale due entries, for comparing two."""
    return (
        book.now,
        book.people,
        book.balances,
        book.relations,
        book.pending,
        book.spends,
        book.settlements,
        book.cancellations,
        book.owed,
    )
