"""Runs the oracle beside the engine on one scenario, and says where they first differ."""

import re
from collections.abc import Mapping

import msgspec

from ledger.oracle.answering import FAMILIES, Oracle
from ledger.oracle.ask import Verdict
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import Run
from ledger.scenario.story import Feed, Scenario, Step
from ledger.text.said import Said
from ledger.words.money import NO_LIMIT, money_text

FACT = re.compile(r"\b[WFPASDT]\d\d?b?\b")
"""A row of the domain research, as a rule's sentence cites it."""


class Beside:
    """The oracle's copy of one scenario: told every step, it compares its own answer.

    Attributes:
        judged: how many steps both have answered.
        difference: the first thing they do not agree on; nothing is compared after it.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.oracle = Oracle(scenario.policy, scenario.start)
        self.judged = 0
        self.difference: Said | None = None
        for command in (*scenario.people, *scenario.opening):
            self.oracle.answer(msgspec.to_builtins(command), at=scenario.start, key="")

    def see(self, step: Step, outcome: Outcome) -> bool:
        """Answer the step that the engine has just answered; whether the two now differ first."""
        if self.difference is not None:
            return False
        wish = msgspec.to_builtins(step.command)
        said = self.oracle.answer(wish, at=step.at, key=step.key)
        self.judged += 1
        came = engines(outcome)
        if said != came:
            self._differ(step.id, told(said, str(wish["do"])), told(came))
        else:
            self._compare_balances(step.id, outcome.book.balances)
        return self.difference is not None

    def finish(self, made: Run) -> None:
        """Let time pass to the scenario's end, and compare what every account holds."""
        if self.difference is None:
            ends = [item.at for item in made.scenario.items if not isinstance(item, Feed)]
            self.oracle.wait(max(ends, default=0))
            self._compare_balances(Said("oracle.the_end"), made.book.balances)

    def _compare_balances(self, where: str, came: Mapping[str, int]) -> None:
        found = other_balance(self.oracle, came)
        if found is not None:
            account, oracles_fen, engines_fen = found
            self._differ(where, _holds(account, oracles_fen), _holds(account, engines_fen))

    def _differ(self, where: str, oracle: str, engine: str) -> None:
        self.difference = Said("oracle.differs", where=where, oracle=oracle, engine=engine)


def other_balance(oracle: Oracle, came: Mapping[str, int]) -> tuple[str, int, int] | None:
    """The first account on which oracle and engine differ, with both in fen; None where none is."""
    balances = oracle.story.balances()
    for account in sorted({*balances, *came}):
        sides = balances.get(account, 0), came.get(account, 0)
        if sides[0] != sides[1]:
            return account, *sides
    return None


def engines(outcome: Outcome) -> Verdict:
    """The engine's answer in the oracle's form; what would pass is asked of refusals only."""
    code = outcome.decision.code
    if outcome.verdict != "refused":
        return Verdict(outcome.verdict, None if code is None else code.value)
    return Verdict("refused", code and code.value, tuple(outcome.also), outcome.would_pass_fen)


def told(said: Verdict, word: str = "") -> str:
    """An answer in words; of the oracle's own, with the facts the refusing rule rests on."""
    if said.verdict != "refused":
        return said.verdict
    fen = said.would_pass_fen
    now = money_text(fen) if fen < NO_LIMIT else Said("replay.any_amount")
    also, cited = ", ".join(said.also), facts_of(word, said.code or "")
    facts = Said("oracle.facts", facts=", ".join(cited)) if cited else ""
    return Said("oracle.refused", code=said.code, facts=facts, also=also, now=now)


def facts_of(word: str, code: str) -> list[str]:
    """The facts that the oracle's rule of this code rests on, for a kind of wish."""
    rules = FAMILIES[word].rules if word in FAMILIES else ()
    sentences = (rule.asks.__doc__ or "" for rule in rules if rule.code == code)
    return [fact for sentence in sentences for fact in FACT.findall(sentence)]


def _holds(account: str, fen: int) -> Said:
    return Said("oracle.balance", account=account, fen=money_text(fen))
