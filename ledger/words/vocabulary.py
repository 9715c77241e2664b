"""The closed word lists of the domain: schemes, kin and settings."""

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
