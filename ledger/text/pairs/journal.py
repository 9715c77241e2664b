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
        "数据库地址写成 sqlite:///file.db", "a database is written like sqlite:///file.db"
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
    # Its ledgers.
    "no_ledger": Pair("没有账本 {ledger}", "there is no ledger {ledger}"),
    "ledger_there": Pair(
        "已有账本 {ledger}；什么都没有写入",
        "there is a ledger {ledger} already; nothing was written",
    ),
    "format": Pair(
        "{ledger} 的格式为 {number}；本引擎读取格式 {ours}",
        "{ledger} has format {number}; this engine reads format {ours}",
    ),
    "not_as_left": Pair(
        "{ledger} 的日志账末尾与上次留下的不同",
        "the journal of {ledger} does not end as it was left",
    ),
    "has_grown": Pair(
        "{ledger} 打开之后又有新事件；请重新打开",
        "{ledger} has grown since it was opened; open it again",
    ),
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
