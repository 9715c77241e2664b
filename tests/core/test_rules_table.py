"""The tables of rules, their codes and their words agree; every rule can pass and can refuse."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ledger
from ledger.core.commands import Command, SendTransfer
from ledger.core.decide import (
    FAMILIES,
    OUTCOME,
    Refusal,
    Table,
    decide,
    findings,
    refusing,
    table,
)
from ledger.core.refusals import PRECEDENCE, UNTRIED, Code
from ledger.core.rules.rule import ByTerms, Case, Family, Rule, no_facts
from ledger.core.terms import Terms
from ledger.text.labels import FACTS, LANGUAGES, REFUSALS
from ledger.whatif.narrate import fact
from ledger.words.money import NO_LIMIT
from tests.core.build import every_code, terms
from tests.core.samples import cases, failing, is_limit, passing

RULES = [
    pytest.param(family, rule, id=f"{family.name}-{rule.code}")
    for family in FAMILIES.values()
    for rule in family.rules
]


@cache
def sampled() -> tuple[Case, ...]:
    return tuple(cases())


def of_family(family: Family) -> Iterator[Case]:
    return (case for case in sampled() if FAMILIES[type(case.command)] is family)


def test_every_command_has_a_family_and_every_family_a_name_of_its_own() -> None:
    assert set(FAMILIES) == set(get_args(Command))
    assert len({family.name for family in FAMILIES.values()}) == len(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
def test_a_familys_rules_stand_in_the_order_of_precedence(family: Family) -> None:
    places = [PRECEDENCE[rule.code] for rule in family.rules]

    assert all(before < after for before, after in pairwise(places))


def test_every_code_is_in_some_table_or_answered_around_the_tables() -> None:
    package = Path(ledger.__file__).parent
    around = {
        Code[name]
        for file in ("session/deciding.py", "core/decide.py")
        for name in re.findall(r"\bCode\.(\w+)", (package / file).read_text(encoding="utf-8"))
    }

    assert every_code() | around == set(Code)
    assert UNTRIED.isdisjoint(every_code())


def test_every_code_has_its_words_in_both_languages_and_no_words_are_left_over() -> None:
    assert set(REFUSALS) == {code.value for code in Code}
    for pair in REFUSALS.values():
        assert pair.zh
        assert pair.en
        assert pair.zh != pair.en
    assert {name.partition(":")[0] for name in FACTS} <= set(REFUSALS)


@pytest.mark.parametrize(("family", "rule"), RULES)
def test_every_rule_lets_a_sample_pass_and_refuses_another(family: Family, rule: Rule) -> None:
    passed = [case for case in of_family(family) if case.asked_fen <= rule.room(case)]
    failed = [case for case in of_family(family) if case.asked_fen > rule.room(case)]

    assert passed
    assert failed


def test_the_samples_say_themselves_which_rule_refuses_them() -> None:
    for code, case in failing():
        assert code in [finding.code for finding in findings(case) if not finding.ok]
    for case in passing():
        said = {finding.code for finding in findings(case) if not finding.ok}
        assert said <= {Code.RULE_ERROR}, f"{case.command} {said}"


def words_of(family: Family, rule: Rule) -> Iterator[tuple[Case, dict[str, Any]]]:
    for case in of_family(family):
        yield case, dict(rule.facts(case))


@pytest.mark.parametrize(("family", "rule"), RULES)
def test_the_facts_of_a_rule_fill_its_words_in_both_languages(family: Family, rule: Rule) -> None:
    for case, facts in words_of(family, rule):
        row = {"code": rule.code.value, "facts": facts}
        for lang in LANGUAGES:
            said = fact(row, lang)
            assert bool(said) == bool(facts), f"{case.command}: {facts} say “{said}”"
            assert "{" not in said
            assert "None" not in said


@pytest.mark.parametrize(("family", "rule"), RULES)
def test_the_words_of_a_rule_ask_only_for_its_facts(family: Family, rule: Rule) -> None:
    for _, facts in words_of(family, rule):
        for name, pair in FACTS.items():
            if facts and name.partition(":")[0] == rule.code and ":" not in name:
                asked = {field for text in pair for _, field, _, _ in Formatter().parse(text)}
                assert asked - {None} <= set(facts)


def test_every_sentence_about_a_fact_is_said_by_some_sample() -> None:
    said: set[str] = {"RULE_ERROR"}
    for case in sampled():
        for rule in FAMILIES[type(case.command)].rules:
            facts = rule.facts(case)
            first = next((value for value in facts.values() if isinstance(value, str)), "")
            name = f"{rule.code}:{first}"
            said.add(name if name in FACTS else rule.code.value)

    assert set(FACTS) <= said


@pytest.mark.parametrize(("family", "rule"), RULES)
def test_what_decides_a_case_is_among_the_parameters_of_the_rule(
    family: Family, rule: Rule
) -> None:
    for case in of_family(family):
        decided = rule.decided_by(case)
        may_be_none = not rule.uses or rule.decider is not None
        assert decided in rule.uses or (may_be_none and decided == "")


MOVING = [
    pytest.param(case, id=f"{number}-{type(case.command).__name__}")
    for number, case in enumerate(cases())
    if getattr(case.command, "amount_fen", 0)
]


def asking(case: Case, fen: int) -> Case:
    """The same case with another amount."""
    command = msgspec.structs.replace(case.command, amount_fen=fen)
    return msgspec.structs.replace(case, command=command, asked_fen=fen, terms_between=None)


@pytest.mark.parametrize("case", MOVING)
@given(fen=st.integers(min_value=1, max_value=10**15))
def test_no_room_depends_on_the_amount_that_is_asked(case: Case, fen: int) -> None:
    other = asking(case, fen)

    for rule in FAMILIES[type(case.command)].rules:
        assert rule.room(other) == rule.room(case)


@pytest.mark.parametrize("case", MOVING)
def test_the_least_room_passes_and_one_fen_more_does_not(case: Case) -> None:
    rooms = [finding.room_fen for finding in findings(case)]
    room = min(rooms, default=NO_LIMIT)

    if is_limit(room):
        assert not isinstance(decide(asking(case, room)), Refusal)
        assert isinstance(decide(asking(case, room + 1)), Refusal)


def test_some_samples_have_a_room_that_is_neither_all_nor_nothing() -> None:
    rooms = {f.code for case in sampled() for f in findings(case) if is_limit(f.room_fen)}

    assert rooms == {
        Code.TRANSFER_CAP_EACH,
        Code.TRANSFER_DAY_AMOUNT,
        Code.FLOOR_SHORT,
        Code.QUOTA_SHORT,
        Code.BALANCE_SHORT,
        Code.REFUND_TOO_MUCH,
    }


@pytest.mark.parametrize("case", [pytest.param(c, id=str(n)) for n, c in enumerate(cases())])
def test_the_fast_answer_is_the_first_of_all_findings(case: Case) -> None:
    failed = [finding.code for finding in findings(case) if not finding.ok]
    answer = decide(case)

    if isinstance(answer, Refusal):
        assert answer.code == failed[0]
    else:
        assert failed == []


@pytest.mark.parametrize("case", MOVING)
def test_an_amount_beyond_any_room_is_refused_by_the_first_rule_of_all(case: Case) -> None:
    beyond = asking(case, NO_LIMIT + 1)
    failed = [finding.code for finding in findings(beyond) if not finding.ok]
    answer = decide(beyond)

    assert [answer.code] == failed[:1] if isinstance(answer, Refusal) else not failed


@pytest.mark.parametrize(("family", "rule"), RULES)
def test_what_terms_leave_open_of_a_rule_refuses_the_same_amounts(
    family: Family, rule: Rule
) -> None:
    for case in of_family(family):
        left = Table.under(case.terms, (rule,)).open
        rooms = [room(case) for room, _ in left]
        assert rooms == ([rule.room(case)] if rooms else [])
        assert rooms or rule.room(case) == NO_LIMIT


def test_a_case_is_not_asked_what_its_terms_have_settled() -> None:
    family = FAMILIES[SendTransfer]
    settled = terms(kin="not_required", closed=(), onward="allowed")

    codes = {refusal.code for _, refusal in table(family, settled).open}

    all_codes = {rule.code for rule in family.rules}
    assert all_codes - codes == {
        Code.MODEL_NOT_IN_FORCE,
        Code.ONWARD_NOT_ALLOWED,
        Code.SETTLEMENT_SUSPENDED,
        Code.REGION_NOT_OPEN,
        Code.KIN_NOT_BOUND,
        Code.HOURS_CLOSED,
        Code.TRANSFER_DAY_AMOUNT,
    }


def test_a_rule_that_breaks_over_its_terms_refuses_in_its_turn() -> None:
    case = next(case for code, case in failing() if code == Code.TRANSFER_CAP_EACH)
    family = FAMILIES[type(case.command)]

    def raises(_terms: Terms) -> int:
        raise ZeroDivisionError("a broken rule")

    broken = Rule(Code.BALANCE_SHORT, (), ByTerms(raises), no_facts)
    before, cap = terms(), next(r for r in family.rules if r.code == Code.TRANSFER_CAP_EACH)
    answers, codes = [], []
    for rules in ((cap, broken), (broken, cap)):
        before.tables[family.name] = Table.under(before, rules)
        under = msgspec.structs.replace(case, terms=before)
        answers.append(decide(under))
        codes.append(list(refusing(under)))

    assert answers == [Refusal(Code.TRANSFER_CAP_EACH), Refusal(Code.RULE_ERROR)]
    assert codes == [
        [Code.TRANSFER_CAP_EACH, Code.RULE_ERROR],
        [Code.RULE_ERROR, Code.TRANSFER_CAP_EACH],
    ]


def test_all_codes_of_a_refusal_are_those_of_the_rules_that_fail() -> None:
    moving = [case for case in sampled() if getattr(case.command, "amount_fen", 0)]
    for case in (*sampled(), *(asking(case, NO_LIMIT + 1) for case in moving)):
        failed = [f.code for f in findings(case) if not f.ok and f.rule is not OUTCOME]
        assert list(refusing(case)) == failed


def test_deciding_changes_nothing() -> None:
    for case in cases():
        before = repr(case.book)
        decide(case)
        findings(case)
        assert repr(case.book) == before


def test_a_familys_table_under_the_same_terms_is_made_once() -> None:
    case = next(passing())
    family = FAMILIES[type(case.command)]

    assert table(family, case.terms) is table(family, case.terms)


def test_what_comes_of_a_command_happens_at_its_moment() -> None:
    for case in passing():
        answer = decide(case)
        assert isinstance(answer, Refusal) or {event.at for event in answer} == {case.at}
