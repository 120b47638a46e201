"""HTML of a notebook, read as a browser reads it and written anew from what is allowed: no script, no style sheet,
no form, nothing that asks for something or that the page around it could feel."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from allowed import ELEMENTS, PARENTS, RENAMED, VOID, WITHOUT_CONTENT, attribute
from bleach.html5lib_shim import HTMLParser, getTreeWalker
from images import svg
from pieces import Pieces

HTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
EXTERNAL = ("http://", "https://", "mailto:")


class Clean:
    """One pass over a fragment.

    image  (source) → a data address, or None and why not
    link   (href) → the address as the page should have it, or None
    name   (id) → whether the page takes it
    heading (level, text) → an id
    Without `name` and `heading` nothing gets an id.
    """

    def __init__(
        self,
        image: Callable[[str], tuple[str | None, str]],
        link: Callable[[str], str | None],
        name: Callable[[str], bool] | None = None,
        heading: Callable[[int, str], str] | None = None,
        pieces: Pieces | None = None,
    ) -> None:
        self.image, self.link, self.name, self.heading = image, link, name, heading
        self.pieces = pieces or Pieces()
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
        return "".join(self.out)

    def _text(self, text: str) -> None:
        self.words += text
        verbatim = any(written in ("pre", "code") for _, written in self.open)
        self.out.append(escape(self.pieces.source(text), quote=False) if verbatim else self.pieces.html(text))

    def _element(self, token: dict[str, Any], rest: Iterable[dict[str, Any]]) -> None:
        tag, ends = token["name"], token["type"] == "EmptyTag"
        if token["namespace"] == SVG and tag == "svg":
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


def start(tag: str, attributes: dict[str, str]) -> str:
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{pairs}>"


def passed_over(tokens: Iterable[dict[str, Any]]) -> None:
    """Reads on to the end of the element that has just begun."""
    depth = 1
    for token in tokens:
        depth += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
        if depth == 0:
            return


def drawing(root: dict[str, Any], tokens: Iterable[dict[str, Any]]) -> tuple[str, str]:
    """An inline SVG as a document of its own, without scripts and HTML, and its label."""
    out, names = [xml_start(root)], [] if root["type"] == "EmptyTag" else ["svg"]
    while names:
        token = next(tokens)  # type: ignore[call-overload]
        kind, name = token["type"], token.get("name", "")
        if kind in ("Characters", "SpaceCharacters"):
            out.append(escape(xml_text(token["data"])))
        elif kind == "EndTag":
            out.append(f"</{names.pop()}>")
        elif kind in ("StartTag", "EmptyTag"):
            if token["namespace"] != SVG or name in ("script", "foreignObject") or not xml_name(name):
                if kind == "StartTag":
                    passed_over(tokens)
                continue
            out.append(xml_start(token))
            if kind == "StartTag":
                names.append(name)
            else:
                out.append(f"</{name}>")
    text = "".join(out) if root["type"] == "StartTag" else f"{out[0]}</svg>"
    return text, root["data"].get((None, "aria-label"), "")


def xml_start(token: dict[str, Any]) -> str:
    attributes = {}
    for (space, name), value in token["data"].items():
        if name.startswith(("on", "xmlns")) or not xml_name(name):
            continue
        attributes[f"xlink:{name}" if space and space.endswith("xlink") else name] = xml_text(value)
    if token["name"] == "svg":
        attributes = {"xmlns": SVG, "xmlns:xlink": "http://www.w3.org/1999/xlink", **attributes}
    return start(token["name"], attributes)


def xml_name(name: str) -> bool:
    return name.replace("-", "").isalnum() and name[0].isalpha() and name.isascii()


def xml_text(text: str) -> str:
    """Without the characters that XML forbids."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
