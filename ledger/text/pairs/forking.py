"""The words of `ledger fork` and `ledger diff`."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

FORKING: Final[Mapping[str, Pair]] = {
    "forked": Pair(
        "账本 {name}：{count} 个事件，存于 {url}", "ledger {name}: {count} events, kept in {url}"
    ),
    "nothing": Pair(
        "{ledger} 有 {count} 个事件，那里没有可取的",
        "{ledger} has {count} events, and none to begin a fork with there",
    ),
    "within": Pair(
        "序号 {before} 与 {seq} 属于同一命令，不能拆开",
        "seq {before} and {seq} belong to one command, which is not cut apart",
    ),
    "same": Pair(
        "{one} 与 {other}：前 {count} 个事件相同，没有差别",
        "{one} and {other}: the same for {count} events, nothing differs",
    ),
    "differ": Pair(
        "{one} 与 {other}：前 {count} 个事件相同，{found} 处差别",
        "{one} and {other}: the same for {count} events, {found} differences",
    ),
    "itself": Pair("账本与自身比较", "that is one and the same ledger"),
    "kind": Pair("类别", "kind"),
    "what": Pair("对象", "what"),
    "decision": Pair("裁定", "decision"),
    "balance": Pair("余额", "balance"),
    "usage": Pair("已用", "used"),
    "taken": Pair("通过", "taken"),
    "absent": Pair("无", "not there"),
    "unused": Pair("未转账", "nothing sent"),
    "sent": Pair("{day} {count} 笔 {amount} 元", "{count} on {day}, {amount} 元"),
}
