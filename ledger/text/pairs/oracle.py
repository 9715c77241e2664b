"""What a replay says of the oracle beside the engine."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

ORACLE: Final[Mapping[str, Pair]] = {
    "agrees": Pair(
        "第二模型与引擎一致：{scenario}，{steps}",
        "the oracle agrees with the engine: {scenario}, {steps}",
    ),
    "differs": Pair(
        "第二模型与引擎不一致：{scenario} {where}\n  第二模型：{oracle}\n  引擎：{engine}",
        "the oracle and the engine differ: {scenario} {where}\n"
        "  oracle: {oracle}\n  engine: {engine}",
    ),
    "the_end": Pair("结束时", "at the end"),
    "taken": Pair("{verdict}", "{verdict}"),
    "refused": Pair(
        "拒绝 {code}{facts}，另有 [{also}]，现在可通过 {now}",
        "refused {code}{facts}, also [{also}], {now} would pass now",
    ),
    "facts": Pair("（{facts}）", " ({facts})"),
    "paid": Pair("{verdict}，支付 {shares}", "{verdict}, paid {shares}"),
    "holds": Pair("{account} 为 {fen}", "{account} holds {fen}"),
    "happened": Pair("发生 {what}", "{what} happened"),
}
