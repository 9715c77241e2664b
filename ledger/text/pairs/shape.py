"""What can be wrong with a file whose text is sound: keys and values that do not fit its model."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

SHAPE: Final[Mapping[str, Pair]] = {
    "text": Pair("文本", "a text"),
    "mapping": Pair("映射", "a mapping"),
    "list": Pair("列表", "a list"),
    "or": Pair("{one}或{other}", "{one} or {other}"),
    "the_file": Pair("文件", "the file"),
    "item": Pair("第 {number} 项", "item {number}"),
    "item_of": Pair("{whole}的第 {number} 项", "item {number} of {whole}"),
    "key": Pair("键{key}", "key {key}"),
    "unknown_key": Pair("未知的键{key}", "unknown key {key}"),
    "unknown_key_in": Pair("{place} 中有未知的键{key}", "unknown key {key} in {place}"),
    "missing": Pair("缺少{what}", "{what} is missing"),
    "missing_in": Pair("{place} 中缺少{what}", "{what} is missing in {place}"),
    "no_value": Pair("{what}没有值", "{what} has no value"),
    "must_be": Pair("{what}必须是{wanted}，不能是{found}", "{what} must be {wanted}, not {found}"),
    "no_form": Pair("{what}不是任何一种已知写法", "{what} has none of the known forms"),
    "not_one_of": Pair("{word}不在以下之列：{choices}", "{word} is not one of {choices}"),
    "more": Pair("……", "…"),
    "too_short": Pair(
        "这里至少要有 {least} 项，现有 {found} 项", "at least {least} is wanted here, not {found}"
    ),
    "other": Pair("不合要求：{says}", "{says}"),
    "other_given": Pair("{given}不合要求：{says}", "{given}: {says}"),
}
