"""Along which line each parameter is probed: what is asked on both sides of its value.

A line is a few steps with people of their own, so that one probe never feels another. Each step
says what its value alone makes the answer: from the value, not from the rules.
"""

from collections.abc import Mapping
from typing import Final

from ledger.proof.bill_lines import BILLS
from ledger.proof.kin_lines import KINSHIP, Line, up_to
from ledger.proof.tale import Probe
from ledger.words.money import NO_LIMIT, money_text
from ledger.words.vocabulary import PROOFS


def _open(probe: Probe, value: str) -> None:
    code = "" if value == "open" else "REGION_NOT_OPEN"
    probe.step("open_wallet", {"person": probe.person()}, code)


def _place(probe: Probe, value: str) -> None:
    code = "" if value == "allowed" else "PLACE_FIXED"
    probe.step("place_of_use", {"person": probe.person(wallet=0), "to": probe.elsewhere}, code)


def _spend_open(probe: Probe, value: str) -> None:
    is_open = probe.value("wallet.open") == "open" if value == "with_wallet" else value == "open"
    probe.spend(probe.person(wallet=100) + "/wallet", "" if is_open else "SPEND_NOT_OPEN")


def _settings(probe: Probe, _value: frozenset[str]) -> None:
    covered = probe.value("account.settings") | probe.value("account.carried.settings")
    for word in probe.words:
        code = "" if word in covered else "SETTING_NOT_COVERED"
        probe.spend(f"{probe.person()}/personal", code, word)


def _premium(scheme: str) -> Line:
    def line(probe: Probe, value: str) -> None:
        person = probe.person()
        action = {"for": person, "scheme": scheme, "amount": "1元", "from": f"{person}/personal"}
        probe.step("premium", action, "" if value == "allowed" else "PREMIUM_NOT_ALLOWED")

    return line


def _months(step: int) -> Line:
    def line(probe: Probe, value: int) -> None:
        if not 0 < value < NO_LIMIT:  # none in force, so no number of months is right
            probe.step(
                "sanction", {"person": probe.person(), "for": "lent_card"}, "SANCTION_MONTHS"
            )
            return
        for months, code in ((value, ""), (value + step, "SANCTION_MONTHS")):
            action = {"person": probe.person(), "for": "lent_card", "months": str(months)}
            probe.step("sanction", action, code)

    return line


def _family_account(probe: Probe, value: str) -> None:
    code = "" if value == "family_account" else "NO_FAMILY_ACCOUNT"
    probe.step("set_aside", {"from": f"{probe.person()}/personal", "amount": "1元"}, code)


def _aside(probe: Probe, value: int) -> None:
    person = probe.person()

    def ask(_number: int, code: str) -> None:
        probe.step("set_aside", {"from": f"{person}/personal", "amount": "1元"}, code)

    up_to(value, "SET_ASIDE_MONTH", ask)


def _floor(probe: Probe, value: tuple[tuple[int, ...], ...]) -> None:
    """Only what exceeds the last row's start may be set aside."""
    person, over_fen = probe.person(money=10_000_00), 10_000_00
    if value:
        over_fen -= value[-1][0]
    for fen, code in ((over_fen + 1, "FLOOR_SHORT"), (over_fen, "")):
        action = {"from": f"{person}/personal", "amount": money_text(fen)}
        probe.step("set_aside", action, code)


def _retired(probe: Probe, value: tuple[tuple[int, ...], ...]) -> None:
    """On both sides of each row's age; whoever is below the first gets nothing."""
    for row, (age, fen) in enumerate(value):
        before_fen = value[row - 1][1] if row else 0
        for born, amount_fen in ((probe.born(age), fen), (probe.born(age, 1), before_fen)):
            probe.credited(probe.person("retired", money=0, born=born), {}, amount_fen)
    if not value:
        probe.credited(probe.person("retired", money=0), {}, 0)


def _credit(scheme: str, **action: str) -> Line:
    def line(probe: Probe, value: int) -> None:
        fen = value if scheme == "flexible" else 1_234_567 * value // 10_000
        probe.credited(probe.person(scheme, money=0), action, fen)

    return line


