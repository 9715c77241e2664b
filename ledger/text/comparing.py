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
}
"""Headings, and sentences with the names of what they tell."""
