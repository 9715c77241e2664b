"""No command can name a system account: not as payer, payee, source or person, by any way in."""

import json
from collections.abc import Callable

import pytest

from ledger.core import commands as c
from ledger.core.postings import legs
from ledger.core.refusals import Code
from ledger.scenario.wire import LineError, step_of
from ledger.words.accounts import CONTRIBUTION, OPENING, PROVIDER, RESERVED
from tests.ledgers import moment, opened

AT = moment("20:00")
SYSTEM = [
    OPENING,
    CONTRIBUTION,
    PROVIDER,
    "outside/cash",
    "transit/k1",
    "outside",
    "transit",
    "cash",
]

DIRECT: dict[str, Callable[[str], c.Command]] = {
    "payer": lambda name: c.SendTransfer(name, "wang", 1),
    "payee": lambda name: c.SendTransfer("li", name, 1),
    "spender": lambda name: c.Spend(name, 1, "pharmacy"),
    "credited": lambda name: c.Credit(name, 1),
    "opened": lambda name: c.PostOpening(name, 1),
    "cash": lambda name: c.Withdraw(name, 1),
    "wallet": c.OpenWallet,
    "closed": c.CloseWallet,
    "place": lambda name: c.ChangePlaceOfUse(name, "CN-SN"),
    "giver": lambda name: c.Bind(name, "wang", "mother"),
    "member": lambda name: c.Bind("li", name, "mother"),
    "released": lambda name: c.Unbind("li", name),
    "code": lambda name: c.ShowFamilyCode("li", name),
    "contributor": c.Contribute,
    "set aside": lambda name: c.SetAside(name, 1),
    "granter": lambda name: c.Grant(name, "wang", 1),
    "granted": lambda name: c.Grant("li", name, 1),
    "revoked": lambda name: c.Revoke("li", name, 1),
    "patient": lambda name: c.Settle(name, "pharmacy", 1),
    "insured": lambda name: c.PayPremium(name, "resident", 1, "li"),
    "premium": lambda name: c.PayPremium("wang", "resident", 1, name),
    "standing": lambda name: c.ChangeStanding(name, "suspended"),
    "heir": lambda name: c.ChangeStanding("li", "dead", name),
    "sanctioned": lambda name: c.Sanction(name, "resale"),
}


@pytest.mark.parametrize("name", SYSTEM)
@pytest.mark.parametrize("role", DIRECT)
def test_a_command_that_names_a_system_account_moves_nothing(role: str, name: str) -> None:
    session = opened()
    session.handle(c.SendTransfer("li", "wang", 100), at=AT, key="k1")
    before = dict(session.book.balances)

    decision = session.handle(DIRECT[role](name), at=AT + 1, key="k2")

    assert (decision.verdict, decision.code) == ("refused", Code.NOT_ENROLLED)
    assert [legs(event) for event in decision.events] == [()]
    assert session.book.balances == before


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_nobody_is_enrolled_under_the_first_word_of_a_system_account(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a person"):
        c.Enrol(name, "CN-SN", "employee")


@pytest.mark.parametrize("payee", ["wang/transit", "wang/outside", "wang/personal/x", "wang/"])
def test_no_kind_of_account_is_made_up_by_naming_it(payee: str) -> None:
    session = opened()

    decision = session.handle(c.SendTransfer("li", payee, 1), at=AT, key="k1")

    assert decision.code == Code.WALLET_TO_ACCOUNT
    assert payee not in session.book.balances


@pytest.mark.parametrize("source", ["li/transit", "li/frozen", "li/wallet/x", "li/"])
def test_an_account_that_nobody_has_holds_nothing_to_send(source: str) -> None:
    session = opened()

    decision = session.handle(c.SendTransfer(source, "wang", 1), at=AT, key="k1")

    assert decision.code == Code.BALANCE_SHORT


WIRED: dict[str, Callable[[str], dict[str, object]]] = {
    "payer": lambda name: {"transfer": {"from": name, "to": "wang", "amount_fen": 1}},
    "payee": lambda name: {"transfer": {"from": "li", "to": name, "amount_fen": 1}},
    "spender": lambda name: {"spend": {"from": name, "setting": "pharmacy", "amount_fen": 1}},
    "credited": lambda name: {"credit": {"to": name, "amount_fen": 1}},
    "cash": lambda name: {"withdraw": {"from": name, "amount_fen": 1}},
    "wallet": lambda name: {"open_wallet": {"person": name}},
    "opener": lambda name: {"open_wallet": {"person": "li", "by": name}},
    "closed": lambda name: {"close_wallet": {"person": name}},
    "place": lambda name: {"place_of_use": {"person": name, "to": "CN-SN"}},
    "giver": lambda name: {"bind": {"giver": name, "member": "wang", "kin": "mother"}},
    "member": lambda name: {"bind": {"giver": "li", "member": name, "kin": "mother"}},
    "released": lambda name: {"unbind": {"giver": "li", "member": name}},
    "code": lambda name: {"family_code": {"holder": "li", "member": name}},
    "contributor": lambda name: {"contribute": {"for": name}},
    "set aside": lambda name: {"set_aside": {"from": name, "amount_fen": 1}},
    "granter": lambda name: {"grant": {"giver": name, "member": "wang", "amount_fen": 1}},
    "revoked": lambda name: {"revoke": {"giver": "li", "member": name, "amount_fen": 1}},
    "patient": lambda name: {"settle": {"patient": name, "setting": "pharmacy", "burden_fen": 1}},
    "card": lambda name: {
        "settle": {"patient": "li", "setting": "pharmacy", "burden_fen": 1, "card": name}
    },
    "premium": lambda name: {
        "premium": {"for": "wang", "scheme": "resident", "amount_fen": 1, "from": name}
    },
    "standing": lambda name: {"standing": {"person": name, "is": "suspended"}},
    "sanctioned": lambda name: {"sanction": {"person": name, "for": "resale"}},
    "person": lambda name: {"enrol": {"person": name, "insured": "CN-SN", "scheme": "employee"}},
}


@pytest.mark.parametrize("name", SYSTEM)
@pytest.mark.parametrize("role", WIRED)
def test_a_json_line_that_names_a_system_account_is_no_command(role: str, name: str) -> None:
    line = {"key": "k1", "at": "2025-11-10 20:05", **WIRED[role](name)}

    with pytest.raises(LineError, match="does not name a person"):
        step_of(json.dumps(line).encode())
    good = {"key": "k1", "at": "2025-11-10 20:05", **WIRED[role]("li")}
    assert step_of(json.dumps(good).encode()).id == "k1"
