"""A short story for explanations: every kind of answer once, by the shipped policy."""

from dataclasses import replace
from functools import cache

from ledger.policy.book import PolicyBook
from ledger.scenario.load import load
from ledger.scenario.run import judged_step
from ledger.scenario.story import Scenario
from ledger.text.reader import parse
from ledger.whatif.explain import Document, explain_step

STORY = """\
scenario: story
format: 1
clock: {start: 2025-11-10 08:00}
people:
  li: {name: 李明, insured: CN-SN, scheme: employee}
  wang: {insured: CN-HE, scheme: resident}
  duo: {insured: CN-SN, scheme: resident, born: 2020-01-01}
opening: {li/personal: 900元, li/wallet: 10元, wang/wallet: 50元}
steps:
  - {id: bind, at: 2025-11-10 08:00, bind: {giver: li, member: wang, kin: mother}}
  - {id: bound, at: 2025-11-10 08:01, bind: {giver: li, member: wang, kin: mother}}
  - {id: ok, at: 2025-11-10 08:02, credit: {to: li, amount: 0.01元}}
  - {id: short, at: 2025-11-10 08:03, transfer: {from: li, to: wang, amount: 900.02元}}
  - {id: pending, at: 2025-11-10 08:04, key: k, transfer: {from: li, to: wang, amount: 100元}}
  - {id: again, at: 2025-11-10 08:05, key: k, transfer: {from: li, to: wang, amount: 100元}}
  - {id: reused, at: 2025-11-10 08:06, key: k, transfer: {from: li, to: wang, amount: 101元}}
  - {id: open, at: 2025-11-10 08:07, transfer: {from: li, to: wang, amount: 100元}}
  - {id: accepted, at: 2025-11-10 08:08, accept: pending}
  - {id: gone, at: 2025-11-10 08:09, decline: pending}
  - {id: unknown, at: 2025-11-10 08:10, transfer: {from: li, to: new, amount: 1元}}
  - {id: enrol, at: 2025-11-10 08:11, enrol: {person: new, insured: CN-FJ, scheme: none}}
  - {id: enrolled, at: 2025-11-10 08:12, enrol: {person: new, insured: CN-FJ, scheme: none}}
  - {id: back, at: 2025-11-10 08:13, transfer: {from: li/wallet, to: wang/personal, amount: 1元}}
  - {id: spent, at: 2025-11-10 08:14, spend: {from: wang/wallet, amount: 20元, setting: pharmacy}}
  - {id: refund, at: 2025-11-10 08:15, refund: {of: spent, amount: 20.01元}}
  - {id: minor, at: 2025-11-10 08:16, open_wallet: {person: duo}}
  - {id: night, at: 2025-11-10 22:00, transfer: {from: li, to: wang, amount: 1元}}
  - {id: night-again, at: 2025-11-11 09:00, key: night, transfer: {from: li, to: wang, amount: 1元}}
  - {id: u1, at: 2025-11-11 09:01, transfer: {from: li, to: wang, amount: 1元}}
  - {id: v1, at: 2025-11-11 09:02, accept: u1}
  - {id: u2, at: 2025-11-11 09:03, transfer: {from: li, to: wang, amount: 2元}}
  - {id: v2, at: 2025-11-11 09:04, accept: u2}
  - {id: u3, at: 2025-11-11 09:05, transfer: {from: li, to: wang, amount: 3元}}
  - {id: v3, at: 2025-11-11 09:06, accept: u3}
  - {id: count, at: 2025-11-11 09:07, transfer: {from: li, to: wang, amount: 4元}}
  - {id: quota, at: 2026-06-01 09:00, transfer: {from: li, to: wang, amount: 4元}}
"""


@cache
def story() -> Scenario:
    return load(parse(STORY, "dir/story.yaml", "steps"))


def explained(step: str, policy: PolicyBook | None = None) -> Document:
    """The explanation of a step, by the shipped policy or another."""
    scenario = story() if policy is None else replace(story(), policy=policy)
    found = judged_step(scenario, step)
    assert found is not None
    return explain_step(scenario, *found)
