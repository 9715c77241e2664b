"""The words of `ledger export`: its help, and what stops it."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

EXPORT: Final[Mapping[str, Pair]] = {
    "other_end": Pair(
        "{ledger} 的各行得不出其末尾的哈希",
        "the rows of {ledger} do not give the hash that it ends with",
    ),
    "no_extra": Pair("缺少 {package}；安装：{install}", "{package} is missing; install: {install}"),
    "short_salt": Pair(
        "盐至少 {least} 个字符，否则编号可以猜出",
        "a salt has at least {least} characters, or ids can be guessed",
    ),
    "needs_out": Pair("{format} 不能写到终端，请用 --out FILE", "{format} needs --out FILE"),
    "unwritable": Pair("{file}：无法写入（{why}）", "{file}: cannot be written ({why})"),
    "exported": Pair(
        "{ledger}：{count} 个事件，末尾哈希 {head}，写入 {file}",
        "{ledger}: {count} events up to {head} written to {file}",
    ),
}

EXPORT_HELP: Final[Mapping[str, Pair]] = {
    "ledger.export": Pair(
        "导出账本：事件（jsonl）、分录行（csv、parquet），或 hledger、Beancount 的账。",
        "Write a ledger out: its events (jsonl), its postings (csv, parquet), or the books of "
        "hledger or Beancount.",
    ),
    "ledger.export.to": Pair("导出成什么。", "What to write."),
    "ledger.export.out": Pair(
        "写到哪个文件；不写则为标准输出。", "The file to write; none: the standard output."
    ),
    "ledger.export.pseudonymise": Pair(
        "换编号为假名，去掉姓名。",
        "Replace every id by a pseudonym made with this salt, and drop names.",
    ),
}
