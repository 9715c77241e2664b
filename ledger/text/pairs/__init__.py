"""The one table of every text a reader sees, in Chinese and English, joined from its themes."""

from collections.abc import Mapping
from typing import Final

from ledger.text.happened import EVENTS
from ledger.text.labels import EXPLANATION, FACTS, REFUSALS, Pair
from ledger.text.pairs.against import AGAINST, AGAINST_HELP
from ledger.text.pairs.asking import ASKING, PLANNING
from ledger.text.pairs.benching import BENCHING, MEASURED
from ledger.text.pairs.command import COMMAND
from ledger.text.pairs.comparing import COMPARING
from ledger.text.pairs.counts import COUNTS
from ledger.text.pairs.export import EXPORT, EXPORT_HELP
from ledger.text.pairs.forking import FORKING
from ledger.text.pairs.headings import HEADINGS
from ledger.text.pairs.help import HELP
from ledger.text.pairs.journal import JOURNAL
from ledger.text.pairs.lint import LINT
from ledger.text.pairs.logs import AUDIT, LOGS, LOGS_HELP
from ledger.text.pairs.nouns import NOUNS
from ledger.text.pairs.oracle import ORACLE
from ledger.text.pairs.policy import POLICY
from ledger.text.pairs.proving import PROVING, PROVING_HELP
from ledger.text.pairs.replay import REPLAY
from ledger.text.pairs.scenario import SCENARIO
from ledger.text.pairs.shape import SHAPE
from ledger.text.pairs.simulating import SIMULATING
from ledger.text.pairs.values import VALUES
from ledger.text.pairs.verify import VERIFY
from ledger.text.pairs.yaml import YAML

TABLES: Final[Mapping[str, Mapping[str, Pair]]] = {
    "refusal": REFUSALS,
    "fact": FACTS,
    "explanation": EXPLANATION,
    "event": EVENTS,
    "command": COMMAND,
    "count": COUNTS,
    "help": {**HELP, **AGAINST_HELP, **EXPORT_HELP, **LOGS_HELP, **PROVING_HELP},
    "asking": ASKING,
    "comparing": COMPARING,
    "planning": PLANNING,
    "proving": PROVING,
    "forking": FORKING,
    "heading": HEADINGS,
    "noun": NOUNS,
    "policy": POLICY,
    "lint": LINT,
    "scenario": SCENARIO,
    "journal": JOURNAL,
    "verify": VERIFY,
    "replay": REPLAY,
    "oracle": ORACLE,
    "simulating": SIMULATING,
    "benching": BENCHING,
    "measured": MEASURED,
    "value": VALUES,
    "export": EXPORT,
    "logs": LOGS,
    "against": AGAINST,
    "audit": AUDIT,
    "yaml": YAML,
    "shape": SHAPE,
}
"""By theme; a new module of texts joins the table with one line here."""

PAIRS: Final[Mapping[str, Pair]] = {
    f"{theme}.{name}": pair for theme, table in TABLES.items() for name, pair in table.items()
}
"""By `theme.name`."""
