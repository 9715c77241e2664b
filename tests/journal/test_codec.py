"""Every kind of event becomes bytes and comes back."""

from typing import get_args

import pytest

from ledger.core.commands import AcceptTransfer, CloseWallet, DeclineTransfer, SendTransfer
from ledger.core.events import Event, OpeningPosted, Refused
from ledger.journal import UnreadableEventError, asked, decode, encode
from ledger.words.accounts import is_outside
from tests.journal.samples import balances, sequel, story

EVENTS = [*story("story"), *sequel()]


def test_the_story_tells_every_kind_of_event() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(Event))


def test_the_story_and_its_sequel_can_happen() -> None:
    assert sum(balances(EVENTS).values()) == 0
    assert [a for a, fen in balances(EVENTS).items() if fen < 0 and not is_outside(a)] == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert decode(encode(event)) == event


def test_the_bytes_of_an_event_are_json_in_declared_order() -> None:
    event = OpeningPosted(1762776000000000, "li/personal", 300000)

    assert encode(event) == (
        b'{"event":"opening_posted","at":1762776000000000,'
        b'"account":"li/personal","amount_fen":300000}'
    )


def test_a_refusal_carries_the_whole_command() -> None:
    event = Refused(7, "BALANCE_SHORT", SendTransfer("li", "wang", 5))

    assert encode(event) == (
        b'{"event":"refused","at":7,"code":"BALANCE_SHORT",'
        b'"command":{"do":"transfer","from":"li","to":"wang","amount_fen":5}}'
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"{",
        b'{"event":"nonsense","at":1}',
        b'{"event":"wallet_closed","at":1}',
        b'{"event":"wallet_closed","at":1.5,"person":"li"}',
        b'{"event":"wallet_closed","at":"1","person":"li"}',
        b'{"event":"wallet_closed","at":1,"person":"\xff"}',
        b'{"event":"wallet_closed","at":1,"person":"\\ud800"}',
        b'{"event":"wallet_closed","at":1,"person":"li","more":' + b"[" * 100_000,
    ],
)
def test_other_bytes_are_refused_without_being_quoted(body: bytes) -> None:
    with pytest.raises(UnreadableEventError) as refused:
        decode(body)

    assert str(refused.value) == "the body is no event that this engine knows"
    assert refused.value.__cause__ is None


def test_the_same_transfer_gives_the_same_digest_and_another_gives_another() -> None:
    wish = asked(SendTransfer("li", "wang", 5))

    assert len(wish) == 16
    assert asked(SendTransfer("li", "wang", 5)) == wish
    assert asked(SendTransfer("li", "wang", 6)) != wish
    assert len({len(asked(c)) for c in (AcceptTransfer("t"), DeclineTransfer("t"))} | {16}) == 1


def test_any_other_wish_is_kept_whole() -> None:
    assert asked(CloseWallet("li")) == b'{"do":"close_wallet","person":"li"}'
