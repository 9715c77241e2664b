"""What can be wrong with a file's text, and how any problem is told."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

YAML: Final[Mapping[str, Pair]] = {
    # How problems are told.
    "and_more": Pair("{path}：…… 还有更多", "{path}: … and more"),
    "more_than": Pair("超过 {shown} 个问题", "more than {shown} problems"),
    "sum": Pair("{files}中有 {count}；什么都没有执行", "{count} in {files}; nothing was run"),
    "did_you_mean": Pair("是不是{word}？", "did you mean {word}?"),
    # The file itself.
    "too_large": Pair("文件大于 {limit}", "the file is larger than {limit}"),
    "empty": Pair("文件是空的", "the file is empty"),
    "not_utf8": Pair(
        "文件不是 UTF-8 编码（字节 0x{byte}）", "the file is not UTF-8 (byte 0x{byte})"
    ),
    "not_utf8_like": Pair(
        "文件不是 UTF-8 编码（字节 0x{byte}）；看起来是 {encoding}，请另存为 UTF-8",
        "the file is not UTF-8 (byte 0x{byte}); it looks like {encoding}, save it as UTF-8",
    ),
    "control": Pair("控制字符 {char}；请删去", "control character {char}; leave it out"),
    "control_in_text": Pair(
        "文本中有控制字符 {char}；请删去", "control character {char} in a text; leave it out"
    ),
    # What YAML allows and a file may not use.
    "key_twice": Pair(
        "键{key}写了两次；第一次在第 {line} 行", "key {key} written twice; first on line {line}"
    ),
    "key_missing": Pair("“:”之前缺少键", "a key is missing before “:”"),
    "key_not_text": Pair(
        "键必须是文本，不能是列表或映射", "a key must be a text, not a list or mapping"
    ),
    "no_value_inside": Pair(
        "{{}} 中的键{key}没有值；请给文本加引号",
        "key {key} has no value inside {{}}; quote the text",
    ),
    "too_deep": Pair(
        "嵌套超过 {depth} 层；此后的内容没有读取",
        "nested deeper than {depth} levels; nothing after this was read",
    ),
    "second_document": Pair(
        "这里又开始一个文档；一个文件只能有一个文档",
        "a second document begins; one file, one document",
    ),
    "not_allowed": Pair(
        "不允许使用{what}；请把内容写全", "{what} are not allowed; write the text out"
    ),
    "aliases": Pair("别名 (*)", "aliases (*)"),
    "anchors": Pair("锚点 (&)", "anchors (&)"),
    "merge_keys": Pair("合并键 (<<)", "merge keys (<<)"),
    "tags": Pair("标签 (!)", "tags (!)"),
    # Its syntax.
    "syntax_tags": Pair(
        "不允许使用标签 (!)；以 ! 开头的文本请加引号",
        "tags (!) are not allowed; quote a text that begins with !",
    ),
    "syntax_aliases": Pair(
        "不允许使用锚点 (&) 和别名 (*)；以 & 或 * 开头的文本请加引号",
        "anchors (&) and aliases (*) are not allowed; quote a text that begins with & or *",
    ),
    "syntax_tab": Pair(
        "缩进用了制表符；YAML 要用空格", "a tab is used for indentation; YAML wants spaces"
    ),
    "syntax_percent": Pair(
        "行不能以 % 开头；请给文本加引号", "a line cannot begin with %; quote the text"
    ),
    "syntax_version": Pair("请删去 %YAML 行", "leave the %YAML line out"),
    "syntax_colon": Pair(
        "“: ”不能出现在这里；请检查缩进，或给文本加引号",
        "“: ” cannot stand here; check indentation, or quote the text",
    ),
    "syntax_dash": Pair(
        "“- ”不能出现在这里；列表请另起一行",
        "“- ” cannot stand here; begin the list on its own line",
    ),
    "syntax_question": Pair(
        "“? ”不能出现在这里；请给文本加引号", "“? ” cannot stand here; quote the text"
    ),
    "syntax_neither": Pair(
        "这既不是“键: 值”，也不是“- 列表项”", "this is neither “key: value” nor “- item”"
    ),
    "syntax_quote_open": Pair("这个引号没有闭合", "this quotation mark is never closed"),
    "syntax_quote_dashes": Pair(
        "这个引号在“---”之前没有闭合", "this quotation mark is not closed before “---”"
    ),
    "syntax_no_escape": Pair(
        r"没有这样的转义；反斜杠请写成 \\", r"no such escape; for a backslash write \\"
    ),
    "syntax_escape": Pair(
        "这个转义没有写完，或不代表任何字符", "this escape is unfinished or names no character"
    ),
    "syntax_block": Pair(
        "| 或 > 之后必须换行；或给文本加引号", "after | or > the line must end; or quote the text"
    ),
    "syntax_mapping": Pair(
        "这里对不上；请检查此前的缩进和引号",
        "this does not fit; check indentation and quotes before it",
    ),
    "syntax_item": Pair(
        "缺少“- ”；列表各项要从同一列开始",
        "“- ” is missing; the items of a list begin in one column",
    ),
    "syntax_value": Pair("这里缺少值", "a value is missing here"),
    "syntax_after": Pair(
        "此处之后不能再有内容；请检查括号和缩进",
        "nothing may follow here; check brackets and indentation",
    ),
    "syntax_other": Pair("这不是 YAML：{says}", "this is not YAML: {says}"),
    "syntax_bracket_open": Pair("这个“{opening}”没有闭合", "this “{opening}” is never closed"),
    "syntax_bracket": Pair(
        "缺少“,”或“{closing}”；第 {line} 行的“{opening}”尚未闭合",
        "“,” or “{closing}” is missing; the “{opening}” on line {line} is still open",
    ),
    "syntax_begin": Pair(
        "文本不能以{char}开头；请加引号", "a text cannot begin with {char}; quote the text"
    ),
}
