"""Why a text is no amount, day, moment, count or word."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

VALUES: Final[Mapping[str, Pair]] = {
    # Money.
    "negative": Pair(
        "“{text}”是负数；金额应为零或更多", "“{text}” is negative; an amount is zero or more"
    ),
    "too_much": Pair(
        "“{text}”超过最大金额 {most} 元", "“{text}” is more than the largest amount, {most} 元"
    ),
    "part_of_fen": Pair("“{text}”：分不可再分", "“{text}”: a fen is not divided"),
    "three_decimals": Pair(
        "“{text}”超过两位小数；最小金额为 0.01元",
        "“{text}” has more than two decimals; the smallest amount is 0.01元",
    ),
    "comma": Pair(
        "“{text}”：金额不用千位逗号，请写 {plain}",
        "“{text}”: no thousands comma in an amount, write {plain}",
    ),
    "no_unit": Pair(
        "“{text}”没有单位；请写 {text}元（或 …分）", "“{text}” has no unit; write {text}元 (or …分)"
    ),
    "not_money": Pair(
        "“{text}”不是金额；请写成例如 2000元、2000.50元 或 200050分",
        "“{text}” is not an amount; write for example 2000元, 2000.50元 or 200050分",
    ),
    # Days, moments and hours.
    "not_day": Pair(
        "“{text}”不是日期；请写成例如 2025-11-10",
        "“{text}” is not a day; write for example 2025-11-10",
    ),
    "no_such_day": Pair("日历中没有 {text} 这一天", "there is no day {text} in the calendar"),
    "no_time": Pair(
        "“{text}”没有时间；请写成例如 {text} 20:05",
        "“{text}” has no time of day; write for example {text} 20:05",
    ),
    "not_moment": Pair(
        "“{text}”不是时刻；请写成例如 2025-11-10 20:05",
        "“{text}” is not a moment; write for example 2025-11-10 20:05",
    ),
    "no_such_time": Pair("“{text}”：没有这样的时间", "“{text}”: there is no such time of day"),
    "not_hours": Pair(
        "“{text}”不是时段；请写成例如 22:00-06:00",
        "“{text}” is not a span of hours; write for example 22:00-06:00",
    ),
    "not_clock": Pair(
        "“{text}”不是时间；请写成例如 06:00",
        "“{text}” is not a time of day; write for example 06:00",
    ),
    "not_due": Pair(
        "“{text}”不是到期时间；请写成例如 06:00 next day",
        "“{text}” is not a due time; write for example 06:00 next day",
    ),
    "not_month": Pair(
        "“{text}”不是月份；请写成例如 2026-03", "“{text}” is not a month; write for example 2026-03"
    ),
    # Small numbers.
    "not_count": Pair(
        "“{text}”不是数量；请写成例如 3次", "“{text}” is not a count; write for example 3次"
    ),
    "not_unit": Pair(
        "“{text}”不是数量单位；请写成例如 次、人 或 个月",
        "“{text}” is not a unit of a count; write for example 次, 人 or 个月",
    ),
    "not_percent": Pair(
        "“{text}”不是百分比；请写成例如 2.5%",
        "“{text}” is not a percentage; write for example 2.5%",
    ),
    "not_age": Pair(
        "“{text}”不是年龄；请写成例如 18岁", "“{text}” is not an age; write for example 18岁"
    ),
    "not_days": Pair(
        "“{text}”不是天数；请写成例如 30日",
        "“{text}” is not a number of days; write for example 30日",
    ),
    "not_number": Pair("“{text}”不是整数", "“{text}” is not a whole number"),
    # What any field can lack.
    "missing": Pair("这里缺少值", "a value is missing here"),
    "not_text": Pair("这里应是一个文本", "one text is wanted here"),
    "format": Pair(
        "未知的格式“{text}”；本引擎读取格式 1",
        "format “{text}” is unknown; this engine reads format 1",
    ),
    # What only scenarios write.
    "moves_nothing": Pair("要移动的金额至少为 0.01元", "an amount to move is at least 0.01元"),
    "more_than_all": Pair("“{text}”超过全价", "“{text}” is more than the whole price"),
    "backwards": Pair("“{text}”前大后小", "“{text}” runs backwards"),
    "not_setting": Pair(
        "“{text}”不是某地区的参数；请写成 transfer.cap.each@CN",
        "“{text}” is not a parameter of a region; write transfer.cap.each@CN",
    ),
    "person_reserved": Pair(
        "“{text}”不能作人员编号：这是保留词",
        "“{text}” does not name a person: a person's id is reserved",
    ),
    "person_letters": Pair(
        "“{text}”不能作人员编号：只可用字母、数字、_ 和 -",
        "“{text}” does not name a person: a person's id may hold letters, digits, _ and -",
    ),
    "not_name": Pair(
        "姓名至多 60 个可显示字符，不含括号",
        "a name is at most 60 printable characters, without brackets",
    ),
    "not_id": Pair(
        "“{text}”不能作编号：至多 64 个字符，不含空格和 / , :",
        "“{text}” is not an id: at most 64 characters, no space / , :",
    ),
    "not_hash": Pair(
        "“{text}”不是哈希的开头（小写十六进制）",
        "“{text}” is not the beginning of a hash in lower-case hex",
    ),
}
