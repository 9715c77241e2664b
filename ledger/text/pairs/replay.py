"""What a replay prints: results, what was expected and what came, what-ifs, and the sum."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

REPLAY: Final[Mapping[str, Pair]] = {
    "ok": Pair("符合", "ok"),
    "fail": Pair("不符", "FAIL"),
    "counts": Pair(
        "{steps} 步，{refused} 个拒绝，{what_ifs}",
        "{steps} steps, {refused} refused, {what_ifs}",
    ),
    "failure": Pair(
        "{where}: {subject}：应为 {expected}，实为 {came}",
        "{where}: {subject}: expected {expected}, came {came}",
    ),
    "hides": Pair("{name}：遮住 {setting} 的 {span}", "{name}: hides {setting} of {span}"),
    "sweep": Pair(
        "{setting} = {value}：{refused} 个拒绝；{flips}",
        "{setting} = {value}: {refused} refused; {flips}",
    ),
    "no_flips": Pair("没有变化", "nothing changes"),
    "failed": Pair(
        "{scenarios}，{steps}，{what_ifs}：{failed} 个失败",
        "{scenarios}, {steps}, {what_ifs}: {failed} failed",
    ),
    "verified": Pair(
        "{scenarios}，{steps}，{what_ifs}：全部通过验证",
        "{scenarios}, {steps}, {what_ifs}: all verified",
    ),
    # What was expected, and what came.
    "no_difference": Pair("没有差异", "no difference"),
    "nothing": Pair("无", "nothing"),
    "paid": Pair("支付 {shares}", "paid {shares}"),
    "a_settlement": Pair("结算", "a settlement"),
    "any_amount": Pair("任何金额", "any amount"),
    "no_parameter": Pair("没有参数", "no parameter"),
    "happened": Pair("发生", "happened"),
    "did_not_happen": Pair("没有发生", "did not happen"),
    "holds": Pair("成立", "holds"),
    "after_event": Pair("事件 #{seq} 之后的 {name}", "{name} after event #{seq}"),
    "other_book": Pair("日志账重放得到另一个账簿", "the journal folds to another book"),
    "not_named": Pair(
        "0元，因为没有列出而 `only` 为 true", "0元, because it is not named and `only` is true"
    ),
    "change": Pair("{was} -> {now}", "{was} -> {now}"),
    "with": Pair("{answer} {more}", "{answer} {more}"),
    "flip": Pair("{step}：{change}", "{step}: {change}"),
    "several": Pair("{one}；{more}", "{one}; {more}"),
    # Run records.
    "no_record": Pair("{folder} 中没有记录", "no record in {folder}"),
    "not_record": Pair("{path} 不是运行记录", "{path} is no run record"),
    "not_format": Pair(
        "{path} 不是格式 {format} 的运行记录", "{path} is no run record of format {format}"
    ),
    "differs": Pair("{scenario}：{difference}", "{scenario}: {difference}"),
    "was_now": Pair("{what}：{was} -> {now}", "{what}: {was} -> {now}"),
}
