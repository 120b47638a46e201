"""Maths in Markdown and LaTeX, found as JupyterLab finds it: before anything else reads the text, and never in code.

It leaves as <tex-inline> and <tex-block> holding escaped TeX; the caller of the export turns them into MathML.
"""

import re
from html import escape

from pieces import Piece, Pieces

MOST = 10_000
"""Characters in one formula: bounds the search for an end that never comes."""
CODE = rf"""
    (?P<code>^[ \t>]*(?P<fence>`{{3,}}|~{{3,}})[^\n]*\n(?:.*?\n)??[ \t>]*(?P=fence)[`~]*[ \t]*$
    |(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).){{1,{MOST}}}?(?<!`)(?P=ticks)(?!`))
"""
LONG = rf"\\begin\{{(?P<name>[a-z]+\*?)\}}.{{0,{MOST}}}?\\end\{{(?P=name)\}}|(?<!\$)\$\$(?P<block>.{{1,{MOST}}}?)(?<!\\)\$\$"
SHORT = rf"\$(?!\$)(?P<inline>(?:\\.|[^$\\\n]|\n(?![ \t]*\n)){{1,{MOST}}}?)\$(?!\$)"
MARKDOWN = re.compile(
    rf"""{CODE}
    |\\\\\[(?P<display>.{{1,{MOST}}}?)\\\\\]|\\\\\((?P<round>.{{1,{MOST}}}?)\\\\\)
    |{LONG}|(?P<escaped>\\[\s\S])|{SHORT}""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
LATEX = re.compile(
    rf"\\\[(?P<display>.{{1,{MOST}}}?)\\\]|\\\((?P<round>.{{1,{MOST}}}?)\\\)|{LONG}|(?P<escaped>\\[\s\S])|{SHORT}",
    re.DOTALL,
)


def _piece(found: re.Match[str]) -> Piece | None:
    part = found.groupdict()
    if part.get("code") or part["escaped"]:
        return None
    short = part["inline"] or part["round"]
    tex = short or part["block"] or part["display"] or found[0]
    kind = "inline" if short else "block"
    return Piece(found[0], f"<tex-{kind}>{escape(tex)}</tex-{kind}>", tex)


def set_aside(markdown: str, pieces: Pieces) -> str:
    """The Markdown with a mark in place of each formula."""

    def mark(found: re.Match[str]) -> str:
        piece = _piece(found)
        return pieces.mark(piece) if piece else found[0]

    return MARKDOWN.sub(mark, markdown)


def latex(source: str) -> str:
    """Text with formulas, as LaTeX output: the formulas set, the rest as it is written."""
    out, at = [], 0
    for found in LATEX.finditer(source):
        if piece := _piece(found):
            out += [escape(source[at : found.start()]), piece.html]
            at = found.end()
    return "".join(out) + escape(source[at:])
