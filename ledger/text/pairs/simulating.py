"""The words of `simulate`: what did not hold, and the headings of what happened."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

SIMULATING: Final[Mapping[str, Pair]] = {
    "chain": Pair("日志账的末尾与其各行不符", "the journal does not end as its rows do"),
    "order": Pair("序号 {seq} 不能接在前一行之后", "seq {seq} cannot follow the row before it"),
    "overdue": Pair(
        "序号 {seq} 之前有到期事项未办", "something fell due before seq {seq} and has not happened"
    ),
    "key_twice": Pair("幂等键 {key} 在日志账中出现两次", "key {key} is in the journal twice"),
    "at_seq": Pair("序号 {seq}：{what}", "seq {seq}: {what}"),
    "other_book": Pair(
        "会话的账簿与由日志账重放所得的不同",
        "a session's book is not the one that the journal gives",
    ),
    "rule_error": Pair("幂等键 {key}：有规则出错", "key {key}: a rule raised"),
    "not_written": Pair(
        "幂等键 {key} 已有答复，日志账中所记却不同",
        "key {key} was answered and is not in the journal so",
    ),
    "half_written": Pair(
        "幂等键 {key} 没有答复，日志账却变了",
        "key {key} was not answered, and the journal has changed",
    ),
    "answered_otherwise": Pair(
        "幂等键 {key} 的答复与日志账不符", "key {key}: the answer is not what the journal holds"
    ),
    "still_stands": Pair(
        "结算 {key} 已冲正，却仍然有效", "settlement {key} was reversed and still stands"
    ),
    "raised": Pair("{place} 出错：{error} {what}", "{place} raised {error} {what}"),
    "kind": Pair("类别", "kind"),
    "what": Pair("名称", "what"),
    "count": Pair("次数", "times"),
    "fault": Pair("故障", "fault"),
    "effect": Pair("后果", "effect"),
    "command": Pair("命令", "command"),
    "decision": Pair("裁定", "decision"),
    "code": Pair("拒绝原因", "code"),
    "held": Pair(
        "种子 {seed}，{steps} 步，{events} 个事件：全部成立；日志账末哈希 {head}",
        "seed {seed}, {steps} steps, {events} events: everything held; head {head}",
    ),
    "failed": Pair(
        "种子 {seed}，第 {step} 步，账本存于 {store}：{what}",
        "seed {seed}, step {step}, ledger in {store}: {what}",
    ),
    "replay": Pair("重现：{command}", "to see it again: {command}"),
    "names": Pair("可写：{names}", "one of {names}"),
    "heads_differ": Pair(
        "内存与数据库所得的日志账不同", "memory and database do not give the same journal"
    ),
}
