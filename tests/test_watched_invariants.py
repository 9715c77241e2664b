"""A session watches its invariants: one that breaks is noted with the event that broke it."""

from collections.abc import Callable

import pytest

from ledger.core import events as e
from ledger.core import invariants, postings
from ledger.core.commands import AcceptTransfer, Credit, SendTransfer
from ledger.core.decide import Table
from ledger.session import Session
from ledger.words.moments import DAY
from tests.ledgers import amended, moment, opened

SEND = SendTransfer("li", "wang", 50_000)
AT = moment("20:00")


def told() -> Session:
    """A short story: sent, refused, accepted, and a night in between."""
    session = opened()
    session.handle(SEND, at=AT, key="k1")
    session.handle(SendTransfer("li", "wang", 1), at=AT, key="k2")
    session.handle(AcceptTransfer("k1"), at=AT, key="k3")
    session.handle(SEND, at=AT, key="k4")
    session.settle(AT + DAY)
    return session


def test_a_sound_story_breaks_no_invariant() -> None:
    assert told().broken == []


def crooked(event: e.AccountCredited) -> postings.Legs:
    """One fen more arrives than left."""
    return (("outside/contribution", -event.amount_fen), (event.account, event.amount_fen + 1))


def overdrawn(event: e.AccountCredited) -> postings.Legs:
    return (("outside/contribution", 900_000), ("li/personal", -900_000))


@pytest.mark.parametrize(
    ("legs", "name"), [(crooked, "money-conserved"), (overdrawn, "no-negative-balance")]
)
def test_an_invariant_that_breaks_is_noted_with_the_event_that_broke_it(
    monkeypatch: pytest.MonkeyPatch,
    legs: Callable[[e.AccountCredited], postings.Legs],
    name: str,
) -> None:
    session = opened()
    monkeypatch.setitem(postings.LEGS, e.AccountCredited, legs)

    decision = session.handle(Credit("li", 100), at=AT, key="k1")

    assert [(broken.seq, broken.name) for broken in session.broken] == [(decision.seq, name)]


def test_a_cap_that_a_broken_rule_let_pass_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(policy=amended("transfer.pending.cap", "9次"))
    session.handle(SEND, at=AT, key="k1")
    terms = session.policy.terms("CN-SN", "CN-HE", AT // DAY)
    monkeypatch.setitem(terms.tables, "transfer", Table((), ()))

    session.handle(SendTransfer("li", "wang", 200_001), at=AT, key="k2")

    assert [broken.name for broken in session.broken] == ["caps-hold"]
    assert "k2 is above the cap of one transfer" in session.broken[0].sentence


def test_each_invariant_is_asked_about_every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watch(_book: object, event: e.Event, _moved: object) -> None:
        seen.append(e.name_of(event))

    monkeypatch.setitem(invariants.EVERY_EVENT, "watch", watch)
    session = told()

    assert seen == [e.name_of(row.event) for row in session.journal.read()]
