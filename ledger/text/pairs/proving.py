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
    "reached": Pair("用到", "reached"),
    "of": Pair("共", "of"),
    "percent": Pair("百分比", "percent"),
    "never": Pair("从未用到", "never reached"),
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
    "would_kill": Pair("可察觉它的步骤或情景", "a step or scenario that would notice"),
    "fails_already": Pair(
        "这些情景本身就不通过，无从比较：{names}",
        "these scenarios fail as they are, so nothing can be told from them: {names}",
    ),
    "no_change": Pair(
        "没有名称含“{name}”的规则或参数；规则名如“transfer TRANSFER_CAP_EACH”，"
        "参数名如“transfer.cap.each@CN”",
        "no rule or parameter has {name} in its name; a rule's is like "
        "“transfer TRANSFER_CAP_EACH”, a parameter's like “transfer.cap.each@CN”",
    ),
    # Shrinking.
    "holds": Pair(
        "{path}：全部符合预期，无需缩小", "{path}: nothing fails, so there is nothing to shrink"
    ),
    "shrunk": Pair(
        "{path}：已缩小到 {steps}，不符之处不变（{how}）",
        "{path}: {steps} fail the same way ({how})",
    ),
    # Probes.
    "parameter": Pair("参数", "parameter"),
    "asks": Pair("提问数", "asked"),
    "failures": Pair("不符的步骤", "answered otherwise"),
}

PROVING_HELP: Final[Mapping[str, Pair]] = {
    "coverage": Pair(
        "统计情景用到了哪些规则结果、参数和有日期的值，哪些从未用到。",
        "Measure which rule outcomes, parameters and dated values scenarios exercise.",
    ),
    "coverage.fail_under": Pair(
        "任一百分比低于此数时，退出码为 1。", "Exit 1 when any percentage is below this."
    ),
    "mutate": Pair(
        "对规则和政策簿逐一做小改动，报告哪些改动没有情景察觉。",
        "Change the rules and the policy book in small ways; report what no scenario notices.",
    ),
    "mutate.only": Pair(
        "只改名称含此文字者；不写则全部。",
        "Change only rules and parameters with this in their name; none: all of them.",
    ),
    "mutate.sample": Pair(
        "只试随机抽取的这么多个改动；不写则全部。",
        "Try only so many, picked by chance; none: all of them.",
    ),
    "mutate.seed": Pair("随机种子。", "The number that chance starts from."),
    "shrink": Pair(
        "写出不符之处相同的最小情景。",
        "Write the smallest scenario that fails the same way.",
    ),
    "shrink.out": Pair(
        "写入此文件；不写则为标准输出。", "File to write to; none: the standard output."
    ),
    "probe": Pair(
        "写出政策簿的边界情景：每个值的两侧、首日和末日，并逐一核对。",
        "Probe each value of a policy book on both sides, on its first and last days.",
    ),
    "probe.out": Pair(
        "把情景写入此文件夹；不写则只核对。", "Folder to write the scenarios to; none: only ask."
    ),
}
