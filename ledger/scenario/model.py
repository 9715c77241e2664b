"""The shape of a scenario file: what keys it may have, as pydantic models of its text."""

from typing import Annotated, TypeAlias

from pydantic import Field

from ledger.policy.fields import Day, FileModel, FormatOne, Moment, Money, Region, Text, Truth
from ledger.scenario.fields import (
    VERDICTS,
    BalanceSpan,
    CodeWord,
    HashText,
    Invariant,
    Kin,
    Moved,
    OwnedAccount,
    PassesAt,
    PersonId,
    PersonName,
    Raw,
    RowCount,
    Scheme,
    SettingText,
    SettingWord,
    StepId,
    WordOr,
    Zone,
)


class Clock(FileModel):
    """When the story begins, in Beijing time."""

    start: Moment
    zone: Zone = "Asia/Shanghai"


class PersonFields(FileModel):
    """One person: name, where insured, in which scheme; `born` makes minors known."""

    name: PersonName = ""
    insured: Region
    scheme: Scheme
    born: Day | None = None


class EnrolFields(PersonFields):
    """A person who comes under the system."""

    person: PersonId


class CreditFields(FileModel):
    """Money into a personal account."""

    to: OwnedAccount
    amount: Moved
    why: Text = ""


class WalletFields(FileModel):
    """Whose wallet, and who opens or closes it."""

    person: PersonId
    by: PersonId | None = None


class PlaceFields(FileModel):
    """Whose wallet is to be used where."""

    person: PersonId
    to: Region


class BindFields(FileModel):
    """A relation from giver to member; both days included."""

    giver: PersonId
    member: PersonId
    kin: Kin
    from_: Day | None = Field(alias="from", default=None)
    until: Day | None = None


class UnbindFields(FileModel):
    """The relation that ends."""

    giver: PersonId
    member: PersonId
    by: PersonId | None = None


class TransferFields(FileModel):
    """Who sends how much to whom."""

    from_: OwnedAccount = Field(alias="from")
    to: OwnedAccount
    amount: Moved


class SpendFields(FileModel):
    """Which account pays how much, for what and where."""

    from_: OwnedAccount = Field(alias="from")
    amount: Moved
    setting: SettingWord
    place: Region | None = None


class RefundFields(FileModel):
    """How much of which spend comes back."""

    of: StepId
    amount: Moved
    why: Text = ""


class WithdrawFields(FileModel):
    """How much cash is asked from which account."""

    from_: OwnedAccount = Field(alias="from")
    amount: Moved


class CodeFields(FileModel):
    """Whose code is shown on whose phone."""

    holder: PersonId
    member: PersonId


class EndedPair(FileModel):
    """A relation that ended."""

    giver: PersonId
    member: PersonId


class Happened(FileModel):
    """What time itself did: a transfer returned, or a relation ended."""

    returned: StepId | None = None
    ended: EndedPair | None = None
    amount: Money | None = None


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


class ActionFields(FileModel):
    """A step's one action key."""

    enrol: EnrolFields | None = None
    credit: CreditFields | None = None
    open_wallet: WalletFields | None = None
    close_wallet: WalletFields | None = None
    place_of_use: PlaceFields | None = None
    bind: BindFields | None = None
    unbind: UnbindFields | None = None
    transfer: TransferFields | None = None
    accept: StepId | None = None
    decline: StepId | None = None
    spend: SpendFields | None = None
    refund: RefundFields | None = None
    withdraw: WithdrawFields | None = None
    family_code: CodeFields | None = None


ACTIONS = tuple(ActionFields.model_fields)


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
