"""An inline SVG as a picture of its own: as an image it runs no script and asks for nothing."""

from collections.abc import Iterator
from html import escape
from typing import Any

from tags import passed_over, start

SVG = "http://www.w3.org/2000/svg"


def drawing(root: dict[str, Any], tokens: Iterator[dict[str, Any]]) -> tuple[str, str]:
    """An inline SVG as a document of its own, without scripts and HTML, and its label."""
    out, names = [xml_start(root)], [] if root["type"] == "EmptyTag" else ["svg"]
    while names:
        token = next(tokens)
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
