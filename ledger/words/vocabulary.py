"""The closed word lists of the domain: schemes, kin, settings, standings, offences, messages."""

from typing import Final

SCHEMES: Final = ("employee", "retired", "flexible", "resident", "none")
"""Insurance schemes; `none` is a person in no basic insurance."""

ACCOUNT_SCHEMES: Final = frozenset({"employee", "retired", "flexible"})
"""Schemes whose members have a personal account of their own (P01, P02, P04)."""

KIN: Final = (
    "spouse",
    "father",
    "mother",
    "son",
    "daughter",
    "brother",
    "sister",
    "grandfather",
    "grandmother",
    "maternal_grandfather",
    "maternal_grandmother",
    "grandson",
    "granddaughter",
    "daughters_son",
    "daughters_daughter",
    "father_in_law",
    "mother_in_law",
)
"""What a member can be to the giver (F01, F03, D9)."""

SETTINGS: Final = ("outpatient", "pharmacy", "inpatient", "vaccine", "checkup", "wellness")
"""Where and for what money is spent."""

INSURED: Final = "insured"
SUSPENDED: Final = "suspended"
ENDED: Final = "ended"
MOVED: Final = "moved"
DEAD: Final = "dead"

STANDINGS: Final = (INSURED, SUSPENDED, ENDED, MOVED, DEAD)
"""What can become of a person's insurance; who has moved is insured again, elsewhere."""

OFFENCES: Final = (
    "impersonation",
    "lent_card",
    "false_kin",
    "resale",
    "dead_persons_card",
    "double_claim",
)
"""What a person can be sanctioned for (A02-A06)."""

INTENTS: Final = (
    "gifts",
    "long_lending",
    "others_prescription",
    "resale",
    "repeated_trade",
    "third_party_paid",
    "false_papers",
)
"""By what an offence can show intent; a policy says which of them count on a day (A03, A04)."""

PREMIUM_SCHEMES: Final = ("resident", "long_term_care", "employee")
"""Whose premium can be asked for; the employee scheme's is never allowed (F02, W26)."""

AGENT: Final = "agent"
PRINCIPAL: Final = "principal"

PROOFS: Final = (AGENT, PRINCIPAL)
"""Whose identity is proved in a delegated purchase (A01)."""

SETTLING: Final = ("2102", "2207", "2304")
CANCELLING: Final = ("2103", "2208", "2305")
MESSAGES: Final = (*SETTLING, *CANCELLING, "2401")
"""Interface numbers of the messages that may be reversed: settlements, their cancellations, and
an admission, which moves nothing (S01, S03)."""
