"""What a replay says of the oracle beside the engine."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

ORACLE: Final[Mapping[str, Pair]] = {
    "agrees": Pair("第二模型判定 {steps}：全部一致", "the oracle judged {steps}: all agree"),
    "differing": Pair(
        "第二模型判定 {steps}：{scenarios}不一致",
        "the oracle judged {steps}: {scenarios} with a difference",
    ),
    "differs": Pair(
        "{where}：第二模型：{oracle}；引擎：{engine}",
        "{where}: the oracle says {oracle}; the engine says {engine}",
    ),
    "the_end": Pair("结束时", "at the end"),
    "refused": Pair(
        "拒绝 {code}{facts}，另有 [{also}]，现在可通过 {now}",
        "refused {code}{facts}, also [{also}], {now} would pass now",
    ),
    "facts": Pair("（{facts}）", " ({facts})"),
    "balance": Pair("{account} 为 {fen}", "{account} is {fen}"),
}
