"""A line that is read at once means what the models of a step say it means, or is left to them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.commands import AcceptTransfer, DeclineTransfer, SendTransfer
from ledger.scenario.plain import plain_wish
from ledger.scenario.wire import LineError, step_of
from ledger.session import Wish
from ledger.words.money import MOST_FEN
from tests.ledgers import moment

AT = "2025-11-10 20:05"
SENT = {"from": "li/wallet", "to": "wang", "amount_fen": 80_000}


def line(**parts: object) -> bytes:
    return json.dumps({"key": "k1", "at": AT, **parts}, ensure_ascii=False).encode()


def slowly(raw: bytes) -> Wish | None:
    try:
        step = step_of(raw)
    except LineError:
        return None
    return Wish(step.command, step.at, step.key)


@pytest.mark.parametrize(
    ("parts", "command"),
    [
        ({"transfer": SENT}, SendTransfer("li/wallet", "wang", 80_000)),
        ({"transfer": {**SENT, "to": "王/wallet"}}, SendTransfer("li/wallet", "王/wallet", 80_000)),
        (
            {"transfer": {**SENT, "amount_fen": MOST_FEN}},
            SendTransfer("li/wallet", "wang", MOST_FEN),
        ),
        ({"accept": "t1"}, AcceptTransfer("t1")),
        ({"decline": "t1"}, DeclineTransfer("t1")),
    ],
)
def test_the_commonest_lines_are_read_at_once(parts: dict[str, object], command: object) -> None:
    read = plain_wish(line(**parts))

    assert read == Wish(command, moment("20:05"), "k1")  # type: ignore[arg-type]  # one of them
    assert read == slowly(line(**parts))


@pytest.mark.parametrize(
    "at", ["2025-11-10 20:05:59", "2025-11-10T20:05", "2025-11-10 20:05:07.25", "2024-02-29 00:00"]
)
def test_a_moment_is_read_as_everywhere(at: str) -> None:
    read = plain_wish(line(accept="t1", at=at))

    assert read is not None
    assert read == slowly(line(accept="t1", at=at))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[" * 100_000,
        b'{"key":"k1","accept":"t1"}',
        b'{"key":"k1","at":"","accept":"t1"}',
        line(),
        line(accept="t1", decline="t1"),
        line(accept=None),
        line(accept=""),
        line(accept="t 1"),
        line(accept="t1", key=""),
        line(accept="t1", key="k/1"),
        line(accept="t1", key="k" * 65),
        line(accept="t1", key="k\x00"),
        line(accept="t1", id="k1"),
        line(accept="t1", expect="ok"),
        line(accept="t1", at="2025-11-10"),
        line(accept="t1", at="2025-11-10 24:00"),
        line(accept="t1", at="2025-02-29 20:05"),
        line(accept="t1", at="2025-11-10 20:05:60"),
        line(transfer={**SENT, "amount_fen": 0}),
        line(transfer={**SENT, "amount_fen": -1}),
        line(transfer={**SENT, "amount_fen": MOST_FEN + 1}),
        line(transfer={**SENT, "amount_fen": True}),
        line(transfer={**SENT, "amount_fen": 1.0}),
        line(transfer={**SENT, "amount_fen": "1"}),
        line(transfer={**SENT, "amount": "1元"}),
        line(transfer={**SENT, "from": "outside/cash"}),
        line(transfer={**SENT, "from": "transit"}),
        line(transfer={**SENT, "from": ""}),
        line(transfer={**SENT, "to": "wang/frozen"}),
        line(transfer={"to": "wang", "amount_fen": 1}),
        line(enrol={"person": "li", "insured": "CN-SN", "scheme": "employee"}),
    ],
)
def test_every_other_line_is_left_to_the_models_of_a_step(raw: bytes) -> None:
    assert plain_wish(raw) is None


names = st.sampled_from(
    ["li", "li/wallet", "wang/personal", "a/frozen", "outside", "", "a b", "王"]
)
fen = st.one_of(st.integers(-1, 3), st.just(MOST_FEN), st.just(MOST_FEN + 1), st.booleans())
moments = st.sampled_from([AT, "2025-11-10 20:05:07", "2025-11-10", "2025-13-10 20:05", ""])
texts = st.one_of(st.text(max_size=4), st.none(), st.integers())
sent = st.fixed_dictionaries(
    {"from": names, "to": names, "amount_fen": fen}, optional={"why": st.just("")}
)
lines = st.fixed_dictionaries(
    {"key": texts, "at": moments},
    optional={"transfer": sent, "accept": texts, "decline": texts, "expect": st.just("ok")},
)


@given(lines)
def test_what_is_read_at_once_the_models_read_too(parts: dict[str, object]) -> None:
    raw = json.dumps(parts).encode()

    read = plain_wish(raw)

    assert read is None or read == slowly(raw)
