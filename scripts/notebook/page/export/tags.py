"""Tags read and written."""

from collections.abc import Iterator
from html import escape
from typing import Any


def start(tag: str, attributes: dict[str, str]) -> str:
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{pairs}>"


def passed_over(tokens: Iterator[dict[str, Any]]) -> None:
    """Reads on to the end of the element that has just begun."""
    depth = 1
    for token in tokens:
        depth += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
        if depth == 0:
            return
