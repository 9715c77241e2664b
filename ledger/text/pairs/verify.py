"""What the verification of a stored ledger finds, and how it is told."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

VERIFY: Final[Mapping[str, Pair]] = {
    "ok": Pair("符合", "ok"),
    "fail": Pair("不符", "FAIL"),
    "ledger": Pair("{ledger}：{count} 个事件，{head}", "{ledger}: {count} events, {head}"),
    "trusted": Pair(
        "检查了 {new} 个新事件；序号 {seq} 及以前依快照予以信任，其哈希 {head}",
        "{new} new events checked; all up to seq {seq}, with the hash {head}, "
        "is trusted as the snapshot tells it",
    ),
    "no_snapshot": Pair(
        "没有可信的快照；从第一个事件起检查",
        "there is no snapshot to trust; checked from the first event",
    ),
    "found": Pair("{check}：{text}", "{check}: {text}"),
    "found_at": Pair("序号 {seq}：{check}：{text}", "seq {seq}: {check}: {text}"),
    "head_of_one": Pair("head 只属于一个账本；请指明账本", "a head belongs to one ledger; name it"),
    # Rows.
    "out_of_place": Pair(
        "有一行位于序号 {seq}，那里不该有行", "a row stands at seq {seq}, where none can be"
    ),
    "segment_cell": Pair(
        "从序号 {seq} 开始的批量段有一格类型不对",
        "a cell of the segment that begins at seq {seq} is of another kind",
    ),
    "digests": Pair(
        "批量段里的幂等键摘要与其中的键不符",
        "the digests of the segment's keys are not those of its keys",
    ),
    "seq_missing": Pair("缺少序号 {seq}", "seq {seq} is missing"),
    "unreadable": Pair("此后无法读取：{error}", "nothing can be read from here on: {error}"),
    "not_utf8": Pair("文本不是 UTF-8", "a text is not UTF-8"),
    "hash": Pair("这一行算不出与之同存的哈希", "the row does not give the hash stored beside it"),
    "wrong_kind": Pair(
        "{column} 存的是{found}，不是{wanted}", "{column} holds {found}, not {wanted}"
    ),
    "whole_number": Pair("整数", "a whole number"),
    "fraction": Pair("小数", "a fraction"),
    "text": Pair("文本", "text"),
    "bytes": Pair("字节", "bytes"),
    "nothing": Pair("空值", "nothing"),
    "name_no_text": Pair("账本的名称或引擎不是文本", "the ledger's name or engine is no text"),
    "stray": Pair(
        "从序号 {seq} 起，有些行属于此账本，而账本目录中没有它",
        "from seq {seq} on, rows belong to this ledger, which is not listed",
    ),
    # The story.
    "time": Pair(
        "它发生在排在它前面的事件之前", "it happened before the event that stands before it"
    ),
    "opens_again": Pair(
        "它开立了另一个账本，或再次开立此账本", "it opens another ledger, or this one again"
    ),
    "payee": Pair("{transfer} 的收款方未登记", "the payee of {transfer} is not enrolled"),
    # The policy.
    "unjudged": Pair("{why}；没有检查上限", "{why}; no caps were checked"),
    "policy_missing": Pair("没有存下政策 {policy}", "policy {policy} is not stored"),
    "policy_changed": Pair("存下的政策已被改动", "the stored policy was changed"),
    "policy_unreadable": Pair("存下的政策无法读取", "the stored policy cannot be read"),
    "no_terms": Pair(
        "存下的政策没有这两个地区的适用条款",
        "the stored policy has no terms for these two regions",
    ),
    # The end.
    "count": Pair(
        "登记了 {listed} 个事件，日志账止于序号 {seq}",
        "{listed} events are listed, the journal ends at seq {seq}",
    ),
    "listed_head": Pair(
        "登记的末尾哈希不是最后事件的哈希", "the listed head is not the hash of the last event"
    ),
    "noted_head": Pair("末尾哈希是 {head}，不是 {noted}", "the head is {head}, not {noted}"),
    "balances_at": Pair(
        "余额记于序号 {seq}，而没有该序号", "the balances stand at seq {seq}, which is not there"
    ),
    "balance": Pair(
        "{account} 存为 {was} 分，重放得 {now} 分",
        "{account} is stored as {was} fen, replayed as {now} fen",
    ),
}
