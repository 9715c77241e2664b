"""A small book, hand-made terms and one question: what the tests of the core are made of."""

from collections.abc import Iterator
from dataclasses import replace

from ledger.core import events as e
from ledger.core.book import Book
from ledger.core.commands import Command, asked_fen
from ledger.core.decide import FAMILIES, Finding, Refusal, decide, findings, sides_of
from ledger.core.due import next_due
from ledger.core.evolve import evolve
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.core.terms import NEXT_MORNING, TERMS, Terms
from ledger.words.accounts import split
from ledger.words.moments import DAY, HOUR, Window, parse_day, parse_moment
from ledger.words.money import NO_LIMIT
from ledger.words.vocabulary import KIN

Answer = Code | tuple[e.Event, ...]

NIGHT = Window(22 * HOUR, 6 * HOUR)

NATIONAL = replace(
    Terms(**{field: term.undefined for field, term in TERMS.items()}),
    model="transfer",
    wallets_open=True,
    wallet_open_sides=("open", "open"),
    spend_open="with_wallet",
    onward="allowed",
    to_account="not_allowed",
    withdraw="not_allowed",
    own_age=18,
    place_change="allowed",
    insurance="required",
    kin="required",
    kin_list=frozenset(KIN) - {"father_in_law", "mother_in_law"},
    closed=(NIGHT,),
    pending_cap=1,
    return_at=NEXT_MORNING,
    transfer_cap_each_fen=200_000,
    transfer_day_count=3,
    transfer_day_fen=NO_LIMIT,
    counts_returned="counted",
    acceptance="required",
    on_unopened="reject",
    spend_settings=frozenset({"outpatient", "pharmacy"}),
    account_settings=frozenset({"outpatient", "pharmacy", "inpatient"}),
    spend_place="place_of_use",
    family_codes=5,
)
"""The national values, and no daily total."""


def terms(**changed: object) -> Terms:
    """The national terms with some values changed."""
    return replace(NATIONAL, tables={}, **changed)  # type: ignore[arg-type]  # checked by the test


def moment(text: str) -> int:
    """A moment; a time of day alone is on 2025-11-10."""
    return parse_moment(text if " " in text else f"2025-11-10 {text}")


def day(text: str) -> int:
    return parse_day(text)


def next_day(text: str) -> int:
    return moment(text) + DAY


START = moment("2025-11-10 08:00")


class World:
    """A book with a story behind it, and the terms under which it is asked.

    Every region has the same terms, but for those that are set by `where`.
    """

    def __init__(self, *past: e.Event, **changed: object) -> None:
        self.book = Book()
        self.terms = terms(**changed)
        self.local: dict[str, Terms] = {}
        self.given(*past)

    def given(self, *past: e.Event) -> "World":
        """Fold what has happened."""
        for event in past:
            evolve(self.book, event)
        return self

    def under(self, **changed: object) -> "World":
        """From now on, other terms."""
        self.terms = replace(self.terms, tables={}, **changed)  # type: ignore[arg-type]  # as above
        return self

    def where(self, region: str, **changed: object) -> "World":
        """In a region, other terms for whoever sends, gives or is treated there."""
        self.local[region] = replace(self.terms, tables={}, **changed)  # type: ignore[arg-type]  # as above
        return self

    def between(self, sender: str, _receiver: str, _day: int) -> Terms:
        """The terms for a sender's region."""
        return self.local.get(sender, self.terms)

    def case(self, command: Command, at: int, key: str = "t9") -> Case:
        sides = sides_of(self.book, command)
        assert sides is not None, "somebody is not enrolled"
        day, fen = at // DAY, asked_fen(command)
        terms = self.between(sides[0].insured, sides[1].insured, day)
        return Case(self.book, command, terms, at, day, key, *sides, fen, self.between)

    def settled(self, until: int) -> list[e.Event]:
        """Let time pass, and tell what it did."""
        done = []
        while (event := next_due(self.book, until)) is not None:
            evolve(self.book, event)
            done.append(event)
        return done

    def ask(self, command: Command, at: int, key: str = "t9") -> Answer:
        """The answer at a moment, after what is due by then; nothing is taken."""
        self.settled(at)
        answer = decide(self.case(command, at, key))
        return answer.code if isinstance(answer, Refusal) else answer

    def take(self, command: Command, at: int, key: str = "t9") -> tuple[e.Event, ...]:
        """The events of a command that must be taken, and that are folded."""
        answer = self.ask(command, at, key)
        assert not isinstance(answer, Code), answer
        self.given(*answer)
        return answer

    def fails(self, command: Command, at: int) -> list[Code]:
        """The codes of every rule that fails, in order."""
        self.settled(at)
        return [f.code for f in findings(self.case(command, at)) if not f.ok]

    def finding(self, command: Command, at: int, code: Code) -> Finding:
        """What the rule of a code says."""
        return next(f for f in findings(self.case(command, at)) if f.code == code)

    def fen(self, account: str) -> int:
        return self.book.balances.get(account, 0)


def enrolled(person: str, insured: str = "CN-SN", scheme: str = "employee") -> e.PersonEnrolled:
    return e.PersonEnrolled(START, person, insured, scheme)


def opening(account: str, fen: int) -> e.OpeningPosted:
    return e.OpeningPosted(START, account, fen)


def bound(
    giver: str = "li", member: str = "wang", first: int | None = None, last: int | None = None
) -> e.RelationBound:
    first = START // DAY if first is None else first
    return e.RelationBound(START, giver, member, "mother", first, last)


def family() -> Iterator[e.Event]:
    """Li (Shaanxi, 8000 元 and a wallet of 1000 元) and his bound mother Wang (Hebei)."""
    yield enrolled("li")
    yield enrolled("wang", "CN-HE", "resident")
    yield opening("li/personal", 800_000)
    yield opening("li/wallet", 100_000)
    yield opening("wang/wallet", 0)
    yield bound()


def sent(
    transfer: str, fen: int, at: int, returns_at: int | None, source: str = "li/personal"
) -> e.TransferSent:
    return e.TransferSent(at, transfer, split(source)[0], source, "wang", fen, returns_at)


def accepted(
    transfer: str, fen: int, at: int, source: str = "li/personal"
) -> tuple[e.TransferSent, e.TransferAccepted]:
    """A transfer of li to wang, sent at a moment and accepted a minute later."""
    payer = split(source)[0]
    later = at + 60_000_000
    return (
        sent(transfer, fen, at, next_morning(at), source),
        e.TransferAccepted(later, transfer, payer, source, "wang", fen),
    )


def next_morning(at: int) -> int:
    return NEXT_MORNING.after(at)


def every_code() -> set[Code]:
    """The codes that some rule of some family refuses with."""
    return {rule.code for family in FAMILIES.values() for rule in family.rules}
