"""Questions about made-up stories, compared with what is really decided; long runs by hand.

`python -m tests.whatif.agreement 10000 1000` asks that many questions, and looks for the bounds of
that many refusals of each kind.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from random import Random

import msgspec

from ledger.core import commands as c
from ledger.core.refusals import UNTRIED
from ledger.journal import ForkedJournal
from ledger.scenario.story import Step
from ledger.session import Decision, Session
from ledger.whatif.ask import Asked, ask
from ledger.words.moments import HOUR, MINUTE, SECOND
from ledger.words.money import NO_LIMIT
from tests.ledgers import amended, opened
from tests.test_domain_workload import COMMANDS, PACES, Draw, begun

ACCEPTANCE = ("required", "automatic")


def fork(session: Session) -> Session:
    """A session that goes on where another one stands, and that nobody else sees."""
    made = Session(ForkedJournal(session.journal), session.policy)
    made.fold()
    return made


def answer(session: Session, command: c.Command, at: int, key: str) -> Asked:
    return ask(fork(session), [Step(key, at, key, command, None, ())])


def stories(seeds: Iterator[int]) -> Iterator[tuple[Session, c.Command, int, str]]:
    """Command after command of one story after another; whoever takes one sends it."""
    for seed in seeds:
        session = begun(Random(seed))
        draw = Draw(seed, session.book)
        at, pace = session.book.now, draw.choice(PACES)
        for number in range(COMMANDS):
            at += draw.choice(pace)
            session.settle(at)
            yield session, draw.command(), at, f"k{number}"


def families(seeds: Iterator[int]) -> Iterator[tuple[Session, c.Command, int, str]]:
    """The same of a family that sends, takes, spends and grants, by day and by night."""
    for seed in seeds:
        draw = Random(seed)
        session = opened(policy=amended("transfer.acceptance", draw.choice(ACCEPTANCE)))
        at = session.book.now
        for number in range(COMMANDS // 4):
            at += draw.choice((0, MINUTE, HOUR, 5 * HOUR, 14 * HOUR))
            session.settle(at)
            yield session, _of_family(draw, session), at, f"k{number}"


def _of_family(draw: Random, session: Session) -> c.Command:
    pending = [*session.book.pending, "k-none"]
    fen = draw.choice((draw.randint(1, 60_000), draw.randint(1, 400_000)))
    wishes: list[c.Command] = [
        c.SendTransfer(draw.choice(("li", "li", "li/wallet")), "wang", fen),
        c.SendTransfer("li", "wang", fen),
        c.AcceptTransfer(draw.choice(pending)),
        c.DeclineTransfer(draw.choice(pending)),
        c.Spend("wang/wallet", fen, "outpatient"),
        c.Credit("li", fen),
    ]
    return draw.choice(wishes)


def check_question(session: Session, command: c.Command, at: int, key: str) -> Decision:
    """What is asked is what is then decided, in every field, and asking leaves no trace."""
    head, book = session.journal.head, repr(session.book)
    asked = answer(session, command, at, key)
    assert (session.journal.head, repr(session.book)) == (head, book)

    decision = session.handle(command, at=at, key=key)

    (told,) = asked.answers
    assert told.outcome.decision == decision, (command, key)
    assert asked.taken == (decision.code is None)
    assert (told.document["verdict"], told.document["code"]) == (decision.verdict, decision.code)
    for change in asked.changes:
        assert session.book.balances.get(change.account, 0) == change.after_fen, change
    return decision


def check_bounds(session: Session, command: c.Command, at: int, asked: Asked) -> Counter[str]:
    """The most that passes does and one fen more does not; the same of the first moment."""
    found = Counter[str]()
    (told,) = asked.answers
    fen = told.outcome.would_pass_fen
    if 0 < fen < NO_LIMIT and isinstance(command, c.SendTransfer | c.Spend):
        for more, taken in ((0, True), (1, False)):
            wish = msgspec.structs.replace(command, amount_fen=fen + more)
            assert answer(session, wish, at, "bound").taken is taken, (wish, fen)
        found["most"] += 1
    when = told.whole_at
    if when is not None:
        assert answer(session, command, when, "bound").taken, (command, when)
        if when - SECOND > at:
            assert not answer(session, command, when - SECOND, "bound").taken, (command, when)
        found["when"] += 1
    found["refusals"] += 1
    return found


def questions(many: int) -> Counter[str]:
    """Ask so many questions; what was decided, by verdict and code."""
    told = Counter[str]()
    for session, command, at, key in stories(count()):
        decision = check_question(session, command, at, key)
        told[decision.code or decision.verdict] += 1
        if told.total() == many:
            break
    return told


def bounds(many: int) -> Counter[str]:
    """Check so many refusals of which some amount passes, and so many that pass later."""
    told = Counter[str]()
    for session, command, at, key in families(count()):
        asked = answer(session, command, at, key)
        refusal = asked.answers[0].outcome.decision.code
        if refusal is not None and refusal not in UNTRIED:
            told += check_bounds(session, command, at, asked)
        session.handle(command, at=at, key=key)
        if min(told["most"], told["when"]) >= many:
            break
    return told


if __name__ == "__main__":
    sys.stdout.write(f"{questions(int(sys.argv[1]))}\n{bounds(int(sys.argv[2]))}\n")
