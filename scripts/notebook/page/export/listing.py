"""Program text in a report: coloured, and each line folded under itself where it is too long for the page."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TypeScriptLexer, get_lexer_by_name
from pygments.util import ClassNotFound

TYPESCRIPT = TypeScriptLexer(stripnl=False)
PLAIN = get_lexer_by_name("text", stripnl=False)
FORMATTER = HtmlFormatter(nowrap=True)
TAB = 2
"""As wide as the style sheet's `tab-size`."""


def lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return PLAIN


def listing(source: str, language: Lexer = TYPESCRIPT) -> str:
    """Lines that know how far they are indented, for the style sheet to hang what does not fit under them."""
    html = highlight(source, language, FORMATTER).removesuffix("\n")
    lines = zip(source.split("\n"), html.split("\n"), strict=False)
    return "".join(f'<span class="line" style="--indent:{indent(text)}">{line}\n</span>' for text, line in lines)


def indent(line: str) -> int:
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.replace("\t", " " * TAB))
