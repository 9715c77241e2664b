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

ASKING_HELP: Final[Mapping[str, Pair]] = {
    "what_if": Pair(
        "假设的命令：是否通过、为什么、变动多少；不写入任何东西。",
        "Hypothetical commands: taken or refused, why, and what changes; writes nothing.",
    ),
    "plan.to": Pair("谁收钱（写编号）。", "Who is to get it, by id."),
    "plan.amount": Pair("要到达的金额，如 9000元。", "How much is to arrive: 9000元."),
    "plan.by": Pair("最后一天（含）或最后时刻。", "The last day, included, or the last moment."),
    "what_if.plan": Pair(
        "用最少的转账把一笔钱送到。", "The fewest transfers that bring an amount to somebody."
    ),
    "what_if.origin": Pair("情景文件及其步骤：FILE@STEP。", "A scenario, after a step: FILE@STEP."),
    "what_if.ledger": Pair("已存账本：sqlite:///file.db。", "A stored ledger: sqlite:///file.db."),
    "what_if.at": Pair(
        "时刻，例如“2025-11-11 06:00”；默认为来源所在时刻。",
        "When, for example “2025-11-11 06:00”; none: where the scenario or ledger stands.",
    ),
    "what_if.then": Pair(
        "之后再做的命令，如“accept: w1”，可重复。",
        "One more command after it, such as “accept: w1”; may be repeated.",
    ),
    "what_if.max": Pair("只答现在最多能通过多少。", "Only say the most that would pass now."),
    "what_if.when": Pair("只答全额何时可通过。", "Only say when the whole would pass."),
    "what_if.until_ok": Pair(
        "把时钟拨到可通过的第一刻。", "Move on to the first moment that passes."
    ),
    "what_if.payer_region": Pair(
        "第一人的参保地，如 CN-SN。", "Region of the first person: CN-SN."
    ),
    "what_if.payee_region": Pair(
        "第二人的参保地，如 CN-HE。", "Region of the second person: CN-HE."
    ),
    "what_if.payer_scheme": Pair("第一人的险种。", "The first person's insurance."),
    "what_if.payee_scheme": Pair("第二人的险种。", "The second person's insurance."),
    "what_if.policy": Pair(
        "虚构账本所用的政策文件或文件夹，可重复。",
        "Policy file or folder of a made-up ledger; may be repeated.",
    ),
    "what_if.payee_kin": Pair(
        "第二人是第一人的什么亲属。", "What the second person is to the first."
    ),
    "what_if.balance": Pair(
        "账户余额，如 li=8000元，可重复。", "What somebody has: li=8000元; may be repeated."
    ),
    "what_if.id": Pair("命令的编号。", "The command's id."),
    "action.enrol": Pair("登记参保人。", "Bring a person under the system."),
    "action.credit": Pair("个人账户入账。", "Put money into a personal account."),
    "action.open_wallet": Pair("开通钱包。", "Open a person's wallet."),
    "action.close_wallet": Pair("关闭钱包。", "Close a person's wallet."),
    "action.place_of_use": Pair("变更钱包使用地。", "Change where wallet money may be spent."),
    "action.bind": Pair("绑定近亲属。", "Bind a member to a giver."),
    "action.unbind": Pair("解除绑定。", "Dissolve a relation."),
    "action.transfer": Pair("转账。", "Send money to a relative's wallet."),
    "action.accept": Pair("接收转账。", "Take a pending transfer."),
    "action.decline": Pair("拒收转账。", "Send a pending transfer back."),
    "action.spend": Pair("用一个账户支付。", "Pay a provider from one account."),
    "action.refund": Pair("退费。", "Give part of a payment back."),
    "action.withdraw": Pair("提现。", "Ask for cash."),
    "action.family_code": Pair("亮出亲情账户码。", "Show a member's code."),
    "action.contribute": Pair("当月划入。", "Book the month's credit."),
    "action.interest": Pair("计息。", "Book the year's interest."),
    "action.set_aside": Pair("转入家庭账户。", "Move money into the family account."),
    "action.grant": Pair("授予共济额度。", "Add to a member's quota."),
    "action.revoke": Pair("收回共济额度。", "Take back unused quota."),
    "action.settle": Pair("结算。", "Settle a visit or purchase."),
    "action.cancel": Pair("撤销结算。", "Undo a known settlement."),
    "action.reverse": Pair("冲正。", "Undo a message in doubt."),
    "action.premium": Pair("缴纳保费。", "Pay a premium from an account."),
    "action.standing": Pair("变更参保状态。", "Change somebody's insurance."),
    "action.sanction": Pair("处罚。", "Book the consequence of an offence."),
}
"""Help of `what-if`; `action.*` says what each word of a step asks for."""