def _card(probe: Probe, value: str) -> None:
    patient, other = probe.person(), probe.person()
    action = {"patient": patient, "setting": "outpatient", "burden": "1元", "card": other}
    probe.step("settle", action, "" if value == "any" else "CARD_NOT_OWN")


def _proofs(probe: Probe, value: str) -> None:
    patient, agent = probe.person(), probe.person()
    proxy = {"by": agent, "proofs": [PROOFS[0]]}
    action = {"patient": patient, "setting": "outpatient", "burden": "1元", "proxy": proxy}
    probe.step("settle", action, "" if value == "one" else "PROOF_MISSING")


def _age(probe: Probe, value: int) -> None:
    if value >= NO_LIMIT:  # no age is in force, so nobody whose birth is known may
        probe.step("open_wallet", {"person": probe.person(born=probe.born(60))}, "MINOR_ALONE")
        return
    for days, code in ((0, ""), (1, "MINOR_ALONE")):
        probe.step("open_wallet", {"person": probe.person(born=probe.born(value, days))}, code)


def _model(probe: Probe, value: str) -> None:
    giver, member = probe.pair()
    asked = {"transfer": {"from": giver, "to": member}, "quota": {"giver": giver, "member": member}}
    for model, word in (("transfer", "transfer"), ("quota", "grant")):
        code = "" if value == model else "MODEL_NOT_IN_FORCE"
        probe.step(word, {**asked[model], "amount": "1元"}, code)


def _sends(code_of: Mapping[str, str], *, source: str = "", target: str = "") -> Line:
    """One transfer of one yuan; what it is told under each word of a choice."""

    def line(probe: Probe, value: str) -> None:
        giver, member = probe.pair()
        probe.sent((giver + source, member + target), 1_00, code_of.get(value, ""))

    return line


def _cap_each(probe: Probe, value: int) -> None:
    for fen, code in ((value - 1, ""), (value, ""), (value + 1, "TRANSFER_CAP_EACH")):
        if fen > 0:
            probe.sent(probe.pair(), fen, code)


def _day_count(probe: Probe, value: int) -> None:
    pair = probe.pair()
    up_to(value, "TRANSFER_DAY_COUNT", lambda _n, code: probe.taken(pair, 1, code))


def _day_amount(probe: Probe, value: int) -> None:
    if value >= NO_LIMIT:
        return
    pair, half = probe.pair(), value // 2
    probe.taken(pair, half)
    probe.sent(pair, value - half + 1, "TRANSFER_DAY_AMOUNT")
    probe.taken(pair, value - half)
    probe.sent(pair, 1, "TRANSFER_DAY_AMOUNT")


def _pending(probe: Probe, value: int) -> None:
    if probe.value("transfer.acceptance") == "automatic":  # nothing ever waits
        return
    pair = probe.pair()
    up_to(value, "PENDING_OPEN", lambda _n, code: probe.sent(pair, 1, code))


def _hours(probe: Probe, windows: tuple[tuple[int, int], ...]) -> None:
    for start, end in windows:
        for time, code in ((start - 1, ""), (start, "HOURS_CLOSED")):
            probe.sent(probe.pair(), 1, code, time=time)
        for time, code in ((end - 1, "HOURS_CLOSED"), (end, "")):
            probe.sent(probe.pair(), 1, code, time=time)


def _withdraw(probe: Probe, value: str) -> None:
    action = {"from": f"{probe.person()}/personal", "amount": "1元"}
    probe.step("withdraw", action, "" if value == "allowed" else "WITHDRAW_NOT_ALLOWED")


def _unbound(probe: Probe, value: str) -> None:
    pair = probe.person(wallet=0), probe.person(wallet=0)
    probe.sent(pair, 1, "" if value == "not_required" else "KIN_NOT_BOUND")


def _unopened(probe: Probe, value: str) -> None:
    pair = probe.person(wallet=0), probe.person()
    probe.bind(*pair)
    probe.sent(pair, 1, "" if value == "pend_then_return" else "WALLET_NOT_OPEN")


