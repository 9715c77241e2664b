"""What the command line itself says: bad input, and notices on the standard error."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

COMMAND: Final[Mapping[str, Pair]] = {
    "hinted": Pair("{message}；{hint}", "{message}; {hint}"),
    "note": Pair("提示：{note}", "note: {note}"),
    # Files.
    "unreadable": Pair("{path}：无法读取（{why}）", "{path}: cannot be read ({why})"),
    "unwritable": Pair("{path}：无法写入（{why}）", "{path}: cannot be written ({why})"),
    "no_yaml": Pair("{path}：此文件夹中没有 YAML 文件", "{path}: no YAML file in this folder"),
    "no_path": Pair("{path}：没有此文件或文件夹", "{path}: no such file or folder"),
    "no_scenario": Pair(
        "{path}：此文件夹中没有情景，只有政策文件",
        "{path}: no scenario in this folder, only policy files",
    ),
    "no_policy": Pair("{path}：此文件夹中没有政策文件", "{path}: no policy file in this folder"),
    "no_problems": Pair("{files}，没有问题", "{files}, no problems"),
    "filled": Pair("{path}：已填写 {expectations}", "{path}: {expectations} filled in"),
    "no_step": Pair("{path}：没有步骤{step}", "{path}: no step {step}"),
    # Run records.
    "no_folder": Pair("{path}：没有此运行记录文件夹", "{path}: no such folder of records"),
    "records_kept": Pair("{records}已存入 {folder}", "{records} kept in {folder}"),
    "as_recorded": Pair("{same} / {all} 与记录一致", "{same} of {all} as recorded"),
    # Stored ledgers.
    "ledgers_kept": Pair("{ledgers}已存入 {url}", "{ledgers} kept in {url}"),
    "not_kept": Pair(
        "{url} 中什么都没有存：{scenarios}失败", "nothing kept in {url}: {scenarios} failed"
    ),
    "ledger_there": Pair(
        "已有账本 {ledger}；什么都没有执行或写入",
        "there is a ledger {ledger} already; nothing was run or written",
    ),
    "holds": Pair("数据库中有 {ledgers}", "the database holds {ledgers}"),
    "holds_these": Pair("数据库中有 {ledgers}：{names}", "the database holds {ledgers}: {names}"),
    "name_one": Pair("请用 --ledger 指明其一：{names}", "name one with --ledger: {names}"),
    "no_ledger": Pair("没有账本{ledger}", "there is no ledger {ledger}"),
    "is_called": Pair("{name}是{ids}", "{name} is {ids}"),
    "balances_lists": Pair(
        "`walletsim ledger balances` 列出全部", "`walletsim ledger balances` lists them"
    ),
    "nobody": Pair("账本中没有叫{name}的人", "nobody of the ledger is called {name}"),
    "nobody_no_account": Pair(
        "账本中没有叫{name}的人或账户", "nobody and no account of the ledger is called {name}"
    ),
    "nothing_moved": Pair(
        "{seq} 个事件中没有变动，也没有拒绝",
        "nothing has moved and nothing was refused in {seq} events",
    ),
    "nothing_owed": Pair("各省之间没有应付款项", "no province owes another anything"),
    "nothing_owed_for": Pair(
        "{month} 各省之间没有应付款项", "no province owes another anything for {month}"
    ),
    "not_month": Pair("{month}不是月份", "{month} is not a month"),
    "write_month": Pair("请写成例如 2026-03", "write for example 2026-03"),
    "overdue": Pair(
        "截至 {moment} 有到期事项尚未入账，这里没有显示：它会在下一个命令之前入账",
        "by {moment} something fell due that the ledger does not hold yet, and that is not shown: "
        "it is booked before the next command",
    ),
    # The policy book.
    "no_value_refuse": Pair(
        "{parameter} 在 {region} 从来没有值，即拒绝",
        "{parameter} has no value in {region} at any time, which means refuse",
    ),
    "no_value_no_limit": Pair(
        "{parameter} 在 {region} 从来没有值，即不限",
        "{parameter} has no value in {region} at any time, which means no_limit",
    ),
    "no_difference": Pair(
        "{before} 与 {after} 之间没有差异", "nothing differs between {before} and {after}"
    ),
    "lint_sum": Pair("{files}中有 {findings}、{notes}", "{findings}, {notes} in {files}"),
    "lint_notes": Pair("{notes}（{codes}）", "{notes} ({codes})"),
    # Ledgers that go on.
    "begun": Pair("账本 {ledger} 已在 {url} 中建立", "ledger {ledger} begun in {url}"),
    "ledger_name": Pair("账本名须是可显示的文字", "a ledger's name is printable text"),
    "key_of_one": Pair(
        "--key 只用于一条命令；各行有自己的键",
        "--key is for one command; lines have their own keys",
    ),
    "bulk_alone": Pair(
        "--bulk 读取整个文件，不能再写一条命令",
        "--bulk reads a whole file; no command goes with it",
    ),
    "bulk_unreadable": Pair("无法读取 {file}：{why}", "cannot read {file}: {why}"),
    "no_json": Pair("命令不是 JSON 对象", "the command is not a JSON object"),
    "own_key": Pair(
        "命令自带的键与 --key 不同",
        "the command has a key of its own, which is not that of --key",
    ),
    "answered": Pair(
        "{commands}已应答并存下；其余请用相同的键重新提交",
        "{commands} answered and kept; send the rest again, under the same keys",
    ),
    "bad_line": Pair(
        "第 {line} 行：{why}；此前各行均已应答，此后各行均未读取",
        "line {line}: {why}; all before it are answered, none behind it is",
    ),
    "lines_unreadable": Pair("命令无法读取（{why}）", "the commands cannot be read ({why})"),
    # The benchmarks.
    "bench_checkout": Pair(
        "基准测试在项目的源码目录中；请在那里运行",
        "the benchmarks are in the project's checkout; run it there",
    ),
    "bench_packages": Pair(
        "基准测试需要测试用的软件包：make bench",
        "the benchmarks need the packages of the tests: make bench",
    ),
}
