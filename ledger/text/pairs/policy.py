"""What can be wrong with policy files."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

POLICY: Final[Mapping[str, Pair]] = {
    # Definitions, rules, overlays.
    "needs": Pair("类型为 {kind} 的参数需要“{key}”", "a parameter of kind {kind} needs “{key}”"),
    "has_no": Pair("类型为 {kind} 的参数没有“{key}”", "a parameter of kind {kind} has no “{key}”"),
    "reserved": Pair(
        "“{word}”另有含义，不能作 {kind} 的词",
        "“{word}” has a meaning of its own and cannot be a word of {kind}",
    ),
    "column": Pair(
        "列的类型不能是 {column}；可选：{kinds}",
        "a column cannot be of kind {column}; one of {kinds}",
    ),
    "no_direction": Pair(
        "{kind} 没有松紧之分；请写 replace 或 end",
        "a {kind} is neither tighter nor looser; write replace or end",
    ),
    "no_place": Pair(
        "“{key}”不该出现在 {region} 的文件中", "“{key}” has no place in the file of {region}"
    ),
    "code_twice": Pair("{code} 出现了两次", "{code} stands twice"),
    "code_order": Pair(
        "{code} 应在 {before} 之前；规则的顺序是固定的",
        "{code} comes before {before}; the order of rules is fixed",
    ),
    "left_out": Pair(
        "{code} 要读取 {parameter}，这里漏写了", "{code} reads {parameter}, which is left out here"
    ),
    "not_read": Pair(
        "{code} 不读取 {parameter}；它读取 {reads}",
        "{code} does not read {parameter}; it reads {reads}",
    ),
    "no_parameter": Pair("（不读取参数）", "no parameter"),
    "not_defined": Pair(
        "未知的参数“{parameter}”；CN 没有定义它",
        "unknown parameter “{parameter}”; CN does not define it",
    ),
    "file_twice": Pair("{region} 已有文件：{first}", "{region} has a file already: {first}"),
    "no_nation": Pair(
        "缺少全国文件（region: CN）；参数由它定义",
        "the nation's file (region: CN) is missing; it defines the parameters",
    ),
    # Values.
    "until_before_from": Pair("“until”早于“from”", "“until” is before “from”"),
    "readings": Pair(
        "有争议的每个值都需要自己的“reading”名称",
        "every disputed value needs a “reading” with a name of its own",
    ),
    "end_has_value": Pair(
        "“end”表示没有生效的值：请删去 value",
        "“end” says that no value is in force: leave the value out",
    ),
    "no_wider": Pair("CN 之上没有可沿用的地区", "CN has no wider region to inherit from"),
    "overlaps": Pair(
        "{parameter}：{span} 与第 {line} 行的 {other} 重叠",
        "{parameter}: {span} overlaps {other} on line {line}",
    ),
    "rows_alone": Pair(
        "表格只写在“rows”之下，不写“value”",
        "a table is written under “rows” alone, without “value”",
    ),
    "value_wanted": Pair(
        "“{key}”之下应有一个 {kind} 类型的值", "a value of kind {kind} is wanted, under “{key}”"
    ),
    "words_wanted": Pair(
        "这里应是词的列表，例如 [outpatient, pharmacy]",
        "a list of words is wanted here, for example [outpatient, pharmacy]",
    ),
    "one_value": Pair("这里应是一个值，不是列表", "one value is wanted here, not a list"),
    "rows_ascending": Pair("各行应按“{first}”递增", "rows are wanted, ascending by “{first}”"),
    "row_columns": Pair(
        "每行应恰有这些列：{columns}", "each row has exactly the columns {columns}"
    ),
    "rows_wanted": Pair("这里应是表格，写在“rows”之下", "a table is wanted here, under “rows”"),
    # Directions.
    "not_tighter": Pair(
        "tighten：{day} 当天，{region} 的 {value} 并未收紧 {parameter}；{wider}",
        "tighten: on {day} {region}'s {value} does not tighten {parameter}, which {wider}",
    ),
    "not_looser": Pair(
        "loosen：{day} 当天，{region} 的 {value} 并未放宽 {parameter}；{wider}",
        "loosen: on {day} {region}'s {value} does not loosen {parameter}, which {wider}",
    ),
    "at_place": Pair("{what}（{line}）", "{what} ({line})"),
    "wider_value": Pair("{region} 为 {value}", "is {value} in {region}"),
    "wider_refuse": Pair(
        "{region} 没有生效的值，即拒绝",
        "has no value in force in {region}, which means refuse",
    ),
    "wider_no_limit": Pair(
        "{region} 没有生效的值，即不限",
        "has no value in force in {region}, which means no limit",
    ),
}
