"""Commands about people: enrolment, wallets, relations, standing, sanctions."""

import msgspec

from ledger.core.wishes.shape import WORD, is_word
from ledger.words.accounts import is_person_id
from ledger.words.vocabulary import MOVED, OFFENCES, STANDINGS


class Enrol(msgspec.Struct, frozen=True, tag_field=WORD, tag="enrol", omit_defaults=True):
    """Bring a person under the system."""

    person: str
    insured: str
    scheme: str
    name: str = ""
    born: int | None = None

    def __post_init__(self) -> None:
        if not is_person_id(self.person):
            raise ValueError(f"“{self.person}” cannot name a person")


class OpenWallet(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="open_wallet", omit_defaults=True
):
    """Open a person's wallet, by the person or by a relative (W04, W19)."""

    person: str
    by: str | None = None


class CloseWallet(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="close_wallet", omit_defaults=True
):
    """Close a person's wallet."""

    person: str
    by: str | None = None


class ChangePlaceOfUse(msgspec.Struct, frozen=True, tag_field=WORD, tag="place_of_use"):
    """Change where a person's wallet money may be spent (W33)."""

    person: str
    to: str


class Bind(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="bind",
    omit_defaults=True,
    rename={"from_day": "from", "until_day": "until"},
):
    """Bind a member to a giver; `kin` is what the member is to the giver; both days included.

    Attributes:
        cap_fen: the most that one settlement of the member may take from the giver (F25).
        rank: the giver's place in the order the member has set; the lowest pays first (F21).
    """

    giver: str
    member: str
    kin: str
    from_day: int | None = None
    until_day: int | None = None
    cap_fen: int | None = None
    rank: int | None = None


class Unbind(msgspec.Struct, frozen=True, tag_field=WORD, tag="unbind", omit_defaults=True):
    """Dissolve the relation from giver to member."""

    giver: str
    member: str
    by: str | None = None


class ShowFamilyCode(msgspec.Struct, frozen=True, tag_field=WORD, tag="family_code"):
    """Show a member's code on the holder's phone; moves no money (F08)."""

    holder: str
    member: str


class ChangeStanding(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="standing",
    omit_defaults=True,
    rename={"standing": "is", "until_day": "until"},
):
    """Someone's insurance is suspended, ended, resumed, moved, or the person has died.

    Attributes:
        to: the new region of who has moved, or the heir of who has died; else none.
        until_day: the last day of a suspension; none is until further notice.
    """

    person: str
    standing: str
    to: str | None = None
    until_day: int | None = None

    def __post_init__(self) -> None:
        is_word(self.standing, STANDINGS)
        if self.standing == MOVED and self.to is None:
            raise ValueError("who has moved has moved to some region")


class Sanction(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="sanction",
    omit_defaults=True,
    rename={"offence": "for"},
):
    """Book the consequence of an offence: suspension, recovery, the range of the fine (A02-A05).

    Attributes:
        months: of the suspension; the least the law knows when left out.
        loss_fen: what the fund lost and gets back.
        intent: by which of the counted situations the offence was intended (A04); empty for none.
    """

    person: str
    offence: str
    months: int | None = None
    loss_fen: int = 0
    intent: str = ""

    def __post_init__(self) -> None:
        is_word(self.offence, OFFENCES)
        if self.loss_fen < 0:
            raise ValueError(f"nobody pays back {self.loss_fen} fen")
