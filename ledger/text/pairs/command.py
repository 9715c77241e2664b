"""What the command line itself says: bad input, and notices on the standard error."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

COMMAND: Final[Mapping[str, Pair]] = {
    "hinted": Pair("{message}；{hint}", "{message}; {hint}"),
    "note": Pair("提示：{note}", "note: {note}"),
}
