"""The shape of a scenario file: what keys it may have, as pydantic models of its text."""

from typing import Annotated, TypeAlias

from pydantic import Field

from ledger.policy.fields import Day, FileModel, FormatOne, Moment, Money, Region, Text, Truth
from ledger.scenario.actions import ActionFields, PersonFields
from ledger.scenario.fields import (
    VERDICTS,
    BalanceSpan,
    CodeWord,
    HashText,
    Invariant,
    MonthText,
    OwnedAccount,
    PassesAt,
    PersonId,
    Raw,
    RowCount,
    SettingText,
    StepId,
    WordOr,
    Zone,
)


class Clock(FileModel):
    """When the story begins, in Beijing time."""

    start: Moment
    zone: Zone = "Asia/Shanghai"


class EndedPair(FileModel):
    """A relation that ended."""

    giver: PersonId
    member: PersonId


class Happened(FileModel):
    """What time itself did: one word, and the amount where money moved."""

    returned: StepId | None = None
    ended: EndedPair | None = None
    resumed: PersonId | None = None
    moved_out: PersonId | None = None
    moved_in: PersonId | None = None
    year_rolled: PersonId | None = None
    cleared: MonthText | None = None
    """The month whose clearing was paid: `2026-03`."""
    amount: Money | None = None


HAPPENINGS = tuple(name for name in Happened.model_fields if name != "amount")


class CheckFields(FileModel):
    """What must be true at an instant, after everything due by then."""

    at: Moment
    balances: dict[Text, BalanceSpan] = {}
    happened: list[Happened] = []
    available: dict[OwnedAccount, BalanceSpan] = {}
    allowance: dict[PersonId, BalanceSpan] = {}
    head: HashText | None = None


class WaitFields(FileModel):
    """Until when time passes."""

    until: Moment


class ExpectFields(FileModel):
    """What a step must answer; only what is written is compared."""

    verdict: Text | None = None
    refused: CodeWord | None = None
    by: SettingText | None = None
    also: list[CodeWord] | None = None
    would_pass: Money | None = None
    passes_at: PassesAt = None
    """None is `never`; whether it was written at all is in `model_fields_set`."""
    paid: dict[Text, Money] | None = None
    head: HashText | None = None


_expect = WordOr(VERDICTS, "verdict")
Expect: TypeAlias = Annotated[ExpectFields, _expect.before(), _expect]


class FeedExpect(FileModel):
    """How many rows of a feed must end how."""

    ok: RowCount | None = None
    pending: RowCount | None = None
    duplicate: RowCount | None = None
    refused: dict[CodeWord, RowCount] = {}


class StepFields(ActionFields):
    """One step: an action with its id and moment, or a check, a wait, a feed."""

    id: StepId | None = None
    at: Moment | None = None
    key: StepId | None = None
    expect: Expect | None = None
    check: CheckFields | None = None
    wait: WaitFields | None = None


class FeedFields(FileModel):
    """A feed of steps in a file beside the scenario."""

    feed: Text
    rows: RowCount
    sha256: HashText
    expect: FeedExpect | None = None


class EndsFields(FileModel):
    """The balances at the end; `only` means that every account not named is at zero."""

    only: Truth = False
    balances: dict[Text, BalanceSpan] = {}
    head: HashText | None = None


class Change(FileModel):
    """Another value of a parameter for a region, from a day on."""

    set: Text
    region: Region
    from_: Day = Field(alias="from")
    until: Day | None = None
    value: Raw


class Difference(FileModel):
    """What a step answered, and what it answers now."""

    was: Expect
    now: Expect


_same = WordOr(("same",), "word")


class WhatIfEnds(EndsFields):
    """The end of a what-if: balances, or the word `same`."""

    verdict: Text | None = None


class WhatIfFields(FileModel):
    """The same story under other rules or with other steps, and what changes."""

    name: Text
    readings: dict[SettingText, Text] = {}
    change: list[Change] = []
    insert: list[StepFields] = []
    drop: list[StepId] = []
    replace: dict[StepId, dict[Text, Raw]] = {}
    sweep: dict[SettingText, list[Raw]] = {}
    differs: dict[StepId, Difference] | None = None
    ends: Annotated[WhatIfEnds, _same.before(), _same] | None = None
    always: list[Invariant] = []


class ScenarioHead(FileModel):
    """Everything of a scenario but its steps."""

    scenario: StepId
    format: FormatOne
    about: Text = ""
    policy: list[Text] | None = None
    clock: Clock
    people: dict[PersonId, PersonFields] = Field(min_length=1)
    opening: dict[OwnedAccount, Money] = {}
    ends: EndsFields | None = None
    always: list[Invariant] = []
    what_if: list[WhatIfFields] = []


class ScenarioFile(ScenarioHead):
    """A whole scenario file; for the schema."""

    steps: list[StepFields | FeedFields] = Field(min_length=1)
