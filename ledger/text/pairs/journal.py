"""What can be wrong with a stored ledger: its database, its journal, and what must always hold."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

JOURNAL: Final[Mapping[str, Pair]] = {
    # The database.
    "unusable": Pair("数据库无法使用：{why}", "the database cannot be used: {why}"),
    "locked": Pair("另一个程序锁住了它", "another program keeps it locked"),
    "read_only": Pair("它是只读的", "it is read-only"),
    "not_opened": Pair("它无法打开", "it cannot be opened"),
    "denied": Pair("没有访问权限", "access is denied"),
    "disk_full": Pair("磁盘已满", "the disk is full"),
    "disk_fails": Pair("磁盘读写失败", "the disk fails to read or write"),
    "memory_short": Pair("内存不足", "memory is short"),
    "damaged": Pair("数据库已损坏：{why}", "the database is damaged: {why}"),
    "no_sqlite": Pair(
        "它不是 SQLite 文件，或开头已被改动", "this is no SQLite file, or its beginning was changed"
    ),
    "unreadable_pages": Pair("其页或单元格无法读取", "its pages or cells cannot be read"),
    "no_room": Pair("已有内容使新行无处可放", "what it holds leaves no place for a new row"),
    "other_tables": Pair("其表与建立时不同", "its tables are not as they were made"),
    "answers": Pair("SQLite 答复 {name}", "SQLite answers {name}"),
    "sqlite_old": Pair(
        "需要 SQLite 3.37 或更新版本，现为 {version}",
        "SQLite 3.37 or newer is needed, not {version}",
    ),
    "no_database": Pair("没有数据库 {file}", "there is no database {file}"),
    "address": Pair(
        "数据库地址写成 sqlite:///file.db 或 postgresql://user@host/database",
        "a database is written like sqlite:///file.db or postgresql://user@host/database",
    ),
    "names_none": Pair(
        "{address} 没有指明数据库；请写成例如 sqlite:///file.db 或 postgresql://user@host/database",
        "{address} names no database; write for example sqlite:///file.db "
        "or postgresql://user@host/database",
    ),
    "extra": Pair(
        "使用 PostgreSQL 需安装 walletsim 的“postgres”附加包",
        "PostgreSQL needs the extra “postgres” of walletsim",
    ),
    "cancelled": Pair("用时过长，或被取消", "it took too long, or somebody cancelled it"),
    "no_schema": Pair("要用的模式不存在", "the schema to use is not there"),
    "too_many": Pair("使用它的程序过多", "too many programs use it"),
    "guards_refuse": Pair("其保护拒绝新行", "its guards refuse a new row"),
    "postgres_answers": Pair("PostgreSQL 答复 {state}", "PostgreSQL answers {state}"),
    "postgres_old": Pair(
        "需要 PostgreSQL 13 或更新版本，现为 {version}",
        "PostgreSQL 13 or newer is needed, not {version}",
    ),
    "no_utf8": Pair(
        "数据库不以 UTF-8 保存；请用 ENCODING 'UTF8' 另建一个",
        "the database keeps no UTF-8; make one with ENCODING 'UTF8'",
    ),
    "unreachable": Pair("数据库无法连接：{said}", "the database cannot be reached: {said}"),
    "broken_off": Pair(
        "与数据库的连接中断；未得到答复的命令可能已存下，也可能没有：请用相同的键重新提交",
        "the connection to the database broke off; what was not answered may have been kept or "
        "not: send it again under the same keys",
    ),
    "names_no_file": Pair(
        "{address} 没有指明文件；请写成例如 sqlite:///file.db",
        "{address} names no file; write for example sqlite:///file.db",
    ),
    "lost_tables": Pair("数据库缺少表：{missing}", "the database has lost tables: {missing}"),
    "holds_none": Pair("数据库中没有账本", "the database holds no ledger"),
    "not_ours": Pair("数据库属于别的程序", "the database belongs to something else"),
    "file_damaged": Pair("文件已损坏：{found}", "the file is damaged: {found}"),
    "guard": Pair("保护 {name} 缺失或已被改动", "the guard {name} is missing or was changed"),
    "guard_function": Pair(
        "保护所用的函数 {name} 缺失或已被改动",
        "the function {name} of a guard is missing or was changed",
    ),
    # Its ledgers.
    "such_a_ledger": Pair(
        "已有同名账本；什么都没有写入", "there is such a ledger already; nothing was written"
    ),
    "grown": Pair(
        "账本打开之后又有新事件；请重新打开",
        "the ledger has grown since it was opened; open it again",
    ),
    "not_the_one": Pair(
        "{ledger} 的日志账已不是原来的那一个", "the journal of {ledger} is not the one it was"
    ),
    "would_break": Pair(
        "序号 {seq} 会违反 {name}；该组命令都没有存下",
        "seq {seq} would break {name}; nothing of its group is kept",
    ),
    "no_ledger": Pair("没有账本 {ledger}", "there is no ledger {ledger}"),
    "ledger_there": Pair(
        "已有账本 {ledger}；什么都没有写入",
        "there is a ledger {ledger} already; nothing was written",
    ),
    "format": Pair(
        "{ledger} 的格式为 {number}；本引擎读取格式 {ours}："
        "请用写入它的 walletsim 版本，或更新的版本",
        "{ledger} has format {number}; this engine reads format {ours}: "
        "use the version of walletsim that wrote it, or a newer one",
    ),
    "not_as_left": Pair(
        "{ledger} 的日志账末尾与上次留下的不同",
        "the journal of {ledger} does not end as it was left",
    ),
    "has_grown": Pair(
        "{ledger} 打开之后又有新事件；请重新打开",
        "{ledger} has grown since it was opened; open it again",
    ),
    "no_segments": Pair("这种数据库不能保存批量段", "this kind of database keeps no segments"),
    "seq_missing": Pair("缺少 {ledger} 的序号 {seq}", "seq {seq} of {ledger} is missing"),
    "key_taken": Pair(
        "幂等键已被占用；什么都没有写入", "an idempotency key is already taken; nothing was written"
    ),
    "at_seq": Pair("序号 {seq}：{what}", "seq {seq}: {what}"),
    "no_event": Pair("事件体不是本引擎认识的事件", "the body is no event that this engine knows"),
    "no_command": Pair("其中没有本引擎认识的命令", "it holds no command of this engine"),
    "other_command": Pair(
        "没有此摘要的命令会产生其事件", "no command of this digest gives its event"
    ),
    "cannot_follow": Pair("它不可能跟在此前的事件之后", "it cannot follow the events before it"),
    "no_opening": Pair(
        "日志账不是以 ledger_opened 开头", "the journal does not begin with ledger_opened"
    ),
    "no_events": Pair("{ledger} 还没有事件", "{ledger} holds no event yet"),
    "begins_at": Pair("{ledger} 始于 {moment}", "{ledger} begins at {moment}"),
    "no_policy": Pair("没有存下 {ledger} 的政策", "the policy of {ledger} is not stored"),
    "policy_unreadable": Pair(
        "{ledger} 存下的政策无法读取", "the stored policy of {ledger} cannot be read"
    ),
    "paid_otherwise": Pair(
        "{month} 所付与其事件合计不符", "what is paid for {month} is not what its events come to"
    ),
    # What always holds.
    "legs": Pair("各分录行合计 {total}，不为零", "the legs sum to {total}, not to zero"),
    "balances": Pair("全部余额合计 {total}，不为零", "all balances sum to {total}, not to zero"),
    "below_zero": Pair("{account} 的余额为 {fen}", "{account} stands at {fen}"),
    "refusal_moved": Pair("拒绝移动了资金：{moved}", "a refusal moved money: {moved}"),
    "above_each": Pair("{transfer} 超过单笔上限", "{transfer} is above the cap of one transfer"),
    "above_day": Pair(
        "{transfer} 使 {payer} 超过当日上限", "{transfer} takes {payer} above a day's cap"
    ),
    "above_pending": Pair(
        "{transfer} 使 {payer} 超过待接收上限", "{transfer} takes {payer} above the pending cap"
    ),
}
