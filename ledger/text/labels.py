"""Every word a reader sees, in Chinese and English, side by side."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Pair(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str

    def __call__(self, lang: str) -> str:
        """The text in one language, `zh` or `en`."""
        return self.zh if lang == "zh" else self.en


LANGUAGES: Final = ("en", "zh")

REFUSALS: Final[Mapping[str, Pair]] = {
    "KEY_REUSED": Pair("幂等键已用于其他命令", "the key was used for another command"),
    "LATE": Pair("早于账本最后事件", "earlier than the ledger's last event"),
    "NOT_ENROLLED": Pair("人员未登记", "person not enrolled"),
    "ALREADY_ENROLLED": Pair("人员已登记", "person enrolled already"),
    "MODEL_NOT_IN_FORCE": Pair("钱包模式未生效", "wallet model not in force"),
    "POOL_NOT_SHARED": Pair("统筹基金不可共济", "pooled fund is never shared"),
    "WALLET_TO_ACCOUNT": Pair("钱包资金不可转回个人账户", "wallet money stays out of accounts"),
    "ONWARD_NOT_ALLOWED": Pair("钱包资金不可再转出", "wallet money may not be sent on"),
    "NO_ACCOUNT": Pair("无个人账户", "no personal account"),
    "SAME_PERSON": Pair("同一人", "one and the same person"),
    "KIN_NOT_LISTED": Pair("不在近亲属范围", "not a near relative"),
    "NOT_INSURED": Pair("未参加基本医保", "not in basic insurance"),
    "ALREADY_BOUND": Pair("已绑定", "bound already"),
    "MINOR_ALONE": Pair("未成年人须由亲属代办", "a minor needs a relative"),
    "WALLET_ALREADY_OPEN": Pair("钱包已开通", "wallet open already"),
    "WALLET_NOT_EMPTY": Pair("钱包尚有资金", "wallet not empty"),
    "PLACE_FIXED": Pair("使用地不可变更", "place of use is fixed"),
    "FAMILY_CODE_FULL": Pair("亲情账户人数已满", "family code is full"),
    "WITHDRAW_NOT_ALLOWED": Pair("不可提现", "no cash out"),
    "NOT_PENDING": Pair("没有待接收的转账", "no such pending transfer"),
    "NOT_SPENT": Pair("没有这笔支付", "no such spend"),
    "REFUND_TOO_MUCH": Pair("退费超出支付", "refund above the spend"),
    "REGION_NOT_OPEN": Pair("地区未开通医保钱包", "region has not opened the wallet"),
    "SPEND_NOT_OPEN": Pair("地区未开通钱包支付", "region has not opened wallet spending"),
    "WALLET_NOT_OPEN": Pair("未开通医保钱包", "wallet not open"),
    "KIN_NOT_BOUND": Pair("未绑定近亲属", "not bound as near relatives"),
    "HOURS_CLOSED": Pair("停止转账时段", "closed hours"),
    "PENDING_OPEN": Pair("有待接收的转账", "a transfer is still pending"),
    "TRANSFER_CAP_EACH": Pair("单笔上限", "cap of one transfer"),
    "TRANSFER_DAY_COUNT": Pair("当日笔数", "transfers sent today"),
    "TRANSFER_DAY_AMOUNT": Pair("当日金额", "amount sent today"),
    "BALANCE_SHORT": Pair("余额不足", "balance too small"),
    "SETTING_NOT_COVERED": Pair("场景不可支付", "setting not covered"),
    "PLACE_NOT_COVERED": Pair("不在使用地", "not the place of use"),
    "RULE_ERROR": Pair("规则出错", "a rule broke"),
    "NO_FAMILY_ACCOUNT": Pair("当地没有家庭共济账户", "no family account here"),
    "PERSON_DEAD": Pair("人员已去世", "the person has died"),
    "STANDING_LAPSED": Pair("参保中断", "insurance has lapsed"),
    "NO_CREDIT": Pair("当月没有划入", "no credit this month"),
    "NO_INTEREST": Pair("没有利息可记", "no interest to book"),
    "MEMBERS_FULL": Pair("共济成员人数已满", "no more members"),
    "MEMBERS_LIFETIME": Pair("终身共济成员人数已满", "no more members in a lifetime"),
    "KIN_TAKEN": Pair("该亲属关系已有人", "somebody is that relative already"),
    "GIVERS_FULL": Pair("共济人人数已满", "no more givers"),
    "ROLE_TAKEN": Pair("不可既是共济人又是被共济人", "giver and member exclude each other"),
    "RELEASE_NOT_YOURS": Pair("无权解除", "not theirs to release"),
    "RELEASE_LOCKED": Pair("未满解绑期限", "too early to release"),
    "RELEASE_YEARLY": Pair("本年解绑次数已满", "released often enough this year"),
    "CARD_NOT_OWN": Pair("非本人凭证", "somebody else's card"),
    "PROOF_MISSING": Pair("代购证明不全", "proof of identity missing"),
    "SETTLEMENT_SUSPENDED": Pair("暂停结算", "settlement suspended"),
    "NOT_SETTLED": Pair("没有这笔结算", "no such settlement"),
    "ALREADY_UNDONE": Pair("已撤销", "undone already"),
    "PREMIUM_NOT_ALLOWED": Pair("不可支付此项保费", "premium not allowed"),
    "SANCTION_MONTHS": Pair("暂停月数超出范围", "months outside the range"),
    "SET_ASIDE_MONTH": Pair("本月已划转", "set aside already this month"),
    "FLOOR_SHORT": Pair("未超过起付余额", "nothing above the floor"),
    "QUOTA_SHORT": Pair("共济额度不足", "quota too small"),
}

FACTS: Final[Mapping[str, Pair]] = {
    "MODEL_NOT_IN_FORCE": Pair("当前模式 {model}", "model {model}"),
    "POOL_NOT_SHARED": Pair("付款账户 {account}", "source {account}"),
    "WALLET_TO_ACCOUNT": Pair("收款账户 {account}", "target {account}"),
    "ONWARD_NOT_ALLOWED": Pair("付款账户 {account}", "source {account}"),
    "NO_ACCOUNT": Pair("险种 {sender_scheme}", "scheme {sender_scheme}"),
    "KIN_NOT_LISTED": Pair("关系 {kin}", "kin {kin}"),
    "NOT_INSURED": Pair(
        "险种 {sender_scheme}、{receiver_scheme}", "schemes {sender_scheme}, {receiver_scheme}"
    ),
    "MINOR_ALONE": Pair("{opener} {age} 岁", "{opener} is {age}"),
    "WALLET_NOT_EMPTY": Pair(
        "余额 {balance_fen} 元，{pending} 笔在途", "balance {balance_fen} 元, {pending} under way"
    ),
    "PLACE_FIXED": Pair("使用地 {place}", "place of use {place}"),
    "FAMILY_CODE_FULL": Pair("已有 {members} 人", "{members} members"),
    "REFUND_TOO_MUCH": Pair(
        "支付 {spent_fen} 元，已退 {refunded_fen} 元",
        "spent {spent_fen} 元, refunded {refunded_fen} 元",
    ),
    "REGION_NOT_OPEN": Pair(
        "{payer_region} {payer_open}、{payee_region} {payee_open}",
        "{payer_region} {payer_open}, {payee_region} {payee_open}",
    ),
    "SPEND_NOT_OPEN": Pair("{region} {spend_open}", "{region} {spend_open}"),
    "WALLET_NOT_OPEN:both": Pair("双方均已开通", "both open"),
    "WALLET_NOT_OPEN:payer": Pair("仅付款方已开通", "only the payer's is open"),
    "WALLET_NOT_OPEN:payee": Pair("仅收款方已开通", "only the payee's is open"),
    "WALLET_NOT_OPEN:neither": Pair("双方均未开通", "neither is open"),
    "KIN_NOT_BOUND:bound": Pair("已绑定", "bound"),
    "KIN_NOT_BOUND:none": Pair("未绑定", "not bound"),
    "KIN_NOT_BOUND:paused": Pair("绑定暂停", "bound, resting"),
    "KIN_NOT_BOUND:not_yet": Pair("绑定尚未生效", "bound, not yet in force"),
    "HOURS_CLOSED": Pair("当前 {now_time}", "now {now_time}"),
    "PENDING_OPEN": Pair("{pending} 笔待接收", "{pending} open"),
    "TRANSFER_CAP_EACH": Pair("申请 {asked_fen} 元", "asked {asked_fen} 元"),
    "TRANSFER_DAY_COUNT": Pair("今日已用 {used_count} 笔", "{used_count} used today"),
    "TRANSFER_DAY_AMOUNT": Pair("今日已用 {used_fen} 元", "{used_fen} 元 used today"),
    "BALANCE_SHORT": Pair("余额 {balance_fen} 元", "balance {balance_fen} 元"),
    "SETTING_NOT_COVERED": Pair("场景 {setting}", "setting {setting}"),
    "PLACE_NOT_COVERED": Pair(
        "就医地 {place}，使用地 {place_of_use}", "at {place}, place of use {place_of_use}"
    ),
    "RULE_ERROR": Pair("出错 {error}", "broke: {error}"),
    "PERSON_DEAD": Pair(
        "{sender_standing}、{receiver_standing}", "{sender_standing}, {receiver_standing}"
    ),
    "STANDING_LAPSED": Pair("参保状态 {standing}", "standing {standing}"),
    "NO_CREDIT": Pair(
        "险种 {sender_scheme}，划入 {credit_fen} 元", "scheme {sender_scheme}, {credit_fen} 元"
    ),
    "NO_INTEREST": Pair("利息 {credit_fen} 元", "{credit_fen} 元"),
    "MEMBERS_FULL": Pair("已绑定 {members} 人", "{members} bound"),
    "MEMBERS_LIFETIME": Pair("曾绑定 {members} 人", "{members} ever bound"),
    "KIN_TAKEN": Pair("关系 {kin}，已有 {members} 人", "{kin}, {members} bound"),
    "GIVERS_FULL": Pair("已有 {givers} 位共济人", "{givers} givers"),
    "RELEASE_NOT_YOURS": Pair("由 {by} 申请", "asked by {by}"),
    "RELEASE_LOCKED": Pair("已绑定 {days} 日", "bound for {days} days"),
    "RELEASE_YEARLY": Pair("本年已解除 {releases} 次", "{releases} this year"),
    "CARD_NOT_OWN": Pair("凭证属于 {card}", "card of {card}"),
    "PROOF_MISSING": Pair("已证明 {proofs}", "proved: {proofs}"),
    "SETTLEMENT_SUSPENDED": Pair("暂停至 {until_day}", "suspended until {until_day}"),
    "PREMIUM_NOT_ALLOWED": Pair("保费 {scheme}", "premium {scheme}"),
    "SANCTION_MONTHS": Pair("{months} 个月", "{months} months"),
    "SET_ASIDE_MONTH": Pair("本月已划转 {used_count} 次", "{used_count} this month"),
    "FLOOR_SHORT": Pair("可共济 {room_fen} 元", "{room_fen} 元 above the floor"),
    "QUOTA_SHORT": Pair("未用额度 {frozen_fen} 元", "{frozen_fen} 元 unused"),
}
"""What a rule found; `CODE:word` where the first word among its facts chooses the sentence."""

EXPLANATION: Final[Mapping[str, Pair]] = {
    "refused": Pair("拒绝", "REFUSED"),
    "ok": Pair("通过", "TAKEN"),
    "pending": Pair("通过（待接收）", "TAKEN, pending"),
    "duplicate": Pair("重复（同一命令）", "DUPLICATE"),
    "step": Pair("步骤", "step"),
    "asked": Pair("申请", "asked"),
    "limit": Pair("限制", "limit"),
    "source": Pair("来源", "source"),
    "sum": Pair("合计", "sum"),
    "disputed": Pair("争议", "disputed"),
    "now": Pair("现在", "now"),
    "whole": Pair("全额", "whole"),
    "rules": Pair("规则", "rules"),
    "evidence": Pair("依据", "evidence"),
    "all_tried": Pair("全部检查，无一跳过", "all tried, none skipped"),
    "transfer": Pair("{amount}，{payer} → {payee}", "{amount} from {payer} to {payee}"),
    "moves": Pair("{amount}，{word}，{payer}", "{amount}, {word}, {payer}"),
    "does": Pair("{word}，{payer}", "{word}, {payer}"),
    "does_two": Pair("{word}，{payer} → {payee}", "{word}, {payer} to {payee}"),
    "in_force": Pair("{start} 起至另行通知", "in force {start} to further notice"),
    "in_force_until": Pair("{start} 至 {end} 有效", "in force {start} to {end}"),
    "no_value": Pair("当日没有生效的值，按规定拒绝", "no value in force that day, so it refuses"),
    "wider_none": Pair("{region} 本身：无此限制；", "{region} itself: no such limit; "),
    "wider": Pair("{region} 本身：{value}；", "{region} itself: {value}; "),
    "tighten": Pair("{region} 收紧", "{region} tightens it"),
    "loosen": Pair("{region} 放宽", "{region} loosens it"),
    "replace": Pair("{region} 另定", "{region} replaces it"),
    "asked_addend": Pair("本次", "asked"),
    "over": Pair("超出 {amount} 元", "over by {amount} 元"),
    "short": Pair("差 {amount} 元", "short by {amount} 元"),
    "reading": Pair("解读“{name}”", "reading “{name}”"),
    "would_pass": Pair("则可通过", "would let it pass"),
    "would_refuse": Pair("则以 {code} 拒绝", "would refuse it with {code}"),
    "up_to": Pair("最多可通过 {amount} 元", "up to {amount} 元 would pass"),
    "nothing": Pair("任何金额都不能通过", "no amount would pass"),
    "any": Pair("可以通过", "would pass"),
    "not_now": Pair("不能通过", "would not pass"),
    "from": Pair("{moment} 起可通过", "passes from {moment}"),
    "never": Pair("{days} 天内不能全额通过", "not in one piece within {days} days"),
    "never_plain": Pair("{days} 天内不能通过", "not within {days} days"),
    "no_values": Pair("没有用到有日期的值", "no dated value used"),
    "values_used": Pair("使用 {count} 个有日期的值：", "{count} dated values used: "),
    "assumed": Pair("假定", "assumed"),
    "fail": Pair("不符", "FAIL"),
    "passes": Pair("符合", "ok"),
    "limit_word": Pair("限制", "limit"),
    "no_limit": Pair("无", "none"),
    "today": Pair("当日", "today"),
    "disputed_word": Pair("有争议", "disputed"),
    "now_short": Pair("现可 {amount}", "{amount} now"),
    "whole_short": Pair("全额自 {moment}", "whole from {moment}"),
    "never_short": Pair("全额永不", "whole never"),
    "not_run": Pair("在检查规则之前即已答复", "answered before any rule was tried"),
    "answered": Pair(
        "未再检查，同一命令已由事件 #{seq} 答复",
        "not tried again: event #{seq} answered the same wish",
    ),
}
