"""What a cell put out, as a part of a report: the best of its forms that the report can hold; never one that acts."""

import json
import re
from html import escape
from typing import Any

from images import from_base64, svg
from maths import latex
from nbconvert.filters.ansi import ansi2html, strip_ansi
from prose import Prose

MOST = 1_000_000
"""Characters of one text that a report shows."""
UNSEEN = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b(?!\[)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]")
"""Terminals' titles and links, and characters that show nothing."""
PICTURES = {"image/svg+xml": svg} | dict.fromkeys(
    ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"), from_base64
)


def text_of(value: Any) -> str:
    """A MIME bundle's value as text, whatever it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return json.dumps(value, indent=2, ensure_ascii=False)


def terminal(text: str) -> str:
    """Text with a terminal's colours."""
    text = UNSEEN.sub("", text)
    if len(text) > MOST:
        end = MOST // 5
        left_out = f"{len(text) - MOST:,}"
        text = f"{text[: MOST - end]}\n… {left_out} characters left out …\n{text[-end:]}"
    try:
        return str(ansi2html(text))
    except (IndexError, ValueError):  # a colour that ends in the middle
        return escape(strip_ansi(text))


def plain(data: dict[str, Any]) -> str:
    return text_of(data.get("text/plain", ""))


def picture(data: dict[str, Any]) -> str | None:
    """The data address of a bundle's picture. One that turns out to be none gives way to the next."""
    found = (read(text_of(data[mime])) for mime, read in PICTURES.items() if mime in data)
    return next(filter(None, found), None)


def shown(data: dict[str, Any], prose: Prose) -> str:
    """HTML for a MIME bundle."""
    drawn = picture(data)
    if drawn:
        return f'<figure><img alt="{escape(plain(data)[:1000])}" src="{drawn}"></figure>'
    if "text/html" in data:
        return f'<div class="output html">{prose.html(text_of(data["text/html"]))}</div>'
    if "text/markdown" in data:
        return f'<div class="output prose">{prose.output(text_of(data["text/markdown"]))}</div>'
    if "text/latex" in data:
        return f'<div class="output prose">{latex(text_of(data["text/latex"]))}</div>'
    if "text/plain" in data:
        return f'<pre class="output">{terminal(plain(data))}</pre>'
    if "application/json" in data:
        text = json.dumps(data["application/json"], indent=2, ensure_ascii=False)
        return f'<pre class="output">{terminal(text)}</pre>'
    types = ", ".join(sorted(data))
    return f'<p class="output note">Output of type {escape(types[:500])}, not shown.</p>' if types else ""
