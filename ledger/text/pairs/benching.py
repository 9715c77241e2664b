"""The words of `bench`: what was measured, the headings of its tables, and the goals."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

MEASURED: Final[Mapping[str, Pair]] = {
    "decide": Pair("裁定并入账（内存）", "decide and fold, in memory"),
    "decide_compiled": Pair("裁定并入账（编译的内核）", "decide and fold, by the compiled kernel"),
    "batches": Pair("持久化批次（每批 1,000）", "durable batches of 1,000"),
    "single": Pair("逐条持久化", "single durable commands"),
    "submitters_64": Pair("64 个提交者", "64 submitters"),
    "submitters_256": Pair("256 个提交者", "256 submitters"),
    "replay": Pair("重放入账", "replay"),
    "verify": Pair("重放并全部验证", "replay and full verification"),
    "bulk": Pair("批量提交文件（预热后）", "a file posted in bulk, once warm"),
    "bulk_verify": Pair("批量账本的全部验证（预热后）", "full verification of it, once warm"),
    "verify_new": Pair("只验证新增的百分之一", "verification of the newest hundredth of it"),
    "parquet": Pair("导出为 Parquet", "export as Parquet"),
    "postgres_batches": Pair("PostgreSQL 持久化批次", "PostgreSQL: durable batches"),
    "postgres_single": Pair("PostgreSQL 逐条持久化", "PostgreSQL: single commands"),
    "post": Pair("提交命令行文件（ledger post）", "command lines handed to `ledger post`"),
    "bare": Pair("空的 Python", "bare Python"),
    "version": Pair("启动：--version", "start-up: --version"),
    "balance": Pair("启动：查一次余额", "start-up: one balance query"),
    "story": Pair("10 万步的情景文件", "a scenario file of 100,000 steps"),
    "P1": Pair("P1：追加 4 KiB 并落盘", "P1: append 4 KiB and sync"),
    "P2": Pair("P2：sqlite3 批量插入", "P2: sqlite3 executemany"),
    "P3": Pair("P3：平铺列表的循环", "P3: a loop over flat lists"),
    "memory": Pair("导入时的内存", "memory of an import"),
    "bytes_each": Pair("磁盘占用", "room on disk"),
    "families": Pair("F(N)：家庭，随附政策", "F(N): families, shipped policy"),
    "families_bulk": Pair("F(N)：批量提交", "F(N): posted in bulk"),
}
"""What is measured, and the goals, by name."""

BENCHING: Final[Mapping[str, Pair]] = {
    # Headings.
    "what": Pair("项目", "what"),
    "rate": Pair("每秒", "a second"),
    "cpu_rate": Pair("每 CPU 秒", "a CPU second"),
    "milliseconds": Pair("p50 / p99 毫秒", "p50 / p99 ms"),
    "rss_mb": Pair("内存 MB", "memory MB"),
    "bytes_an_event": Pair("每个事件占用的字节", "bytes an event"),
    "ratios": Pair("与 P1 / P2 / P3 之比", "of P1 / P2 / P3"),
    "how": Pair("如何运行", "how it was run"),
    "shares": Pair("CPU 时间的去向", "where the CPU time goes"),
    "rule": Pair("规则（W 的转账）", "rule, on a transfer of W"),
    "ns": Pair("纳秒", "ns"),
    "goal": Pair("目标", "goal"),
    "absolute": Pair("绝对值（安静时可达）", "absolute (in a quiet hour)"),
    "held": Pair("同一次运行中的比值", "ratio in the same run"),
    "recorded": Pair("曾记录（未在本次运行）", "recorded earlier, not run now"),
    "ok": Pair("结果", "result"),
    # What a cell says.
    "pass": Pair("达到", "pass"),
    "fail": Pair("未达到", "fail"),
    "absolute_only": Pair("仅达到绝对值", "absolute only"),
    "unbuilt": Pair("未测量", "not measured"),
    "was": Pair("（记录值）", "(recorded)"),
    # What is told beside the tables.
    "begins": Pair("正在测量：{name}", "measuring {name}"),
    "machine": Pair(
        "{processor}，{cores} 核，{python}，SQLite {sqlite}；负载 {load}；提交 {commit}；"
        "N = {commands}，{rounds} 轮",
        "{processor}, {cores} cores, {python}, SQLite {sqlite}; load {load}; commit {commit}; "
        "N = {commands}, {rounds} rounds",
    ),
    "failed": Pair("测量失败：{why}", "a measurement failed: {why}"),
    "workload": Pair("没有名为 {word} 的负载；有 W、F、M", "no workload {word}; there are W, F, M"),
}
