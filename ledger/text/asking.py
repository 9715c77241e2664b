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
    "at_origin": Pair("在 {origin} 之后，{moment}", "after {origin}, {moment}"),
    "from_nothing": Pair("虚构的账本，{moment}", "a ledger made up for this question, {moment}"),
    "written": Pair("什么也没有写入", "nothing was written"),
}

HELP: Final[Mapping[str, Pair]] = {
    "what_if": Pair(
        "假设的命令：是否通过、为什么、变动多少；不写入任何东西",
        "Hypothetical commands: taken or refused, why, and what changes; writes nothing",
    ),
    "plan": Pair(
        "用最少的转账把一笔钱送到", "The fewest transfers that bring an amount to somebody"
    ),
    "origin": Pair("情景文件及其步骤：FILE@STEP", "A scenario after one of its steps: FILE@STEP"),
    "ledger": Pair("已存账本：sqlite:///file.db", "A stored ledger: sqlite:///file.db"),
    "at": Pair(
        "时刻，例如“2025-11-11 06:00”；默认为来源所在时刻",
        "When, for example “2025-11-11 06:00”; none: where the scenario or ledger stands",
    ),
    "then": Pair(
        "再做的命令，如“transfer: {from: li, to: wang, amount: 300元}”，可重复",
        "One more command after it, such as “accept: w1”; may be repeated",
    ),
    "max": Pair("只答现在最多能通过多少", "Only say the most that would pass now"),
    "when": Pair("只答全额何时可通过", "Only say when the whole would pass"),
    "until_ok": Pair("把时钟拨到可通过的第一刻", "Move the clock to the first moment that passes"),
    "payer_region": Pair("第一人的参保地，如 CN-SN", "Where the first person is insured: CN-SN"),
    "payee_region": Pair("第二人的参保地，如 CN-HE", "Where the second person is insured: CN-HE"),
    "payer_scheme": Pair("第一人的险种", "The first person's insurance"),
    "payee_scheme": Pair("第二人的险种", "The second person's insurance"),
    "policy": Pair(
        "虚构账本所用的政策文件或文件夹，可重复",
        "Policy file or folder of a made-up ledger; may be repeated",
    ),
    "payee_kin": Pair("第二人是第一人的什么亲属", "What the second person is to the first"),
    "balance": Pair(
        "账户余额，如 li=8000元，可重复", "What somebody has: li=8000元; may be repeated"
    ),
    "id": Pair("命令的编号", "The command's id"),
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
    "needs_origin": Pair(
        "请指明来源：FILE@STEP、--ledger URL 或 --payer-region",
        "say where: FILE@STEP, --ledger URL, or --payer-region",
    ),
    "one_origin": Pair(
        "FILE@STEP、--ledger、--payer-region 只能选一个",
        "only one of FILE@STEP, --ledger and --payer-region",
    ),
}

ACTIONS: Final[Mapping[str, Pair]] = {
    "enrol": Pair("登记参保人", "Bring a person under the system"),
    "credit": Pair("个人账户入账", "Put money into a personal account"),
    "open_wallet": Pair("开通钱包", "Open a person's wallet"),
    "close_wallet": Pair("关闭钱包", "Close a person's wallet"),
    "place_of_use": Pair("变更钱包使用地", "Change where wallet money may be spent"),
    "bind": Pair("绑定近亲属", "Bind a member to a giver"),
    "unbind": Pair("解除绑定", "Dissolve a relation"),
    "transfer": Pair("转账", "Send money to a relative's wallet"),
    "accept": Pair("接收转账", "Take a pending transfer"),
    "decline": Pair("拒收转账", "Send a pending transfer back"),
    "spend": Pair("用一个账户支付", "Pay a provider from one account"),
    "refund": Pair("退费", "Give part of a payment back"),
    "withdraw": Pair("提现", "Ask for cash"),
    "family_code": Pair("亮出亲情账户码", "Show a member's code"),
    "contribute": Pair("当月划入", "Book the month's credit"),
    "interest": Pair("计息", "Book the year's interest"),
    "set_aside": Pair("转入家庭账户", "Move money into the family account"),
    "grant": Pair("授予共济额度", "Add to a member's quota"),
    "revoke": Pair("收回共济额度", "Take back unused quota"),
    "settle": Pair("结算", "Settle a visit or purchase"),
    "cancel": Pair("撤销结算", "Undo a known settlement"),
    "reverse": Pair("冲正", "Undo a message in doubt"),
    "premium": Pair("缴纳保费", "Pay a premium from an account"),
    "standing": Pair("变更参保状态", "Change somebody's insurance"),
    "sanction": Pair("处罚", "Book the consequence of an offence"),
}
"""What each word of a step asks for."""
