"""What each kind of event is called, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

EVENTS: Final[Mapping[str, Pair]] = {
    "opening_posted": Pair("期初余额", "opening"),
    "account_credited": Pair("划入", "credited"),
    "money_set_aside": Pair("转入家庭账户", "set aside"),
    "year_rolled": Pair("年末结转", "year rolled"),
    "account_moved_out": Pair("账户转出", "account moved out"),
    "account_moved_in": Pair("账户转入", "account moved in"),
    "estate_paid": Pair("遗产划转", "estate paid"),
    "premium_paid": Pair("缴纳保费", "premium paid"),
    "money_spent": Pair("支付", "spent"),
    "spend_refunded": Pair("退费", "refunded"),
    "transfer_sent": Pair("转账发出", "transfer sent"),
    "transfer_accepted": Pair("转账接收", "transfer accepted"),
    "transfer_declined": Pair("转账拒收", "transfer declined"),
    "transfer_returned": Pair("转账超时退回", "transfer returned"),
    "quota_granted": Pair("共济额度冻结", "quota granted"),
    "quota_released": Pair("共济额度释放", "quota released"),
    "settled": Pair("结算", "settled"),
    "settlement_cancelled": Pair("结算撤销", "settlement cancelled"),
    "message_reversed": Pair("冲正", "reversed"),
    "settlement_redone": Pair("部分退货重新结算", "settled anew"),
    "person_sanctioned": Pair("追回损失", "loss recovered"),
    "clearing_paid": Pair("省际清算付款", "clearing paid"),
    "refused": Pair("拒绝", "refused"),
}
"""By stored name, every event that a statement can show: those with legs, and refusals."""
