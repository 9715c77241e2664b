"""The words of `what-if`: its help, and what stands around an explanation."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

ASKING: Final[Mapping[str, Pair]] = {
    "account": Pair("账户", "account"),
    "before": Pair("之前", "before"),
    "after": Pair("之后", "after"),
    "change": Pair("变动", "change"),
    "used": Pair("{day} 已用", "used on {day}"),
    "amount": Pair("金额", "amount"),
    "count": Pair("笔数", "count"),
    "of": Pair("{used} / {cap}", "{used} of {cap}"),
    "left": Pair("余 {left}", "{left} left"),
    "unlimited": Pair("{used}，不限", "{used}, no limit"),
    "most": Pair("现在最多 {amount} 元", "at most {amount} 元 now"),
    "most_any": Pair("金额不限", "any amount would pass now"),
    "limited_by": Pair("受限于 {rule}", "limited by {rule}"),
    "when": Pair("{moment} 起可全额通过", "the whole passes from {moment}"),
    "never": Pair("{days} 天内不能全额通过", "the whole does not pass within {days} days"),
    "from_nothing": Pair("虚构的账本，{moment}", "a ledger made up for this question, {moment}"),
    "example": Pair("例如 {example}", "For example {example}"),
    "words": Pair("{words} 之一", "One of {words}"),
    "two_people": Pair(
        "虚构的账本须有一人或两人，此处为 {people}",
        "a ledger made up for a question has one person or two, not {people}",
    ),
    "needs_payee_region": Pair(
        "还须 --payee-region：{person} 在哪里参保",
        "--payee-region is missing: where is {person} insured?",
    ),
    "option": Pair("{option}：{why}", "{option}: {why}"),
    "nobody": Pair("--to：没有编号为“{person}”的人", "--to: unknown person “{person}”"),
    "nobody_near": Pair(
        "--to：没有编号为“{person}”的人；{hint}", "--to: unknown person “{person}”; {hint}"
    ),
    "needs_origin": Pair(
        "请指明来源：FILE@STEP、--ledger URL 或 --payer-region",
        "say where: FILE@STEP, --ledger URL, or --payer-region",
    ),
    "one_origin": Pair(
        "FILE@STEP、--ledger、--payer-region 只能选一个",
        "only one of FILE@STEP, --ledger and --payer-region",
    ),
}

PLANNING: Final[Mapping[str, Pair]] = {
    "found": Pair(
        "{who} 于 {by} 前收到 {amount} 元：{count} 笔转账，{arrives} 到齐；每一步都经引擎验证",
        "{amount} 元 reach {who} by {by}: {count} transfers, all there at {arrives}; "
        "the engine has taken every step",
    ),
    "none": Pair(
        "没有任何办法让 {who} 于 {by} 前收到 {amount} 元；最多 {most} 元",
        "nothing brings {amount} 元 to {who} by {by}; at most {most} 元 can arrive",
    ),
    "cannot": Pair("{giver} 不能转：{code} {why}", "{giver} cannot send: {code} {why}"),
    "at": Pair("时间", "at"),
    "do": Pair("操作", "do"),
    "from": Pair("付款", "from"),
    "amount": Pair("金额", "amount"),
    "id": Pair("编号", "id"),
    "accept": Pair("接收", "accept"),
    "transfer_accept": Pair("转账并接收", "transfer, accept"),
    "transfer": Pair("转账", "transfer"),
    # Why there is no plan.
    "no_givers": Pair(
        "没有共济人绑定 {payee}，也没有待接收的转账",
        "nobody is bound as a giver to {payee}, and nothing is pending",
    ),
    "not_enrolled": Pair("没有登记编号为 {payee} 的人", "nobody with the id {payee} is enrolled"),
    "above_zero": Pair(
        "规划的金额须大于零，不能是 {fen} 分",
        "a plan is for an amount above zero, not for {fen} fen",
    ),
    "begins": Pair(
        "规划最早从 {now} 开始：账本已到此时",
        "a plan begins at {now} or later: the ledger is there",
    ),
    "over": Pair("{by} 早于 {at}：已经过去", "{by} is before {at}: it is over"),
    "ahead": Pair("规划最多向后看 {days} 天", "a plan looks at most {days} days ahead"),
    "moves": Pair(
        "{giver} 的账户在此期间分次转移",
        "the account of {giver} moves meanwhile, and not all in one",
    ),
    "too_many": Pair(
        "每日 {count} 笔转账，多得无法精确规划",
        "{count} transfers a day are too many to plan exactly",
    ),
    "untaken": Pair("{sent} 在规划之中，却是 {code}", "{sent} was planned, and is {code}"),
    "unreached": Pair(
        "到账 {fen} 分，与规划不符；{broken}",
        "{fen} fen arrive, not what was planned; {broken}",
    ),
}
