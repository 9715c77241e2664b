"""The words of `ledger import` and `audit`: what is wrong with a log or its map, and reports."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

LOGS: Final[Mapping[str, Pair]] = {
    "before": Pair(
        "“before” 中只能有命令，且不带 expect", "only commands without “expect” stand in “before”"
    ),
    "one_source": Pair("一格或有“column”，或有“is”", "a cell has either a “column” or an “is”"),
    "no_day": Pair(
        "按 {written} 写的日期读不回年月日", "a date written as {written} cannot be read back"
    ),
    "delimiter": Pair(
        "分隔符是一个字符，不是引号或换行",
        "a delimiter is one character, neither a quote nor a line end",
    ),
    "kind": Pair("日志是 {kinds} 文件", "a log is a file of {kinds}"),
    "unreadable": Pair("日志无法读取（{why}）", "the log cannot be read ({why})"),
    "encoding": Pair(
        "不是 {encoding}；在映射中写 log: {{encoding: …}}",
        "not {encoding}; say log: {{encoding: …}} in the map",
    ),
    "no_csv": Pair("不是 CSV（{why}）", "not CSV ({why})"),
    "empty": Pair("日志是空的", "the log is empty"),
    "column_twice": Pair("列“{column}”出现两次", "column “{column}” stands twice"),
    "cells": Pair(
        "此行有 {found} 格，标题有 {wanted} 列", "{found} cells in a row of {wanted} columns"
    ),
    "no_object": Pair("不是 JSON 对象", "not a JSON object"),
    "no_parquet": Pair("不是 Parquet 文件", "not a Parquet file"),
    "no_cells": Pair(
        "列“{column}”（{type}）中有读不出的值",
        "column “{column}” ({type}) holds what cannot be read",
    ),
    "no_column": Pair("{log} 中没有列 {column}", "{log} has no column {column}"),
    "needs_rows": Pair(
        "映射没有“rows”，日志就须是带答复的 JSON 行",
        "without “rows” in the map a log is JSON lines with their answers",
    ),
    "no_decision": Pair(
        "此行没有“decision”（{words} 之一）", "a line has a “decision”, one of {words}"
    ),
    "no_action": Pair("映射没有说明 {action}", "the map says nothing of {action}"),
    "no_words": Pair("“words”下没有 {name}", "there is no {name} under “words”"),
    "no_value": Pair(
        "列 {column}：映射没有翻译 {value}", "column {column}: {value} is no value of the map"
    ),
    "no_date": Pair("{text} 不是按 {written} 写的", "{text} is not written as {written}"),
    "no_verdict": Pair(
        "列 {column}：{word} 不是裁定", "column {column}: {word} is no verdict of the map"
    ),
    "no_code": Pair("未知的拒绝代码 {code}", "unknown refusal code {code}"),
    "before_start": Pair("早于账本的开始 {start}", "before the ledger begins at {start}"),
}

AUDIT: Final[Mapping[str, Pair]] = {
    "line": Pair("行", "line"),
    "at": Pair("时间", "at"),
    "key": Pair("键", "key"),
    "command": Pair("命令", "command"),
    "theirs": Pair("对方裁定", "they said"),
    "ours": Pair("我方裁定", "we say"),
    "times": Pair("次数", "times"),
    "why": Pair("依据", "why"),
    "verdict": Pair("结果", "taken as"),
    "broke": Pair("违反的规则", "rules broken"),
    "taken": Pair("已办", "taken"),
    "refused": Pair("已拒", "refused"),
    "duplicate": Pair("重复", "duplicate"),
    "impossible": Pair("不可能", "impossible"),
    "left out": Pair("略去", "left out"),
    "passes": Pair("各条规则均通过", "every rule passes"),
    "again": Pair("此键已在第 {seq} 个事件答复", "this key was answered at event {seq}"),
    "end": Pair("{end} {count}", "{count} {end}"),
    "title": Pair(
        "{log}：{rows}，{alike} 行裁定一致，{differing} 行不一致",
        "{log}: {rows}, {alike} decided alike, {differing} otherwise",
    ),
    "first": Pair("第一处不一致：", "The first of them:"),
    "not_moved": Pair(
        "{rows}不可能如此发生，没有入账；后面依赖它们的行也会不一致",
        "{rows} cannot have happened as told and moved nothing; what follows from them may "
        "differ, too",
    ),
    "imported": Pair(
        "{ledger}：{rows}（{ends}），{events} 个事件，末尾哈希 {head}，写入 {url}",
        "{ledger}: {rows} ({ends}), {events} events up to {head} kept in {url}",
    ),
}

LOGS_HELP: Final[Mapping[str, Pair]] = {
    "audit": Pair(
        "用我们的规则逐行审核另一个系统的日志：哪些裁定不同，为什么。",
        "Judge another system by its log: which decisions differ from ours, and why.",
    ),
    "audit.logs": Pair(
        "日志：.csv、.jsonl 或 .parquet，可多个，按时间合并。",
        "Logs: .csv, .jsonl or .parquet; several are merged by time.",
    ),
    "audit.map": Pair("说明各列含义的映射文件。", "The map that says what the columns mean."),
    "ledger.import": Pair(
        "把另一个系统的日志记为账本：照实记录，并标记违反的规则。",
        "Keep another system's log as a ledger: as it happened, with the rules it broke flagged.",
    ),
    "ledger.import.ledger": Pair(
        "账本的名称；不写则为映射的名称。", "The ledger's name; none: the map's."
    ),
}
