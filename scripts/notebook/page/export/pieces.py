"""Parts of a text that no parser may read, such as maths: a mark stands in their place until the page is written."""

import re
from dataclasses import dataclass
from html import escape

OPEN, CLOSE = "\ue000", "\ue001"  # private use: they mean nothing, and are no letters of Markdown's
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
IN_URL = re.compile(r"%EE%80%80(\d+)%EE%80%81")


@dataclass
class Piece:
    source: str
    """As it was written: for places that hold text only."""
    html: str
    """Finished and safe."""
    plain: str
    """For a table of contents."""


class Pieces:
    def __init__(self) -> None:
        self._all: list[Piece] = []

    def mark(self, piece: Piece) -> str:
        self._all.append(piece)
        return f"{OPEN}{len(self._all) - 1}{CLOSE}"

    def html(self, text: str) -> str:
        """The text escaped, its pieces finished."""
        parts = MARK.split(text)
        return "".join(
            self._get(part).html if odd % 2 else escape(part, quote=False) for odd, part in enumerate(parts)
        )

    def source(self, text: str) -> str:
        """The text as it was written, not escaped."""
        text = MARK.sub(lambda found: self._get(found[1]).source, text)
        return IN_URL.sub(lambda found: self._get(found[1]).source, text)

    def plain(self, text: str) -> str:
        return MARK.sub(lambda found: self._get(found[1]).plain, text)

    def _get(self, number: str) -> Piece:
        return self._all[int(number)] if len(number) < 9 and int(number) < len(self._all) else Piece("", "", "")


def without_marks(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")
