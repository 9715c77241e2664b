"""The words of a comparison of policies, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

COMPARING: Final[Mapping[str, Pair]] = {
    "headline": Pair(
        "{name}：{what}：{steps} 步中 {differ} 步不同，直接 {direct}，连带 {cascade}；"
        "拒绝 {refused_before} → {refused_after}",
        "{name}: {what}: {differ} of {steps} steps differ, {direct} direct, {cascade} cascade; "
        "refused {refused_before} -> {refused_after}",
    ),
    "nothing": Pair(
        "{name}：{what}：{steps} 步均无不同", "{name}: {what}: nothing differs in {steps} steps"
    ),
    "identical": Pair("日志账完全相同：{head}", "the journal is identical: {head}"),
    "change": Pair("{setting} = {value}（{days}）", "{setting} = {value} ({days})"),
    "reading": Pair("{setting} 按解读“{reading}”", "{setting} = reading “{reading}”"),
    "policy": Pair("政策 {path}", "policy {path}"),
    "days": Pair("{start} 起", "from {start}"),
    "days_until": Pair("{start} 至 {end}", "{start} to {end}"),
    "hides": Pair("遮盖 {setting} 已定的值：{span}", "hides {setting} of {span}"),
    "otherwise": Pair("答复相同，结果不同：", "same answer, something else comes of it:"),
    "direct": Pair("直接", "direct"),
    "money": Pair("连带：{about} 的资金", "cascade: money of {about}"),
    "counters": Pair("连带：{about} 的计数", "cascade: counters of {about}"),
    "step": Pair("连带：步骤 {about}", "cascade: step {about}"),
    "earlier": Pair("连带：此前的步骤", "cascade: an earlier step"),
    "shadowed": Pair("后面的行用了相同的编号", "a later row has this id"),
    "accounts": Pair("有变化的账户，截至 {until}（元）", "accounts that change, at {until} (元)"),
    "people": Pair("有变化的人员（元）", "people who change (元)"),
    "regions": Pair("按参保地（元）", "by region of insurance (元)"),
    "not_judged": Pair("未重新裁定，沿用原答复：", "not judged again, answered as before:"),
    "transit": Pair("在途", "under way"),
    "outside": Pair("外部账户", "outside"),
    "sum": Pair("合计", "sum"),
    "account": Pair("账户", "account"),
    "person": Pair("人员", "person"),
    "name": Pair("姓名", "name"),
    "region": Pair("地区", "region"),
    "before": Pair("之前", "before"),
    "after": Pair("之后", "after"),
    "changed": Pair("变化", "change"),
    "setting": Pair("参数", "parameter"),
    "value": Pair("值", "value"),
    "differ": Pair("不同", "differ"),
    "cascade": Pair("连带", "cascade"),
    "refused_before": Pair("原拒绝", "refused"),
    "refused_after": Pair("现拒绝", "refused now"),
    "steps": Pair("步骤", "steps"),
    "hanging": Pair("取决于争议解读的结果：", "what hangs on another reading:"),
    "no_hanging": Pair("没有结果取决于争议解读", "nothing hangs on another reading"),
    "nothing_asked": Pair(
        "没有可比较的；请写 --change、--reading、--policy、--sweep 或 --all-readings",
        "nothing to compare with; say --change, --reading, --policy, --sweep or --all-readings",
    ),
    "needs_from": Pair(
        "--change 须有 --from，例如 --from 2025-11-10",
        "--change needs --from; write for example --from 2025-11-10",
    ),
    "days_of_what": Pair(
        "--from 和 --until 属于 --change 或 --sweep；请写其一",
        "--from and --until belong to --change or --sweep; name one",
    ),
    "backwards": Pair(
        "--until {until} 早于 --from {start}；请对调",
        "--until {until} is before --from {start}; swap them",
    ),
    "no_value": Pair(
        "{option} {text} 没有写值；请写 {example}",
        "{option} {text} names no value; write {example}",
    ),
    "option": Pair("{option} {text}：{why}", "{option} {text}: {why}"),
    "hinted": Pair("{said}；{hint}", "{said}; {hint}"),
    "one_of": Pair("{names} 之一", "one of {names}"),
    "readings_elsewhere": Pair(
        "--reading {setting}：没有可选的解读；{parameter} 在 {regions} 有",
        "--reading {setting}: there are no readings to choose from; "
        "{parameter} has them in {regions}",
    ),
    "no_readings": Pair(
        "--reading {setting}：没有可选的解读；请选其他参数",
        "--reading {setting}: there are no readings to choose from; choose another parameter",
    ),
    "policy_show": Pair("`walletsim policy show` 列出全部", "`walletsim policy show` lists them"),
    "ledger_of_what": Pair(
        "--ledger 属于账本地址：sqlite:///file.db",
        "--ledger belongs to a ledger's address: sqlite:///file.db",
    ),
    "folder": Pair(
        "{path}：是文件夹；compare 只读一个情景文件或账本地址",
        "{path}: a folder; compare takes one scenario file, or a ledger's address",
    ),
    "no_file": Pair("{path}：没有此文件", "{path}: no such file"),
}
"""Headings, and sentences with the names of what they tell."""
