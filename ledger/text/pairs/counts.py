"""Numbers with what they count, one of it and several."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

COUNTS: Final[Mapping[str, Pair]] = {
    "problem": Pair("{number} 个问题", "{number} problem"),
    "problems": Pair("{number} 个问题", "{number} problems"),
    "file": Pair("{number} 个文件", "{number} file"),
    "files": Pair("{number} 个文件", "{number} files"),
    "scenario": Pair("{number} 个情景", "{number} scenario"),
    "scenarios": Pair("{number} 个情景", "{number} scenarios"),
    "step": Pair("{number} 个步骤", "{number} step"),
    "steps": Pair("{number} 个步骤", "{number} steps"),
    "what-if": Pair("{number} 个假设", "{number} what-if"),
    "what-ifs": Pair("{number} 个假设", "{number} what-ifs"),
    "command": Pair("{number} 条命令", "{number} command"),
    "commands": Pair("{number} 条命令", "{number} commands"),
    "ledger": Pair("{number} 个账本", "{number} ledger"),
    "ledgers": Pair("{number} 个账本", "{number} ledgers"),
    "decision": Pair("{number} 个裁定", "{number} decision"),
    "decisions": Pair("{number} 个裁定", "{number} decisions"),
    "row": Pair("{number} 行", "{number} row"),
    "rows": Pair("{number} 行", "{number} rows"),
    "record": Pair("{number} 份运行记录", "{number} record"),
    "records": Pair("{number} 份运行记录", "{number} records"),
    "expectation": Pair("{number} 处预期", "{number} expectation"),
    "expectations": Pair("{number} 处预期", "{number} expectations"),
    "finding": Pair("{number} 处可疑", "{number} finding"),
    "findings": Pair("{number} 处可疑", "{number} findings"),
    "note": Pair("{number} 条提示", "{number} note"),
    "notes": Pair("{number} 条提示", "{number} notes"),
}
