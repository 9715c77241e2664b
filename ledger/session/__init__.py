"""A ledger open for use: settle what is due, decide, append, apply.

The only place where core, policy and journal meet. Down five calls, up one value.
"""

from ledger.session.answers import Broken, Decision, Recorded, Wish, case_of, verdict_of
from ledger.session.deciding import Session

__all__ = ["Broken", "Decision", "Recorded", "Session", "Wish", "case_of", "verdict_of"]
