"""A JSON line is one command, exactly; anything else is told in one sentence."""

import json
from typing import Any

import pytest

from ledger.core import commands as c
from ledger.scenario.steps import _COMMANDS
from ledger.scenario.wire import LineError, step_of
from ledger.words.money import MOST_FEN
from tests.ledgers import moment

AT = {"key": "k1", "at": "2025-11-10 20:05"}

LINES: dict[str, tuple[object, c.Command]] = {
    "enrol": (
        {
            "person": "li",
            "insured": "CN-SN",
            "scheme": "employee",
            "name": "李明",
            "born": "1970-01-02",
        },
        c.Enrol("li", "CN-SN", "employee", "李明", 1),
    ),
    "credit": ({"to": "li", "amount_fen": 100, "why": "划入"}, c.Credit("li", 100, "划入")),
    "open_wallet": ({"person": "duo", "by": "li"}, c.OpenWallet("duo", "li")),
    "close_wallet": ({"person": "li"}, c.CloseWallet("li")),
    "place_of_use": ({"person": "li", "to": "CN-SC"}, c.ChangePlaceOfUse("li", "CN-SC")),
    "bind": (
        {
            "giver": "li",
            "member": "wang",
            "kin": "mother",
            "from": "1970-01-01",
            "until": "1970-01-03",
        },
        c.Bind("li", "wang", "mother", 0, 2),
    ),
    "unbind": ({"giver": "li", "member": "wang", "by": "wang"}, c.Unbind("li", "wang", "wang")),
    "transfer": (
        {"from": "li/wallet", "to": "wang", "amount_fen": MOST_FEN},
        c.SendTransfer("li/wallet", "wang", MOST_FEN),
    ),
    "accept": ("t1", c.AcceptTransfer("t1")),
    "decline": ("t1", c.DeclineTransfer("t1")),
    "spend": (
        {"from": "li/wallet", "amount_fen": 1, "setting": "pharmacy", "place": "CN-SN-610100"},
        c.Spend("li/wallet", 1, "pharmacy", "CN-SN-610100"),
    ),
    "refund": ({"of": "s1", "amount_fen": 1, "why": "退费"}, c.Refund("s1", 1, "退费")),
    "withdraw": ({"from": "li", "amount_fen": 1}, c.Withdraw("li", 1)),
    "family_code": ({"holder": "li", "member": "wang"}, c.ShowFamilyCode("li", "wang")),
    "contribute": ({"for": "li", "base_fen": 100}, c.Contribute("li", 100)),
    "interest": ({"for": "li"}, c.BookInterest("li")),
    "set_aside": ({"from": "li", "amount_fen": 1}, c.SetAside("li", 1)),
    "grant": ({"giver": "li", "member": "wang", "amount_fen": 1}, c.Grant("li", "wang", 1)),
    "revoke": ({"giver": "li", "member": "wang", "amount_fen": 1}, c.Revoke("li", "wang", 1)),
    "settle": (
        {
            "patient": "wang",
            "setting": "outpatient",
            "items": [{"id": "a", "amount_fen": 5, "pooled_fen": 3}],
            "filed": True,
            "proxy": {"by": "li", "proofs": ["agent"]},
        },
        c.Settle(
            "wang", "outpatient", 0, (c.BillItem("a", 5, 3),), None, None, True, "li", ("agent",)
        ),
    ),
    "cancel": ({"of": "s1"}, c.Cancel("s1")),
    "reverse": ({"of": "s1", "message": "2207"}, c.Reverse("s1", "2207")),
    "premium": (
        {"for": "wang", "scheme": "resident", "amount_fen": 1, "from": "li"},
        c.PayPremium("wang", "resident", 1, "li"),
    ),
    "standing": (
        {"person": "li", "is": "moved", "to": "CN-HB"},
        c.ChangeStanding("li", "moved", "CN-HB"),
    ),
    "sanction": (
        {"person": "li", "for": "lent_card", "months": 3, "loss_fen": 5},
        c.Sanction("li", "lent_card", 3, 5),
    ),
}


def line(**parts: object) -> bytes:
    return json.dumps({**AT, **parts}, ensure_ascii=False).encode()


def told(raw: bytes) -> str:
    with pytest.raises(LineError) as caught:
        step_of(raw)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    assert "pydantic" not in message
    return message


def test_every_word_of_a_step_has_its_line() -> None:
    assert set(LINES) == set(_COMMANDS)


@pytest.mark.parametrize("word", LINES)
def test_a_line_is_a_command_with_its_key_and_moment(word: str) -> None:
    fields, command = LINES[word]

    step = step_of(line(**{word: fields}))

    assert (step.id, step.key, step.at) == ("k1", "k1", moment("20:05"))
    assert step.command == command
    assert step.expect is None


