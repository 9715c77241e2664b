"""Commands about money: what comes in, is sent, granted, spent, set aside or paid as a premium."""

import msgspec

from ledger.core.wishes.shape import WORD, is_word, moves_money
from ledger.words.vocabulary import PREMIUM_SCHEMES


class PostOpening(msgspec.Struct, frozen=True, tag_field=WORD, tag="opening"):
    """Put money that was there before the first step on an account; a wallet so named is open."""

    to: str
    amount_fen: int

    def __post_init__(self) -> None:
        if self.amount_fen < 0:
            raise ValueError(f"nobody begins with {self.amount_fen} fen")


class Credit(msgspec.Struct, frozen=True, tag_field=WORD, tag="credit", omit_defaults=True):
    """Put money into a personal account (contribution, retiree credit, interest)."""

    to: str
    amount_fen: int
    why: str = ""

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class Contribute(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="contribute",
    omit_defaults=True,
    rename={"person": "for"},
):
    """Book the month's credit of a personal account, as the place's rule computes it (P01-P04).

    `base_fen` is the contribution base of someone who works; `retired` marks a flexible worker
    who has retired.
    """

    person: str
    base_fen: int = 0
    retired: bool = False

    def __post_init__(self) -> None:
        if self.base_fen < 0:
            raise ValueError(f"no base is {self.base_fen} fen")


class BookInterest(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="interest", rename={"person": "for"}
):
    """Book the year's interest of a personal account, at the rates in force (P06)."""

    person: str


class SetAside(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="set_aside", rename={"source": "from"}
):
    """Move money of a personal account into the family account, where a place keeps one (F23)."""

    source: str
    amount_fen: int

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class SendTransfer(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="transfer",
    rename={"source": "from", "payee": "to"},
    gc=False,
):
    """Send money to another person's wallet; a bare payer means the personal account (W14)."""

    source: str
    payee: str
    amount_fen: int

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class AcceptTransfer(msgspec.Struct, frozen=True, tag_field=WORD, tag="accept", gc=False):
    """Take a pending transfer into the payee's wallet (W10)."""

    transfer: str


class DeclineTransfer(msgspec.Struct, frozen=True, tag_field=WORD, tag="decline", gc=False):
    """Send a pending transfer back to where it came from."""

    transfer: str


class Grant(msgspec.Struct, frozen=True, tag_field=WORD, tag="grant"):
    """Add to a member's quota: so much of the giver's money is frozen in place (W27, W28)."""

    giver: str
    member: str
    amount_fen: int

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class Revoke(msgspec.Struct, frozen=True, tag_field=WORD, tag="revoke"):
    """Take back unused quota; it is the giver's to use again (W29)."""

    giver: str
    member: str
    amount_fen: int

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class Spend(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="spend",
    omit_defaults=True,
    rename={"source": "from"},
):
    """Pay a provider from one named account; no place means the holder's place of use.

    A wallet pays with its own money first, then with the quotas its holder has been granted.
    """

    source: str
    amount_fen: int
    setting: str
    place: str | None = None

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class Withdraw(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="withdraw", rename={"source": "from"}
):
    """Ask for cash (P07)."""

    source: str
    amount_fen: int

    def __post_init__(self) -> None:
        moves_money(self.amount_fen)


class PayPremium(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="premium",
    rename={"person": "for", "source": "from"},
):
    """Pay somebody's premium from one account (W22, W26, F32)."""

    person: str
    scheme: str
    amount_fen: int
    source: str

    def __post_init__(self) -> None:
        is_word(self.scheme, PREMIUM_SCHEMES)
        moves_money(self.amount_fen)