def _declined(probe: Probe, value: str) -> None:
    pair, count = probe.pair(), probe.value("transfer.count.per_day")
    for _ in range(count if count < NO_LIMIT else 0):
        probe.declined(pair)
    probe.sent(pair, 1, "TRANSFER_DAY_COUNT" if value == "counted" else "")


def _suspended(probe: Probe, value: str) -> None:
    pair = probe.pair()
    probe.step("sanction", {"person": pair[1], "for": "lent_card"})
    probe.sent(pair, 1, "" if value == "allowed" else "SETTLEMENT_SUSPENDED")


def _away(probe: Probe, value: str) -> None:
    source, place = probe.person(wallet=100) + "/wallet", probe.elsewhere
    action = {"from": source, "amount": "1元", "setting": "outpatient", "place": place}
    probe.step("spend", action, "" if value == "anywhere" else "PLACE_NOT_COVERED")


def _insurance(probe: Probe, value: str) -> None:
    code = "" if value == "not_required" else "NOT_INSURED"
    probe.bind(probe.person(), probe.person("none", money=0), refused=code)


LINES: Final[Mapping[str, tuple[str, Line]]] = {
    **KINSHIP,
    **BILLS,
    "wallet.open": ("REGION_NOT_OPEN", _open),
    "wallet.own_age": ("MINOR_ALONE", _age),
    "wallet.place_change": ("PLACE_FIXED", _place),
    "wallet.spend": ("SPEND_NOT_OPEN", _spend_open),
    "wallet.model": ("MODEL_NOT_IN_FORCE", _model),
    "wallet.onward": (
        "ONWARD_NOT_ALLOWED",
        _sends({"not_allowed": "ONWARD_NOT_ALLOWED"}, source="/wallet"),
    ),
    "wallet.to_account": (
        "WALLET_TO_ACCOUNT",
        _sends({"not_allowed": "WALLET_TO_ACCOUNT"}, target="/personal"),
    ),
    "transfer.cap.each": ("TRANSFER_CAP_EACH", _cap_each),
    "transfer.count.per_day": ("TRANSFER_DAY_COUNT", _day_count),
    "transfer.amount.per_day": ("TRANSFER_DAY_AMOUNT", _day_amount),
    "transfer.pending.cap": ("PENDING_OPEN", _pending),
    "transfer.closed": ("HOURS_CLOSED", _hours),
    "transfer.kin": ("KIN_NOT_BOUND", _unbound),
    "transfer.on_unopened": ("WALLET_NOT_OPEN", _unopened),
    "day.counts_returned": ("TRANSFER_DAY_COUNT", _declined),
    "sanction.receive": ("SETTLEMENT_SUSPENDED", _suspended),
    "wallet.withdraw": ("WITHDRAW_NOT_ALLOWED", _withdraw),
    "bind.insurance": ("NOT_INSURED", _insurance),
    "spend.place": ("PLACE_NOT_COVERED", _away),
    "account.settings": ("SETTING_NOT_COVERED", _settings),
    "account.carried.settings": ("SETTING_NOT_COVERED", _settings),
    "premium.resident": ("PREMIUM_NOT_ALLOWED", _premium("resident")),
    "premium.long_term_care": ("PREMIUM_NOT_ALLOWED", _premium("long_term_care")),
    "premium.employee": ("PREMIUM_NOT_ALLOWED", _premium("employee")),
    "sanction.months.least": ("SANCTION_MONTHS", _months(-1)),
    "sanction.months.most": ("SANCTION_MONTHS", _months(1)),
    "account.share.from": ("NO_FAMILY_ACCOUNT", _family_account),
    "account.set_aside.per_month": ("SET_ASIDE_MONTH", _aside),
    "account.floor": ("FLOOR_SHORT", _floor),
    "account.retired.credit": ("NO_CREDIT", _retired),
    "account.credit.rate": ("NO_CREDIT", _credit("employee", base="12345.67元")),
    "account.flexible.credit": ("NO_CREDIT", _credit("flexible")),
    "account.flexible.retired.credit": ("NO_CREDIT", _credit("flexible", retired="true")),
    "settle.card": ("CARD_NOT_OWN", _card),
    "settle.proxy.proofs": ("PROOF_MISSING", _proofs),
}
"""For each parameter: the code of the rule that it decides, and its line."""
