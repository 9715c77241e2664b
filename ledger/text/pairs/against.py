"""The words of `replay --against`: what a program under test did, and what went wrong with it."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

AGAINST: Final[Mapping[str, Pair]] = {
    "no_answer": Pair("对 {key} 的回答不是答复：{text}", "no answer to {key}: {text}"),
    "other_key": Pair("问的是 {key}，答的是 {other}", "asked {key}, it answered {other}"),
    "too_slow": Pair("{seconds} 秒内没有回答：{line}", "no answer within {seconds} s to {line}"),
    "too_long": Pair("回答的行过长：{line}", "an answer without an end to {line}"),
    "ended": Pair("退出码 {code}", "exit code {code}"),
    "hung": Pair("只得终止它", "it had to be ended"),
    "crashed": Pair(
        "没有回答就结束了（{how}）：{line}", "it ended ({how}) before it answered {line}"
    ),
    "bad_end": Pair(
        "最后一次回答之后以退出码 {code} 结束",
        "it ended with exit code {code} after its last answer",
    ),
    "no_end": Pair("输入结束后它没有结束", "it did not end when its input did"),
    "no_program": Pair("无法启动 {command}（{why}）", "{command} cannot be started ({why})"),
    "alone": Pair("--against 不与 {option} 同用", "--against does not go together with {option}"),
    "decisions": Pair("{decisions}一致", "{decisions} alike"),
    "differs": Pair("{decisions}一致，然后 {key} 不同", "{decisions} alike, then {key} differs"),
    "asked": Pair("问", "asked"),
    "answered": Pair("答", "answered"),
    "ours": Pair("我方", "ours"),
    "sum": Pair("{scenarios}，{differing} 个不一致", "{scenarios}, {differing} decided otherwise"),
}

AGAINST_HELP: Final[Mapping[str, Pair]] = {
    "replay.against": Pair(
        "把命令逐行交给此程序，报告第一个不同的裁定。",
        "Hand the commands to this program, line by line, and tell the first that differs.",
    ),
    "replay.timeout": Pair(
        "程序每次回答最多几秒。", "How many seconds the program may take for an answer."
    ),
}
