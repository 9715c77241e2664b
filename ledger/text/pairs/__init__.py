"""The one table of every text a reader sees, in Chinese and English, joined from its themes."""

from collections.abc import Mapping
from typing import Final

from ledger.text.happened import EVENTS
from ledger.text.labels import EXPLANATION, FACTS, REFUSALS, Pair
from ledger.text.pairs.against import AGAINST, AGAINST_HELP
from ledger.text.pairs.asking import ASKING, ASKING_HELP
from ledger.text.pairs.command import COMMAND
from ledger.text.pairs.counts import COUNTS
from ledger.text.pairs.export import EXPORT, EXPORT_HELP
from ledger.text.pairs.help import HELP
from ledger.text.pairs.logs import AUDIT, LOGS, LOGS_HELP
from ledger.text.pairs.shape import SHAPE
from ledger.text.pairs.yaml import YAML

TABLES: Final[Mapping[str, Mapping[str, Pair]]] = {
    "refusal": REFUSALS,
    "fact": FACTS,
    "explanation": EXPLANATION,
    "event": EVENTS,
    "command": COMMAND,
    "count": COUNTS,
    "help": {**HELP, **ASKING_HELP, **EXPORT_HELP, **LOGS_HELP, **AGAINST_HELP},
    "asking": ASKING,
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
