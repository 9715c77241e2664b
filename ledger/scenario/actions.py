"""The words of a step, one action key each, and the fields each takes."""

from pydantic import Field

from ledger.policy.fields import Day, FileModel, Money, Region, Text, Truth
from ledger.scenario.fields import (
    IntentWord,
    Kin,
    MessageWord,
    Months,
    Moved,
    OffenceWord,
    OwnedAccount,
    PersonId,
    PersonName,
    PooledPart,
    PremiumWord,
    ProofWord,
    RowCount,
    Scheme,
    SettingWord,
    StandingWord,
    StepId,
)


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
    cap: Moved | None = None
    """The most one settlement may take from the giver (F25)."""
    rank: RowCount | None = None
    """The giver's place in the order the member has set (F21)."""


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
    """How much of which spend or settlement comes back: an amount, or items of the bill."""

    of: StepId
    amount: Moved | None = None
    items: list[StepId] = []
    why: Text = ""


class WithdrawFields(FileModel):
    """How much cash is asked from which account."""

    from_: OwnedAccount = Field(alias="from")
    amount: Moved


class CodeFields(FileModel):
    """Whose code is shown on whose phone."""

    holder: PersonId
    member: PersonId


class ContributeFields(FileModel):
    """Whose month's credit; `base` is the contribution base of someone who works (P01-P04)."""

    for_: PersonId = Field(alias="for")
    base: Moved | None = None
    retired: Truth = False


class InterestFields(FileModel):
    """Whose account gets the year's interest (P06)."""

    for_: PersonId = Field(alias="for")


class SetAsideFields(FileModel):
    """How much of an account goes into the family account (F23)."""

    from_: OwnedAccount = Field(alias="from")
    amount: Moved


class QuotaFields(FileModel):
    """How much quota a giver sets for a member, or takes back (W27-W29)."""

    giver: PersonId
    member: PersonId
    amount: Moved


class ItemFields(FileModel):
    """One item of a bill: what is left to the individual, or the price it is a part of."""

    id: StepId
    amount: Money | None = None
    """What is left to the individual after the pooled fund."""
    price: Moved | None = None
    """The whole; what the pooled fund does not pay of it is left to the individual."""
    pooled: PooledPart = 0
    """The pooled fund's part, or the share of the price that it pays: `60%`."""
    setting: SettingWord | None = None


class ProxyFields(FileModel):
    """Who buys for the patient, and whose identity was proved (A01)."""

    by: PersonId
    proofs: list[ProofWord] = []


class SettleFields(FileModel):
    """A visit or purchase: the individual burden, or the bill it comes from."""

    patient: PersonId
    setting: SettingWord
    burden: Moved | None = None
    items: list[ItemFields] = []
    place: Region | None = None
    card: PersonId | None = None
    filed: Truth = False
    proxy: ProxyFields | None = None


class CancelFields(FileModel):
    """The settlement that is undone (2208)."""

    of: StepId


class ReverseFields(FileModel):
    """The message that is undone (2601); it may never have arrived."""

    of: StepId
    message: MessageWord | None = None


class PremiumFields(FileModel):
    """Whose premium of which kind is paid from which account."""

    for_: PersonId = Field(alias="for")
    scheme: PremiumWord
    amount: Moved
    from_: OwnedAccount = Field(alias="from")


class StandingFields(FileModel):
    """What became of a person's insurance; `to` is the new region, or the heir."""

    person: PersonId
    is_: StandingWord = Field(alias="is")
    to: Text | None = None
    until: Day | None = None


class SanctionFields(FileModel):
    """For which offence; months of suspension, the loss, what shows intent."""

    person: PersonId
    for_: OffenceWord = Field(alias="for")
    months: Months | None = None
    loss: Money = 0
    intent: IntentWord | None = None


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
    contribute: ContributeFields | None = None
    interest: InterestFields | None = None
    set_aside: SetAsideFields | None = None
    grant: QuotaFields | None = None
    revoke: QuotaFields | None = None
    settle: SettleFields | None = None
    cancel: CancelFields | None = None
    reverse: ReverseFields | None = None
    premium: PremiumFields | None = None
    standing: StandingFields | None = None
    sanction: SanctionFields | None = None


ACTIONS = tuple(ActionFields.model_fields)
