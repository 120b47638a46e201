"""What GitHub's Markdown adds to CommonMark, where mistune's own plugins read it otherwise than JupyterLab does."""

import re
from typing import Any

from mistune import Markdown
from mistune.plugins import table as mistune_table

DELIMITER = r"[ \t]*:?-+:?[ \t]*"
TABLE = rf"^ {{0,3}}(?P<gfm_head>[^\n|]*\|[^\n]*)\n {{0,3}}(?P<gfm_line>\|?{DELIMITER}(?:\|{DELIMITER})*\|?[ \t]*)(?:\n|$)"
OTHER_BLOCK = re.compile(r"[ \t]*$| {0,3}(?:#{1,6}\s|>|```|~~~|[-*+]\s|\d{1,9}[.)]\s|</?[A-Za-z])| {4}")
ADDRESS = r"(?<![\w@/.-])(?:https?://|www\.)[^\s<]+"
MAIL = r"(?<![\w.+@/-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?![-\w@])"
STRUCK = r"(?<!~)(?P<gfm_tildes>~~?)(?![~\s])(?P<gfm_text>(?:[^~\n\\]|\\.|\n(?!\s*\n))+?)(?<!\s)(?P=gfm_tildes)(?!~)"


def _cells(line: str) -> list[str]:
    text = line.strip().removeprefix("|")
    if re.search(r"(?<!\\)(?:\\\\)*\|$", text):
        text = text[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", text)]


def _alignment(mark: str) -> str | None:
    ends = mark.startswith(":"), mark.endswith(":")
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(ends)


def _table(_block: Any, found: re.Match[str], state: Any) -> int | None:
    titles = _cells(found["gfm_head"])
    aligned = [_alignment(mark) for mark in _cells(found["gfm_line"])]
    if len(titles) != len(aligned):
        return None

    def row(texts: list[str], head: bool) -> list[dict[str, Any]]:
        filled = [*texts, *[""] * len(aligned)][: len(aligned)]
        return [
            {"type": "table_cell", "text": text, "attrs": {"align": align, "head": head}}
            for text, align in zip(filled, aligned, strict=True)
        ]

    at, rows = found.end(), []
    while at < state.cursor_max:
        line = state.get_line(at)
        if OTHER_BLOCK.match(line.rstrip("\n")):
            break
        rows.append({"type": "table_row", "children": row(_cells(line), False)})
        at += len(line)
    body = [{"type": "table_body", "children": rows}] if rows else []
    state.append_token({"type": "table", "children": [{"type": "table_head", "children": row(titles, True)}, *body]})
    return at


def _trimmed(text: str) -> str:
    """A bare address without the punctuation of the sentence around it."""
    while True:
        shorter = re.sub(r"(?:[?!.,:*_~'\"]+|&\w+;)$", "", text)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == text:
            return text
        text = shorter


def _linked(inline: Any, state: Any, text: str, address: str) -> None:
    if state.in_link:
        inline.process_text(text, state)
        return
    link = {"type": "link", "children": [{"type": "text", "raw": text}], "attrs": {"url": address}}
    state.append_token({**link, "_autolink": text})  # mistune takes it back where it turns out to stand in a link


def _address(inline: Any, found: re.Match[str], state: Any) -> int:
    text = _trimmed(found[0])
    if state.brackets and "]" in text:
        text = text[: text.index("]")]
    _linked(inline, state, text, text if "://" in text else f"http://{text}")
    return found.start() + len(text)


def _mail(inline: Any, found: re.Match[str], state: Any) -> int:
    _linked(inline, state, found[0], f"mailto:{found[0]}")
    return found.end()


def _struck(inline: Any, found: re.Match[str], state: Any) -> int:
    within = state.copy()
    within.src = found["gfm_text"]
    state.append_token({"type": "strikethrough", "children": inline.render(within)})
    return found.end()


def gfm(markdown: Markdown) -> None:
    block, inline, renderer = markdown.block, markdown.inline, markdown.renderer
    mistune_table.table(markdown)  # for how a table is written
    for name in ("table", "nptable"):
        block.rules.remove(name)
    block.register("gfm_table", TABLE, _table, before="paragraph")
    block.insert_rule(block.block_quote_rules, "gfm_table", before="paragraph")
    block.insert_rule(block.list_rules, "gfm_table", before="paragraph")
    inline.register("gfm_address", ADDRESS, _address)
    inline.register("gfm_mail", MAIL, _mail)
    inline.register("gfm_struck", STRUCK, _struck)
    renderer.register("strikethrough", lambda _renderer, text: f"<del>{text}</del>")
