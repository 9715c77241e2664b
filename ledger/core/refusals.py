"""Why a command is refused: one code per reason, in order of precedence."""

from enum import StrEnum


class Code(StrEnum):
    """Refusal codes. Where several rules fail, the code is the first of them in this order.

    The first three are answered before any rule is tried: they concern the ledger, not the policy.
    """

    KEY_REUSED = "KEY_REUSED"
    LATE = "LATE"
    NOT_ENROLLED = "NOT_ENROLLED"
    ALREADY_ENROLLED = "ALREADY_ENROLLED"
    MODEL_NOT_IN_FORCE = "MODEL_NOT_IN_FORCE"
    POOL_NOT_SHARED = "POOL_NOT_SHARED"
    WALLET_TO_ACCOUNT = "WALLET_TO_ACCOUNT"
    ONWARD_NOT_ALLOWED = "ONWARD_NOT_ALLOWED"
    NO_ACCOUNT = "NO_ACCOUNT"
    SAME_PERSON = "SAME_PERSON"
    KIN_NOT_LISTED = "KIN_NOT_LISTED"
    NOT_INSURED = "NOT_INSURED"
    ALREADY_BOUND = "ALREADY_BOUND"
    MINOR_ALONE = "MINOR_ALONE"
    WALLET_ALREADY_OPEN = "WALLET_ALREADY_OPEN"
    WALLET_NOT_EMPTY = "WALLET_NOT_EMPTY"
    PLACE_FIXED = "PLACE_FIXED"
    FAMILY_CODE_FULL = "FAMILY_CODE_FULL"
    WITHDRAW_NOT_ALLOWED = "WITHDRAW_NOT_ALLOWED"
    NOT_PENDING = "NOT_PENDING"
    NOT_SPENT = "NOT_SPENT"
    REFUND_TOO_MUCH = "REFUND_TOO_MUCH"
    REGION_NOT_OPEN = "REGION_NOT_OPEN"
    SPEND_NOT_OPEN = "SPEND_NOT_OPEN"
    WALLET_NOT_OPEN = "WALLET_NOT_OPEN"
    KIN_NOT_BOUND = "KIN_NOT_BOUND"
    HOURS_CLOSED = "HOURS_CLOSED"
    PENDING_OPEN = "PENDING_OPEN"
    TRANSFER_CAP_EACH = "TRANSFER_CAP_EACH"
    TRANSFER_DAY_COUNT = "TRANSFER_DAY_COUNT"
    TRANSFER_DAY_AMOUNT = "TRANSFER_DAY_AMOUNT"
    BALANCE_SHORT = "BALANCE_SHORT"
    SETTING_NOT_COVERED = "SETTING_NOT_COVERED"
    PLACE_NOT_COVERED = "PLACE_NOT_COVERED"
    RULE_ERROR = "RULE_ERROR"


PRECEDENCE = {code: place for place, code in enumerate(Code)}

UNTRIED = frozenset({Code.KEY_REUSED, Code.LATE})
"""Codes of commands that no rule was asked about: no amount and no waiting would change them."""
