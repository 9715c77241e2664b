"""Along which line the parameters of settlements and of accounts that move are probed."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.proof.kin_lines import Line
from ledger.proof.tale import MUCH_FEN, Probe
from ledger.words.moments import working_day_after

FEW: Final = 3


def _shares(probe: Probe, givers: int = 1) -> bool:
    """Whether so many givers of a place may pay from their personal accounts."""
    from_account = probe.value("account.share.from") != "family_account"
    return from_account and int(probe.value("bind.givers.cap")) >= givers


def _own_and_giver(probe: Probe) -> tuple[str, str]:
    patient, giver = probe.person(money=1_00), probe.person()
    probe.bind(giver, patient)
    return patient, giver


def _order(probe: Probe, value: str) -> None:
    if _shares(probe) and probe.value("settle.zero_own") != "must_be_zero":
        patient, giver = _own_and_giver(probe)
        own = {patient: 1} if value == "own_first" else {}
        probe.settle(patient, 2, {**own, giver: 2 - len(own)})


def _zero_own(probe: Probe, value: str) -> None:
    if _shares(probe) and probe.value("settle.order") == "own_first":
        patient, giver = _own_and_giver(probe)
        second = "" if value == "must_be_zero" else giver
        probe.settle(patient, 2, {patient: 1, second: 1})
        probe.settle(patient, 2, {giver: 2})


def _per_settlement(probe: Probe, value: int) -> None:
    """Each giver has one yuan beyond the floor."""
    if not _shares(probe, FEW):
        return
    floor = probe.value("account.floor")
    patient = probe.person(money=0)
    givers = [probe.person(money=1_00 + (floor[-1][0] if floor else 0)) for _ in range(FEW)]
    for giver in givers:
        probe.bind(giver, patient)
    paying = givers[: min(value, FEW)]
    rest = {"": FEW - len(paying)} if len(paying) < FEW else {}
    probe.settle(patient, FEW, {**dict.fromkeys(paying, 1), **rest})


def _givers_order(probe: Probe, value: str) -> None:
    """One giver each is first filed, first of the patient's city, first by rank, and richest."""
    there = probe.value_in(probe.nearby or probe.region, "settle.shared.reach")
    if not _shares(probe, 4) or there == "pooling_area":
        return
    patient = probe.person(money=0)
    filed = probe.person(place=probe.nearby)
    local, ranked, rich = probe.person(), probe.person(), probe.person(money=2 * MUCH_FEN)
    for rank, giver in ((4, filed), (3, local), (1, ranked), (2, rich)):
        probe.bind(giver, patient, rank=rank)
    by_word = {"balance": rich, "rank": ranked, "local_first": local if probe.nearby else filed}
    probe.settle(patient, 1, {by_word.get(value, filed): 1})


def _reach(probe: Probe, value: str) -> None:
    """At home, in another city of the province, in another province."""
    if not _shares(probe):
        return
    giver, patient = probe.person(), probe.person(money=0)
    probe.bind(giver, patient)
    probe.settle(patient, 1, {giver: 1})
    probe.settle(patient, 1, {giver if value == "nation" else "": 1}, place=probe.elsewhere)
    if probe.in_city and probe.nearby:
        payer = "" if value == "pooling_area" else giver
        probe.settle(patient, 1, {payer: 1}, place=probe.nearby)


def _unbound(probe: Probe, value: str) -> None:
    """Whether a giver still pays on the day of the release."""
    if _shares(probe):
        giver, patient = probe.person(), probe.person(money=0)
        probe.bind(giver, patient)
        probe.step("unbind", {"giver": giver, "member": patient})
        probe.settle(patient, 1, {giver if value == "next_day" else "": 1})


def _wallet_settings(probe: Probe, value: frozenset[str]) -> None:
    """What a wallet pays for, and what a giver does."""
    own = probe.value("account.settings") | probe.value("account.carried.settings")
    for word in probe.words:
        code = "" if word in value else "SETTING_NOT_COVERED"
        probe.spend(f"{probe.person(wallet=100)}/wallet", code, word)
        if _shares(probe) and word in own | value:
            giver, patient = probe.person(), probe.person(money=0)
            probe.bind(giver, patient)
            probe.settle(patient, 1, {giver if word in value else "": 1}, setting=word)


def _suspended(probe: Probe, value: str) -> None:
    """Released, resting, or as before; and whether it goes on afterwards."""
    if _shares(probe):
        giver, patient = probe.person(), probe.person(money=0)
        probe.bind(giver, patient)
        probe.step("standing", {"person": giver, "is": "suspended"})
        probe.settle(patient, 1, {giver if value == "ignore" else "": 1})
        probe.step("standing", {"person": giver, "is": "insured"})
        probe.settle(patient, 1, {"" if value == "release" else giver: 1})


def _moves(probe: Probe, _value: Any) -> None:
    """An account leaves after some working days and arrives after some more, or stays."""
    if not probe.nearby:
        return
    person = probe.person()
    probe.step("standing", {"person": person, "is": "moved", "to": probe.nearby})
    stays, out_days = probe.value("account.move") == "stays", probe.value("account.move.out_days")
    if not out_days:  # none in force: it arrives at once
        probe.holds(f"transit/move/{person}", 0, probe.day)
        return
    out = working_day_after(probe.day, out_days)
    back = working_day_after(out, probe.value("account.move.in_days"))
    for day, flies in ((out - 1, False), (out, True), (back - 1, True), (back, False)):
        probe.holds(f"transit/move/{person}", MUCH_FEN if flies and not stays else 0, day)


BILLS: Final[Mapping[str, tuple[str, Line]]] = {
    "settle.order": ("", _order),
    "settle.zero_own": ("", _zero_own),
    "settle.givers.per_settlement": ("", _per_settlement),
    "settle.givers.order": ("", _givers_order),
    "settle.shared.reach": ("", _reach),
    "bind.on_suspended": ("", _suspended),
    "bind.unbind.effective": ("", _unbound),
    "spend.settings": ("SETTING_NOT_COVERED", _wallet_settings),
    "account.move": ("", _moves),
    "account.move.out_days": ("", _moves),
    "account.move.in_days": ("", _moves),
}
"""For each parameter: its rule's code, if it has a rule, and its line: who pays, where money is."""
