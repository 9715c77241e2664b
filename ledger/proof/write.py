"""How a story made by the program is written as a scenario file: a step a line, as people do."""

from collections.abc import Mapping
from typing import Any, Final

import yaml

SCHEMA: Final = "# yaml-language-server: $schema=../schema/scenario-1.schema.json"
_WIDE: Final = 1 << 20


def story_text(data: Mapping[str, Any]) -> str:
    """The text of a scenario file; `data` holds texts, lists and mappings of them."""
    lines = [SCHEMA]
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
        elif key in {"people", "opening"} and value:
            lines += [f"{key}:", *(f"  {_flow(name)}: {_flow(one)}" for name, one in value.items())]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """A value in one line."""
    text = yaml.dump(
        value,
        Dumper=_Plain,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDE,
    )
    return text.removesuffix("\n").removesuffix("\n...")


class _Plain(yaml.SafeDumper):
    """Quotes only what could not be read back: every scalar of a file is text anyway."""

    yaml_implicit_resolvers: Mapping[str, Any] = {}  # type: ignore[assignment]  # no scalar is special

    def ignore_aliases(self, _data: object) -> bool:
        """Nothing is written as a reference to what stands elsewhere."""
        return True
