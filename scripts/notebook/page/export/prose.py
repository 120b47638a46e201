"""Markdown as JupyterLab shows it, and HTML that cells print, held to what a report allows."""

import re
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Any

from clean import Clean
from gfm import gfm
from images import Images
from links import Links, slug
from listing import lexer, listing
from maths import set_aside
from mistune import HTMLRenderer, Markdown
from mistune.plugins.task_lists import task_lists
from pieces import Piece, Pieces, without_marks
from tables import tables

OWN_IDS = re.compile(r"failed|figure-\d+")
GIVEN_ID = re.compile(r"""\bid\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
PLUGINS = (gfm, task_lists)
FORMATTING = re.compile(r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*>", re.IGNORECASE)


def closed(text: str) -> str:
    """Ends what a paragraph began and left open: a browser would go on with it in the next one, JupyterLab does not."""
    left_open: Counter[str] = Counter()
    for end, name in FORMATTING.findall(text):
        left_open[name] = max(0, left_open[name] + (-1 if end else 1))
    return text + "".join(f"</{name}>" for name in left_open.elements())


class Renderer(HTMLRenderer):
    """Leaves every address and every tag as it came: `Clean` decides."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__(escape=False, allow_harmful_protocols=True)
        self.pieces = pieces

    def paragraph(self, text: str) -> str:
        return super().paragraph(closed(text))

    def heading(self, text: str, level: int, **attributes: object) -> str:
        return super().heading(closed(text), level)

    def block_text(self, text: str) -> str:
        return super().block_text(closed(text))

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").split(maxsplit=1)
        text = self.pieces.source(code).removesuffix("\n")
        html = f'<pre class="listing"><code>{listing(text, lexer(language[0] if language else "text"))}</code></pre>'
        return self.pieces.mark(Piece(text, html, text)) + "\n"


class Prose:
    """The prose of one notebook: what its headings are called, which images it needs, what went wrong."""

    def __init__(self, images: Images, links: Links, complain: Callable[[str], None]) -> None:
        self.images, self.links, self.complain = images, links, complain
        self.headings: list[tuple[int, str, str]] = []
        """(level, id, text)"""
        self._ids: set[str] = set()

    def foresee(self, source: str) -> None:
        """Learns the ids that an author gave, for links that come before them."""
        self.links.ids.update(GIVEN_ID.findall(source))

    def cell(self, source: str, attachments: object = None) -> str:
        """A Markdown cell; its headings get ids and enter the table of contents."""
        self.images.attachments = attachments if isinstance(attachments, dict) else {}
        return self._markdown(source, name=self._name, heading=self._heading, own=True)

    def output(self, source: str) -> str:
        """Markdown that a cell printed."""
        self.images.attachments = {}
        return self._markdown(source)

    def html(self, source: str) -> str:
        """HTML that a cell printed."""
        self.images.attachments = {}
        return tables(Clean(self._image, self.links.address).html(source))

    def _markdown(self, source: str, **own: Any) -> str:
        pieces = Pieces()
        text = set_aside(without_marks(source), pieces)
        try:
            html = Markdown(Renderer(pieces), plugins=PLUGINS)(text)
            return tables(Clean(self._image, self.links.address, pieces=pieces, **own).html(str(html)))
        except RecursionError:
            self.complain("Markdown nested too deeply to be set; shown as it is written")
            return f'<pre class="output">{escape(source)}</pre>'

    def _image(self, source: str) -> tuple[str | None, str]:
        address, why = self.images.find(source)
        if address is None:
            shown = source if len(source) <= 100 else f"{source[:100]}…"
            self.complain(f"the image {shown} is not shown: {why}")
        return address, why

    def _name(self, name: str) -> bool:
        if name in self._ids or OWN_IDS.fullmatch(name) or not name:
            return False
        self._ids.add(name)
        return True

    def _heading(self, level: int, text: str) -> str:
        base = slug(text)
        name, count = base, 2
        while not self._name(name):
            name, count = f"{base}-{count}", count + 1
        self.headings.append((level, name, text))
        return name
