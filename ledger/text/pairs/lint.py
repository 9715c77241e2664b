"""What is doubtful in a policy book that loads."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

LINT: Final[Mapping[str, Pair]] = {
    # Sources, and values that nothing reads or tests.
    "no_source": Pair(
        "{parameter}：来源“{source}”既无 url 也无 fact",
        "{parameter}: source “{source}” has no url and no fact",
    ),
    "weak": Pair(
        "{parameter}（{span}）只依据{grades}", "{parameter} of {span} rests on {grades} only"
    ),
    "grade_C": Pair(" C 级来源", "C"),
    "grade_assumed": Pair("假定", "assumed"),
    "grade_C_assumed": Pair(" C 级来源和假定", "C and assumed"),
    "stale": Pair(
        "{parameter}（{span}）于 {day} 核对，已过 {days} 天",
        "{parameter} of {span} was checked on {day}, {days} days ago",
    ),
    "unused": Pair("没有规则读取 {parameter}", "no rule reads {parameter}"),
    "unlisted": Pair(
        "只有 {codes} 读取 {parameter}，而“rules”没有列出",
        "only {codes} reads {parameter}, and “rules” does not list it",
    ),
    "unquoted": Pair(
        "{parameter} 为 {amount} 元，其原文没有这个数",
        "{parameter} is {amount} 元, which its quote does not say",
    ),
    "early": Pair(
        "{parameter} 自 {day} 生效，其来源“{source}”发布于 {published}，且没有 from_source",
        "{parameter} begins {day}, its source “{source}” is of {published}, and there is no "
        "from_source",
    ),
    "untested": Pair(
        "没有情景检验 {setting} 的解读“{reading}”",
        "no scenario tests reading “{reading}” of {setting}",
    ),
    # What sentences are made of.
    "both": Pair("{one}，且 {other}", "{one} and {other}"),
    "either": Pair("{one}，或{other}", "{one} or {other}"),
    "stated": Pair("{parameter} {values}", "{parameter} {values}"),
    "is": Pair("为 {value}（{places}）", "is {value} ({places})"),
    "lacks": Pair("没有值（{absent}）", "has no value ({absent})"),
    # Days without a value.
    "gap": Pair(
        "{parameter} 在 {region} 对 {days} 没有规定；如属有意，请写 inherit 或 end",
        "{parameter} says nothing of {days} in {region}; write inherit or end where that is meant",
    ),
    "stopped": Pair(
        "{parameter} 在 {region} {days} 没有值，即拒绝；请写明此后的值",
        "{parameter} has no value in {region} {days}, which means refuse; say what holds then",
    ),
    "late": Pair(
        "{parameter} 在 {region} 自 {day} 生效，但 {opened}，此前凡需要它的都被拒绝",
        "{parameter} begins {day} in {region}, but {opened}, and until then whatever asks for it "
        "is refused",
    ),
    "wallet_open": Pair(
        "{region} 的钱包自 {day} 开通", "the wallet of {region} is open from {day}"
    ),
    # Overlays.
    "ends_ended": Pair(
        "{parameter}（{span}）在 {region} 要终止的已经终止（{line}）",
        "{parameter} of {span} ends in {region} what is ended already ({line})",
    ),
    "ends_nothing": Pair(
        "{parameter}（{span}）在 {region} 要终止的并未生效",
        "{parameter} of {span} ends in {region} what is not in force",
    ),
    "crossed": Pair(
        "{parameter}（{span}）为 {value}，相对 {between}，它是 {how}，但只因后者相对 {wide}"
        "（{far}）是 {opposite}；请写 replace",
        "{parameter} of {span}, {value}, does {how} that of {between}, but only because that one "
        "does {opposite} {wide}'s {far}; write replace",
    ),
    # Values that change nothing.
    "idle": Pair(
        "{parameter}（{span}）为 {value}，不起作用：{why}，{so}",
        "{parameter} of {span}, {value}, changes nothing: {why}, {so}",
    ),
    "repeated": Pair(
        "{parameter}（{span}）在 {region} 没有新内容：不写它，{wide}",
        "{parameter} of {span} says nothing new in {region}: {wide} without it",
    ),
    "so_no_transfer": Pair(
        "所以不转账，没有规则用到它", "so no money moves and no rule asks for it"
    ),
    "so_no_wallet": Pair(
        "所以没有钱包开通，没有规则用到它", "so no wallet is open and no rule asks for it"
    ),
    "so_no_kin": Pair("所以没有这种亲属可绑定", "so nobody of that kin is bound"),
    "so_no_count": Pair("所以没有人数可计", "so there is nothing to count"),
    "so_no_family_account": Pair(
        "所以没有可转入的家庭共济账户", "so there is no family account to move money into"
    ),
    "so_no_spend": Pair("所以钱包资金根本不能支付", "so no wallet money is spent at all"),
    "so_day_less": Pair("所以一天不会转更多", "so a day never holds more"),
    "so_day_smaller": Pair("所以一天内不会有更大的一笔", "so a day never holds a larger one"),
    "so_day_fewer": Pair(
        "所以即使每笔 0.01 元，一天也没有这么多笔",
        "so a day never holds as many, of 0.01 元 at least",
    ),
    "so_none": Pair("所以没有转账可计", "so there is none to count"),
    "so_fewer_open": Pair("所以待接收的不会同时有这么多", "so as many are never open at a time"),
    "so_fewer_members": Pair("所以被共济人不会有这么多", "so as many members there never are"),
    "so_any_money": Pair(
        "所以不论历年与否，资金都可在那里支付", "so any money pays there, carried over or not"
    ),
    # Values that deny each other.
    "clash": Pair("{region} {days}：{why}，{so}", "{why} in {region}, {days}, {so}"),
    "so_no_months": Pair("所以没有合规的月数", "so no number of months is right"),
    "so_no_fine": Pair("所以没有合规的罚款", "so no fine is right"),
    "so_never_many": Pair("所以同时不可能有这么多", "so as many at a time there can never be"),
    "so_nobody_bound": Pair(
        "所以所列亲属在省内永远不能绑定",
        "so the relatives listed can never be bound inside the province",
    ),
    "so_nobody_receives": Pair("所以没有人能收到", "so nobody can receive anything"),
    "so_no_minute": Pair(
        "所以一天中没有一分钟可以转账", "so no minute of the day is left to transfer"
    ),
    "so_back_at_once": Pair(
        "所以此时及之后转出的立即退回，不能接收",
        "so what is sent at or after that time goes back at once and cannot be accepted",
    ),
    "so_no_inflow": Pair(
        "所以唯一可共济的地方永远没有资金",
        "so no money ever gets to where alone it is shared from",
    ),
    "so_shared_mixed": Pair(
        "所以可共济的资金与其余无从区分",
        "so nothing tells the money that may be shared from the rest",
    ),
    "so_paid_mixed": Pair(
        "所以可在那里支付的资金与其余无从区分",
        "so nothing tells the money that may pay there from the rest",
    ),
    "so_givers_first": Pair("所以共济人先付，却不得支付", "so givers come first and may not"),
}
