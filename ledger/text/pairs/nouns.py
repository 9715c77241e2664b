"""What a name can be a name of, in messages about names that mean nothing."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

NOUNS: Final[Mapping[str, Pair]] = {
    "unknown": Pair("未知的{what}{word}", "unknown {what} {word}"),
    "one_of": Pair("可选：{words}", "one of {words}"),
    "account": Pair("账户", "account"),
    "direction": Pair("方向", "direction"),
    "grade": Pair("等级", "grade"),
    "intent": Pair("情节", "intent"),
    "invariant": Pair("不变量", "invariant"),
    "kin": Pair("亲属关系", "kin"),
    "kind": Pair("类型", "kind"),
    "message": Pair("报文", "message"),
    "mode": Pair("方式", "mode"),
    "offence": Pair("违规行为", "offence"),
    "fault": Pair("故障", "fault"),
    "parameter": Pair("参数", "parameter"),
    "person": Pair("人员", "person"),
    "policy": Pair("政策", "policy"),
    "premium": Pair("保费", "premium"),
    "proof": Pair("证明", "proof"),
    "province": Pair("省份", "province"),
    "reading": Pair("解读", "reading"),
    "refusal code": Pair("拒绝代码", "refusal code"),
    "region": Pair("地区", "region"),
    "role": Pair("适用方", "role"),
    "scheme": Pair("险种", "scheme"),
    "setting": Pair("就医场景", "setting"),
    "source": Pair("来源", "source"),
    "standing": Pair("参保状态", "standing"),
    "step": Pair("步骤", "step"),
    "truth value": Pair("真假值", "truth value"),
    "verdict": Pair("裁定结果", "verdict"),
    "word": Pair("词", "word"),
    "zone": Pair("时区", "zone"),
    "unit": Pair("单位", "unit"),
    "encoding": Pair("编码", "encoding"),
}
"""By the word that code says; `Said` inside `noun.unknown`."""
