"""Events about people: enrolment, wallets, relations, standing, sanctions."""

import msgspec

from ledger.core.facts.shape import TAG


class LedgerOpened(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="ledger_opened", omit_defaults=True
):
    """A ledger began, under the policy with this hash.

    `forked_from` is the ledger, seq and hash (`home#17:9f3a...`) whose events this one begins with.
    """

    at: int
    ledger: str
    policy: str
    forked_from: str = ""


class PersonEnrolled(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="person_enrolled", omit_defaults=True
):
    """A person came under the system."""

    at: int
    person: str
    insured: str
    scheme: str
    name: str = ""
    born: int | None = None


class WalletOpened(msgspec.Struct, frozen=True, tag_field=TAG, tag="wallet_opened"):
    """A wallet was opened, by this person, with this place of use."""

    at: int
    person: str
    by: str
    place: str


class WalletClosed(msgspec.Struct, frozen=True, tag_field=TAG, tag="wallet_closed"):
    """An empty wallet was closed."""

    at: int
    person: str


class PlaceOfUseChanged(msgspec.Struct, frozen=True, tag_field=TAG, tag="place_of_use_changed"):
    """A wallet's place of use became another."""

    at: int
    person: str
    place: str


class RelationBound(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_bound", omit_defaults=True
):
    """A relation stands from `from_day` to `until_day`, both included; none is until released."""

    at: int
    giver: str
    member: str
    kin: str
    from_day: int
    until_day: int | None = None
    cap_fen: int | None = None
    rank: int | None = None


class RelationPaused(msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_paused"):
    """A relation rests while one side's insurance is suspended (F30)."""

    at: int
    giver: str
    member: str


class RelationResumed(msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_resumed"):
    """A resting relation is in force again."""

    at: int
    giver: str
    member: str


class RelationReleased(msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_released"):
    """A relation was released where that works from the next day: its last day is known (F26)."""

    at: int
    giver: str
    member: str
    until_day: int


class RelationEnded(msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_ended"):
    """A relation ended, because it was released or because its last day had passed."""

    at: int
    giver: str
    member: str
    why: str


class FamilyCodeShown(msgspec.Struct, frozen=True, tag_field=TAG, tag="family_code_shown"):
    """A member's code may be shown on the holder's phone; no money moved (F08)."""

    at: int
    holder: str
    member: str


class StandingChanged(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="standing_changed", omit_defaults=True
):
    """Someone's insurance is suspended, ended, resumed, moved to a region, or the person died.

    `to` is the new region of who has moved, or the heir of who has died.
    """

    at: int
    person: str
    standing: str
    to: str | None = None
    until_day: int | None = None


class PersonSanctioned(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="person_sanctioned", omit_defaults=True
):
    """An offence's consequence: no settlement until a day, the loss paid back, a fine's range."""

    at: int
    person: str
    offence: str
    until_day: int
    loss_fen: int = 0
    fine_least_fen: int = 0
    fine_most_fen: int = 0
    intent: str = ""
