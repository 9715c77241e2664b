"""Headings and titles of tables, and words inside their cells."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

HEADINGS: Final[Mapping[str, Pair]] = {
    # The policy book.
    "parameter": Pair("参数", "parameter"),
    "region": Pair("地区", "region"),
    "in force": Pair("有效期", "in force"),
    "value": Pair("值", "value"),
    "source": Pair("来源", "source"),
    "where": Pair("位置", "where"),
    "reading": Pair("解读", "reading"),
    "meaning": Pair("含义", "meaning"),
    "what": Pair("内容", "what"),
    "touches": Pair("涉及规则", "touches"),
    "quote": Pair("原文", "quote"),
    "note": Pair("备注", "note"),
    "was": Pair("原值", "was"),
    "now": Pair("现值", "now"),
    "from": Pair("来自", "from"),
    "absent_refuse": Pair("无生效值：拒绝", "none in force: refuse"),
    "absent_no_limit": Pair("无生效值：不限", "none in force: no limit"),
    "none": Pair("无", "none"),
    "not_used": Pair("未采用", "not in force"),
    "not_modelled": Pair("未建模", "not modelled"),
    "of_day": Pair("{region} {name} {day}", "{region} {name}, {day}"),
    "finding": Pair("{place}: {code} {message}", "{place}: {code} {message}"),
    "finding_note": Pair("{place}: {code}（提示）{message}", "{place}: {code} (note) {message}"),
    # Stored ledgers.
    "seq": Pair("序号", "seq"),
    "at": Pair("时间", "at"),
    "event": Pair("事项", "event"),
    "amount": Pair("金额", "amount"),
    "before": Pair("之前", "before"),
    "after": Pair("之后", "after"),
    "id": Pair("编号", "id"),
    "account": Pair("账户", "account"),
    "other side": Pair("对方账户", "other side"),
    "who": Pair("对方", "who"),
    "why": Pair("缘由", "why"),
    "person": Pair("人员", "person"),
    "insured in": Pair("参保地", "insured in"),
    "balance": Pair("余额", "balance"),
    "available": Pair("可用", "available"),
    "frozen": Pair("冻结", "frozen"),
    "pending": Pair("待接收", "pending"),
    "in flight": Pair("转移在途", "in flight"),
    "sent": Pair("已用笔数", "sent"),
    "amount sent": Pair("已用金额", "amount"),
    "each": Pair("单笔上限", "each"),
    "headroom": Pair("余量", "headroom"),
    "resets at": Pair("重新计数", "resets at"),
    "stopped_by": Pair("现被阻止", "stopped now by"),
    "of_cap": Pair("{used} / {cap}", "{used} of {cap}"),
    "no limit": Pair("不限", "no limit"),
    "asked": Pair("申请 {amount} 元", "asked {amount} 元"),
    "statement": Pair(
        "{ledger}：{whose}，{seq} 个事件后余额 {total} 元",
        "{ledger}: {whose}, {total} 元 after {seq} events",
    ),
    "ledger_at": Pair("{ledger}：{moment}", "{ledger} at {moment}"),
    # Clearing.
    "owes": Pair("应付 / 应收", "owes / is owed"),
    "total": Pair("合计", "total"),
    "netted": Pair("轧差", "netted"),
    "gross": Pair("全额", "gross"),
    "not_paid": Pair("{month} {kind}，尚未付款", "{month}, {kind}, not paid yet"),
    "paid": Pair("{month} {kind}，{paid} 付款", "{month}, {kind}, paid {paid}"),
}
"""By what a heading is in English, where it has one word for each meaning."""
