"""What can be wrong with scenario files and feeds, and what a run warns of."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

SCENARIO: Final[Mapping[str, Pair]] = {
    # The file.
    "not_mapping": Pair(
        "情景文件是以“scenario:”开头的映射",
        "a scenario file is a mapping that begins with “scenario:”",
    ),
    "is_policy": Pair(
        "这是政策文件；用 `walletsim check` 检查",
        "this is a policy file; `walletsim check` reads it",
    ),
    "no_steps": Pair(
        "情景的“steps”之下至少要有一个步骤", "a scenario has at least one step under “steps”"
    ),
    "too_many": Pair(
        "{count} 个步骤对 YAML 来说太多；`walletsim convert` 可转为数据馈送",
        "{count} steps are too many for YAML; `walletsim convert` makes a feed",
    ),
    "policy_unreadable": Pair("政策文件{name}无法读取", "policy file {name} cannot be read"),
    "policy_twice": Pair("政策{name}写了两次", "policy {name} stands twice"),
    "unused": Pair("{person}不在任何步骤中，也没有余额", "{person} is in no step and has nothing"),
    "out_of_order": Pair(
        "步骤次序有误：{at} 早于 {last}", "step out of order: {at} is before {last}"
    ),
    "before_start": Pair(
        "步骤次序有误：故事始于 {start}", "step out of order: the story starts at {start}"
    ),
    "id_twice": Pair("步骤编号{id}出现了两次", "step id {id} stands twice"),
    "same_name": Pair(
        "情景名{name}与 {first} 的相同", "scenario {name} is also the name in {first}"
    ),
    # Names.
    "step_is_no": Pair("步骤{step}不是{what}", "step {step} is no {what}"),
    "is_transfer": Pair("转账", "transfer"),
    "is_spend": Pair("支付或结算", "spend or settlement"),
    "is_settlement": Pair("结算", "settlement"),
    "is_undoable": Pair("结算或撤销", "settlement or cancellation"),
    "happened": Pair("发生之事应恰为其一：{words}", "what happened is one of {words}"),
    # Steps.
    "no_action": Pair(
        "一个步骤只有一个动作键；这里没有动作", "a step has one action key; this one has no action"
    ),
    "several_actions": Pair(
        "一个步骤只有一个动作键；这里有多个动作：{actions}",
        "a step has one action key; this one has several actions: {actions}",
    ),
    "step_key": Pair("步骤中缺少键“{key}”", "key “{key}” is missing in the step"),
    "key_no_place": Pair(
        "键“{key}”不该出现在 {action} 中", "key “{key}” has no place in a {action}"
    ),
    "burden_or_items": Pair(
        "结算应写“burden”或“items”之一", "a settlement has either a “burden” or “items”"
    ),
    "item_twice": Pair("一张账单有两项编号相同", "two items of a bill have one id"),
    "amount_or_price": Pair(
        "项目 {item} 应写“amount”或“price”之一", "item {item} has either an “amount” or a “price”"
    ),
    "ratio": Pair("项目 {item}：比例须以“price”为准", "item {item}: a ratio is of a “price”"),
    "costs_nothing": Pair("项目 {item} 的费用为零或更少", "item {item} costs nothing, or less"),
    "amount_or_items": Pair(
        "退费应写“amount”或“items”之一", "a refund has either an “amount” or “items”"
    ),
    "moves_to": Pair("转移者要在“to”之下写明新地区", "who moves names the new region under “to”"),
    "to_of": Pair(
        "“to”是转移者的新地区，或去世者的继承人",
        "“to” is the new region of who moves, or the heir of who died",
    ),
    "last_day": Pair("只有暂停才有截止日", "only a suspension has a last day"),
    # What is expected.
    "verdict_alone": Pair(
        "“verdict”不是 expect 的键；请直接写裁定结果",
        "“verdict” is no key of expect; write the word alone",
    ),
    "never_pending": Pair("{action} 不会是 pending", "a {action} is never pending"),
    "paid_no_place": Pair(
        "“paid”不该出现在 {action} 的 expect 中", "“paid” has no place in the expect of a {action}"
    ),
    "refused_paid": Pair("被拒绝的不会支付", "what is refused is not paid"),
    "expect_names": Pair(
        "expect 写裁定结果，或在“refused”之下写拒绝代码",
        "expect names a verdict, or a refusal under “refused”",
    ),
    # What-ifs.
    "changes_something": Pair("假设要有所改变：{ways}", "a what-if changes something: {ways}"),
    "no_readings": Pair(
        "本情景的政策中 {setting} 没有解读", "{setting} has no readings in this scenario's policy"
    ),
    "what_if_no_place": Pair(
        "“{key}”不该出现在假设中；请写在“differs”或“ends”之下",
        "“{key}” has no place in a what-if; say it under “differs” or “ends”",
    ),
    "not_asked": Pair(
        "{action} 不能用来提问；请写一个命令", "a {action} cannot be asked; name a command"
    ),
    "asked_expect": Pair("提问中不写“expect”", "“expect” has no place in a question"),
    "past": Pair("已经过去：现在是 {now}", "that is in the past: it is {now} already"),
    # Feeds and JSON lines.
    "feed_name": Pair(
        "数据馈送是 .jsonl 或 .jsonl.gz 文件", "a feed is a .jsonl or .jsonl.gz file"
    ),
    "feed_unreadable": Pair("数据馈送{name}无法读取", "feed {name} cannot be read"),
    "feed_changed": Pair(
        "数据馈送已改变：其 sha256 为 {found}", "the feed has changed: its sha256 is {found}"
    ),
    "feed_rows": Pair(
        "数据馈送有 {count} 行，不是 {rows} 行", "the feed has {count} rows, not {rows}"
    ),
    "not_json": Pair("不是 JSON 对象：{error}", "not a JSON object: {error}"),
    "line_keys": Pair(
        "一行要有“key”，没有“id”，没有“expect”", "a line has a “key”, no “id” and no “expect”"
    ),
    "line_command": Pair(
        "一行是一个命令，不是 check 或 wait", "a line is a command, not a check or a wait"
    ),
    "line_object": Pair("{key}必须是 JSON 对象", "{key} must be a JSON object"),
    "line_value": Pair("{path}：{why}", "{path}: {why}"),
    "line_money": Pair(
        "金额以整数分写在“amount_fen”之下",
        "money stands as a whole number of fen under “amount_fen”",
    ),
    "line_fen": Pair("“{key}”是整数分，至少为 1", "“{key}” is a whole number of fen, at least 1"),
    # What a run warns of.
    "not_modelled": Pair(
        "{region}：未建模：{what}（涉及 {code}；{scenario} 的步骤 {step}）",
        "{region}: not modelled: {what} (touches {code}; step {step} of {scenario})",
    ),
}
