"""The workloads of the benchmarks: W is the generator's own, F and M meet what they name."""

from collections import Counter
from functools import cache

import pytest

from benchmarks import families, workload
from benchmarks.workloads import ALL, Workload
from ledger.core.commands import SendTransfer, word_of
from ledger.core.events import TransferReturned
from ledger.session import Session
from ledger.words.moments import DAY

N = 10_000
RECORDED = {10_000: ("df9a6f7e", "4a0bf4e7"), 100_000: ("7fe43aea", "c9002d81")}
"""The first digits of what the first generator's own files hash to: commands, balances."""


@cache
def run(letter: str) -> tuple[Session, Counter[str]]:
    """A session after N commands, and how often each was answered what."""
    work, told = ALL[letter], Counter[str]()
    session = work.opened()
    for wish in work.stream(N):
        decision = session.handle(wish.command, at=wish.at, key=wish.key)
        told[f"{word_of(wish.command)} {decision.code or decision.verdict}"] += 1
    return session, told


@pytest.mark.parametrize("n", RECORDED)
def test_w_is_the_workload_that_every_peer_was_measured_with(n: int) -> None:
    commands, balances = workload.digests(n)

    assert (commands[:8], balances[:8]) == RECORDED[n]


@pytest.mark.parametrize("work", ALL.values(), ids=ALL)
def test_a_workload_is_the_same_every_time_in_order_with_a_key_of_its_own_for_each(
    work: Workload,
) -> None:
    wishes = list(work.stream(1_000))

    assert wishes == list(work.stream(1_000))
    assert [wish.at for wish in wishes] == sorted(wish.at for wish in wishes)
    assert len({wish.key for wish in wishes}) == 1_000
    assert len(list(zip(work.stream(10**9), range(100), strict=False))) == 100


def test_f_has_the_shares_that_it_promises() -> None:
    words = Counter(word_of(wish.command) for wish in families.stream(N))
    onward = sum(
        isinstance(wish.command, SendTransfer) and wish.command.source.endswith("/wallet")
        for wish in families.stream(N)
    )

    assert words["transfer"] + words["accept"] - onward == pytest.approx(0.90 * N, rel=0.02)
    assert onward == pytest.approx(0.05 * N, rel=0.15)
    assert words["settle"] == pytest.approx(0.04 * N, rel=0.15)
    assert words["refund"] == pytest.approx(0.01 * N, rel=0.25)


def test_f_meets_acceptance_returns_closed_hours_and_the_change_of_policy() -> None:
    session, told = run("F")

    returned = [event for event in session.settled if isinstance(event, TransferReturned)]
    assert {event.at % DAY for event in returned} == {families.OPENS}
    assert len(returned) > 300
    assert told["transfer HOURS_CLOSED"] > 0.01 * N
    for code in (
        "KIN_NOT_BOUND",
        "PENDING_OPEN",
        "REGION_NOT_OPEN",
        "TRANSFER_CAP_EACH",
        "TRANSFER_DAY_AMOUNT",
        "WALLET_NOT_OPEN",
    ):
        assert told[f"transfer {code}"] > 0, code
    for word in ("transfer pending", "accept ok", "settle ok", "refund ok"):
        assert told[word] > 50, word
    taken = sum(n for word, n in told.items() if word.endswith((" ok", " pending")))
    assert taken > 0.9 * N


def test_m_grants_settles_and_undoes() -> None:
    _, told = run("M")

    for word in ("grant", "revoke", "settle", "cancel", "reverse", "refund"):
        assert told[f"{word} ok"] > 100, word
    for refused in ("grant BALANCE_SHORT", "revoke QUOTA_SHORT", "cancel ALREADY_UNDONE"):
        assert told[refused] > 0, refused


@pytest.mark.parametrize("letter", ALL)
def test_no_invariant_breaks_under_a_workload(letter: str) -> None:
    session, told = run(letter)

    assert session.broken == []
    assert sum(session.book.balances.values()) == 0
    assert not any("RULE_ERROR" in word or "LATE" in word for word in told)