def test_a_line_of_the_format_page_is_read() -> None:
    action = '"transfer":{"from":"li","to":"wang","amount_fen":80000}'
    raw = f'{{"key":"k1","at":"2025-11-10 20:05",{action}}}'

    assert step_of(raw.encode()).command == c.SendTransfer("li", "wang", 80_000)


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"  \n"])
def test_line_ends_and_a_byte_order_mark_are_no_matter(ending: bytes) -> None:
    assert step_of(b"\xef\xbb\xbf" + line(accept="t1") + ending).command == c.AcceptTransfer("t1")


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not a JSON object"),
    "an empty line": (b"\n", "not a JSON object"),
    "a text": (b'"transfer"', "not a JSON object"),
    "a list": (b"[{}]", "not a JSON object"),
    "two objects": (line(accept="t1") * 2, "not a JSON object"),
    "half an object": (line(accept="t1")[:-1], "not a JSON object"),
    "no UTF-8": (line(accept="t1").replace(b"t1", b"\xff"), "not a JSON object"),
    "half a character": (line(accept="t1").replace(b"t1", b"\\ud800"), "not a JSON object"),
    "deep nesting": (b'{"a":' * 100_000, "not a JSON object"),
    "no key": (json.dumps({"at": AT["at"], "accept": "t1"}).encode(), "a line has a “key”"),
    "a number as key": (line(key=1, accept="t1"), "a line has a “key”"),
    "an empty key": (line(key="", accept="t1"), "key: one text is wanted here"),
    "a key with a space": (line(key="k 1", accept="t1"), "is not an id"),
    "an id beside the key": (line(id="t9", accept="t1"), "no “id”"),
    "an expectation": (line(accept="t1", expect="ok"), "no “expect”"),
    "no moment": (b'{"key":"k1","accept":"t1"}', "key “at” is missing"),
    "a day alone": (line(at="2025-11-10", accept="t1"), "has no time of day"),
    "a day that is none": (line(at="2025-02-30 08:00", accept="t1"), "no day 2025-02-30"),
    "a number as moment": (line(at=1, accept="t1"), "at: one text is wanted here"),
    "no action": (line(), "this one has no action"),
    "two actions": (line(accept="t1", decline="t1"), "several actions: accept, decline"),
    "an unknown action": (line(acept="t1"), "unknown key “acept”"),
    "an action without a value": (line(accept=None), "accept: a value is missing here"),
    "a mapping without a value": (line(credit=None), "credit: a value is missing here"),
    "a list as action": (line(credit=["li", 1]), "“credit” must be a JSON object"),
    "a number in an action": (line(credit={"to": 1, "amount_fen": 1}), "credit.to: one text"),
    "an unknown field": (line(credit={"to": "li", "amount_fen": 1, "x": 1}), "unknown key “x”"),
    "no field": (line(credit={"amount_fen": 1}), "key “to” is missing in credit"),
    "no money": (line(credit={"to": "li"}), "key “amount_fen” is missing in credit"),
    "an unknown setting": (
        line(spend={"from": "li", "amount_fen": 1, "setting": "gym"}),
        "unknown setting “gym”",
    ),
    "a check": (b'{"key":"k1","check":{"at":"2025-11-10 20:05"}}', "a command, not a check"),
    "a wait": (b'{"key":"k1","wait":{"until":"2025-11-10 20:05"}}', "a command, not a check"),
    "a feed": (line(feed="more.jsonl"), "unknown key “feed”"),
    "days that run backwards": (
        line(
            bind={
                "giver": "li",
                "member": "wang",
                "kin": "son",
                "from": "2025-01-02",
                "until": "2025-01-01",
            }
        ),
        "“until” is before “from”",
    ),
}


@pytest.mark.parametrize(("raw", "said"), BAD.values(), ids=BAD)
def test_a_line_that_is_no_command_says_why_in_one_sentence(raw: bytes, said: str) -> None:
    assert said in told(raw)


@pytest.mark.parametrize(
    "fen", [0, -1, 1.0, 1.5, True, "100", "1元", None, [], MOST_FEN + 1, 10**30, 1e300]
)
def test_money_is_a_whole_number_of_fen_and_nothing_else(fen: Any) -> None:
    for word, fields in (("credit", {"to": "li"}), ("transfer", {"from": "li", "to": "wang"})):
        assert "“amount_fen” is a whole number" in told(
            line(**{word: {**fields, "amount_fen": fen}})
        )


@pytest.mark.parametrize("amount", ["100元", 100, None])
def test_money_with_a_unit_has_no_place_in_a_line(amount: object) -> None:
    message = told(line(credit={"to": "li", "amount": amount}))

    assert message == "money stands as a whole number of fen under “amount_fen”"
