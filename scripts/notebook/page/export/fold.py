"""What a folded cell is called: its first comment, or what it is and how long."""

import re

from listing import TYPESCRIPT
from pygments.token import Comment

LONG = 12
"""Code of more lines than this starts folded."""
MARKS = re.compile(r"^(?://+|/\*+)|\*+/$|^\*+(?!/)")
"""What makes text a comment, at the ends of its lines."""
SENTENCE = re.compile(r"(?<=[.!?])\s")


def folded(source: str) -> str:
    """The name of a cell whose code is long, nothing for short code."""
    lines = source.count("\n") + 1
    if lines <= LONG:
        return ""
    imports = all(re.match(r"import\b", statement) for statement in statements(source))
    return f"{comment(source) or ('imports' if imports else 'code')}, {lines} lines"


def comment(source: str) -> str:
    """The first sentence of the first comment that has lines of its own; a comment beside code speaks of that line only."""
    own: list[str] = []
    end = 0
    for start, kind, text in TYPESCRIPT.get_tokens_unprocessed(source):
        alone = not source[source.rfind("\n", 0, start) + 1 : start].strip()
        if kind in Comment and alone and (not own or source[end:start].count("\n") <= 1):
            own += [MARKS.sub("", line.strip()).strip() for line in text.splitlines()]
            end = start + len(text)
        elif own and text.strip():
            break
    return SENTENCE.split(" ".join(filter(None, own)))[0].rstrip(".:;,")


def statements(source: str) -> list[str]:
    """Roughly: what begins at the left edge, but for closing brackets."""
    return [line for line in source.splitlines() if line and not line[0].isspace() and line[0] not in "})]"]
