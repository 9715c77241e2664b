"""What the tools that test the tests say: coverage, mutants, shrinking, probes."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

PROVING: Final[Mapping[str, Pair]] = {
    # Coverage.
    "families": Pair("规则（按命令）", "rules, by command"),
    "parameters": Pair("参数与有日期的值", "parameters and their dated values"),
    "sums": Pair("合计", "in all"),
    "name": Pair("名称", "name"),
    "reached": Pair("到达", "reached"),
    "of": Pair("共", "of"),
    "percent": Pair("百分比", "percent"),
    "never": Pair("从未到达", "never reached"),
    "refusal_codes": Pair("拒绝码", "refusal codes"),
    "rule_outcomes": Pair("规则结果", "rule outcomes"),
    "parameters_read": Pair("参数", "parameters"),
    "dated_values": Pair("有日期的值", "dated values"),
    "too_low": Pair("低于 {least}%：{names}", "below {least} percent: {names}"),
    # Mutants.
    "survivors": Pair("没有情景察觉的改动", "changes that no scenario notices"),
    "score": Pair("变异得分", "mutation score"),
    "layer": Pair("层", "layer"),
    "layer_rules": Pair("规则", "rules"),
    "layer_policy": Pair("政策", "policy"),
    "layer_all": Pair("合计", "all"),
    "change": Pair("改动", "change"),
    "killed": Pair("察觉", "killed"),
    "survived": Pair("存活", "survived"),
    "equivalent": Pair("等价", "equivalent"),
    "would_kill": Pair("可察觉它的步骤", "a step that would notice"),
    "fails_already": Pair(
        "这些情景本身就不通过，无从比较：{names}",
        "these scenarios fail as they are, so nothing can be told from them: {names}",
    ),
    "no_change": Pair(
        "没有名称含“{name}”的规则或参数；名称见不带此选项时的列表",
        "no rule or parameter has {name} in its name; without the option all are listed",
    ),
    # Shrinking.
    "holds": Pair(
        "{path}：没有失败，无可缩小", "{path}: nothing fails, so there is nothing to shrink"
    ),
    "shrunk": Pair(
        "{path}：缩小到 {steps}，失败不变（{how}）", "{path}: {steps} fail the same way ({how})"
    ),
    # Probes.
    "parameter": Pair("参数", "parameter"),
    "asks": Pair("提问", "asked"),
    "failures": Pair("不符的步骤", "answered otherwise"),
}
