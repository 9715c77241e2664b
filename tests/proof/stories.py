"""Small stories for the tools that test the tests, and the shipped ones."""

from ledger.scenario.load import load
from ledger.scenario.story import Scenario
from ledger.text.reader import read
from tests.scenarios.stories import FILES, story

HEAD = """\
scenario: small
format: 1
about: 李明给母亲转账
clock: {start: 2025-11-10 08:00}
people:
  li: {name: 李明, insured: CN-SH, scheme: employee}
  wang: {name: 王芳, insured: CN-HE, scheme: resident}
opening: {li/personal: 9000元, li/wallet: 0元, wang/wallet: 0元}
steps:
  - {id: b1, at: 2025-11-10 08:00, bind: {giver: li, member: wang, kin: mother}}
"""


def told(steps: str) -> Scenario:
    """A story of two people with wallets in Shanghai and Hebei, once they are bound."""
    return load(read((HEAD + steps).encode(), "small.yaml", lines_of="steps"))


def shipped() -> list[Scenario]:
    """Every shipped story."""
    return [story(path) for path in FILES]
