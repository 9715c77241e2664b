"""What each doubt of the lint is called, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

TITLES: Final[Mapping[str, Pair]] = {
    "P101": Pair("没有来源", "no source"),
    "P102": Pair("仅有较弱的来源", "only weak sources"),
    "P103": Pair("取值重叠或有空缺", "values that overlap or leave a gap"),
    "P105": Pair("核对已久", "checked too long ago"),
    "P106": Pair("没有规则使用的参数", "a parameter that no rule uses"),
    "P107": Pair("原文未写的金额", "an amount that its quote does not say"),
    "P108": Pair("早于来源发布", "older than its source"),
    "P110": Pair("没有情景检验的解读", "a reading that nothing tests"),
    "P111": Pair("不起作用的取值", "a value that changes nothing"),
    "P112": Pair("互相矛盾的取值", "values that contradict each other"),
}
"""As the headings of the reference of problems; messages themselves are English."""
