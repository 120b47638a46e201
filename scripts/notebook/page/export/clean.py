"""HTML of a notebook, read as a browser reads it and written anew from what is allowed: no script, no style sheet,
no form, nothing that asks for something or that the page around it could feel."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from allowed import BLOCKS, ELEMENTS, PARENTS, RENAMED, VOID, WITHOUT_CONTENT, attribute
from bleach.html5lib_shim import HTMLParser, getTreeWalker
from drawing import SVG, drawing
from images import svg
from pieces import Pieces
from tags import passed_over, start

HTML = "http://www.w3.org/1999/xhtml"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
EXTERNAL = ("http://", "https://", "mailto:")


class Clean:
    """One pass over a fragment.

    image  (source) → a data address, or None and why not
    link   (href) → the address as the page should have it, or None
    name   (id) → whether the page takes it
    heading (level, text) → an id
    Without `name` and `heading` nothing gets an id.
    own    whether the fragment stands in the page by itself: what is in no block then gets one
    """

    def __init__(
        self,
        image: Callable[[str], tuple[str | None, str]],
        link: Callable[[str], str | None],
        name: Callable[[str], bool] | None = None,
        heading: Callable[[int, str], str] | None = None,
        pieces: Pieces | None = None,
        own: bool = False,
    ) -> None:
        self.image, self.link, self.name, self.heading = image, link, name, heading
        self.pieces = pieces or Pieces()
        self.own, self.loose = own, False
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []
        """Elements that are open: as they came, and as they were written; "" for one that was left out."""
        self.place, self.words = 0, ""
        """Where the heading under way began, and its text."""

    def html(self, source: str) -> str:
        tree = HTMLParser(namespaceHTMLElements=True).parseFragment(source)
        tokens = iter(getTreeWalker("etree")(tree))
        for token in tokens:
            kind = token["type"]
            if kind in ("Characters", "SpaceCharacters"):
                self._text(token["data"])
            elif kind == "EndTag":
                self._close()
            elif kind in ("StartTag", "EmptyTag"):
                self._element(token, tokens)
        self._gather(block=True)
        return "".join(self.out)

    def _gather(self, block: bool) -> None:
        """Text and words' elements that stand in no block share one, up to the next block."""
        if not self.own or block != self.loose or any(written for _, written in self.open):
            return
        self.out.append("</div>" if self.loose else '<div class="loose">')
        self.loose = not self.loose

    def _text(self, text: str) -> None:
        self.words += text
        verbatim = any(written in ("pre", "code") for _, written in self.open)
        html = escape(self.pieces.source(text), quote=False) if verbatim else self.pieces.html(text)
        if html.strip():
            self._gather(block=html.lstrip().startswith("<pre"))
        self.out.append(html)

    def _element(self, token: dict[str, Any], rest: Iterator[dict[str, Any]]) -> None:
        tag, ends = token["name"], token["type"] == "EmptyTag"
        if token["namespace"] == SVG and tag == "svg":
            self._gather(block=False)
            self._drawing(drawing(token, rest))
            return
        if tag.lower() in WITHOUT_CONTENT:
            if not ends:
                passed_over(rest)
            return
        written = RENAMED.get(tag, tag) if token["namespace"] == HTML else ""
        if written in PARENTS and not any(name in PARENTS[written] for _, name in self.open):
            written = "div"
        if written not in ELEMENTS:
            written = ""
        if written:
            self._gather(block=written in BLOCKS)
        given = {name: self.pieces.source(value) for (space, name), value in token["data"].items() if space is None}
        if written == "img":
            self._image(given)
        elif written:
            if written in HEADINGS:
                self.place, self.words = len(self.out), ""
            self.out.append(start(written, self._attributes(written, given)))
        if not ends and written not in VOID:
            self.open.append((tag, written))

    def _close(self) -> None:
        _, written = self.open.pop()
        if not written:
            return
        if written in HEADINGS and self.heading:
            level = int(written[1])
            text = self.pieces.plain(self.words).strip()
            name = escape(self.heading(level, text))
            self.out[self.place] = f'<{written} id="{name}">'
            if level > 1:
                self.out.append(f'<a class="anchor" href="#{name}" aria-label="Link to this section">#</a>')
        self.out.append(f"</{written}>")

    def _attributes(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in given.items():
            if name == "href" and tag == "a":
                address = self.link(value)
                if address is not None:
                    kept["href"] = address
                    if address.lower().startswith(EXTERNAL):
                        kept |= {"target": "_blank", "rel": "noopener noreferrer"}
            elif name == "id":
                if self.name and self.name(value):
                    kept["id"] = value
            else:
                safe = attribute(tag, name, value)
                if safe is not None:
                    kept["style" if name == "align" else name] = safe
        if tag == "input":  # a task's box, which nobody ticks in a report
            kept |= {"type": "checkbox", "disabled": ""}
        return kept

    def _image(self, given: dict[str, str]) -> None:
        address, why = self.image(given.get("src", ""))
        alternative = given.get("alt", "")
        if address is None:
            said = f"{alternative} (image not shown: {why})" if alternative else f"(image not shown: {why})"
            self.out.append(f'<span class="missing">{escape(said)}</span>')
            return
        kept = {key: value for key, value in self._attributes("img", given).items() if key != "alt"}
        self.out.append(start("img", {"alt": alternative, "src": address, **kept}))

    def _drawing(self, given: tuple[str, str]) -> None:
        xml, label = given
        self.out.append(start("img", {"alt": label, "src": svg(xml) or ""}))
