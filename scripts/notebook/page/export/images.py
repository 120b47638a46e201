"""Pictures as data that a page can hold: what the bytes are decides, not what they are called."""

import base64
import binascii
import re
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

RASTER = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF[\s\S]{4}WEBP"),
    "image/bmp": re.compile(rb"BM[\s\S]{12}"),
}
SVG = re.compile(r"<svg(?=[\s/>])", re.IGNORECASE)
DATA = re.compile(r"data:([\w.+/-]*)((?:;[^;,]*)*),([\s\S]*)", re.IGNORECASE)
MOST_BYTES, MOST_IN_ALL = 10_000_000, 50_000_000


def raster(content: bytes) -> str | None:
    """A data address for PNG, JPEG, GIF, WebP and BMP."""
    for mime, signature in RASTER.items():
        if signature.match(content):
            return f"data:{mime};base64,{base64.b64encode(content).decode()}"
    return None


def svg(text: str) -> str | None:
    """A data address for an SVG. As an image it runs no script and loads nothing."""
    found = SVG.search(text)
    if not found:
        return None
    start, end = found.end(), text.find(">", found.end())
    if not re.search(r"\sxmlns\s*=", text[start:end]):
        text = f'{text[:start]} xmlns="http://www.w3.org/2000/svg"{text[start:]}'
    return f"data:image/svg+xml;base64,{base64.b64encode(text.encode(errors='replace')).decode()}"


def from_base64(text: str) -> str | None:
    try:
        content = base64.b64decode(re.sub(r"\s+", "", text), validate=True)
    except (ValueError, binascii.Error):
        return None
    return raster(content)


def from_data_address(address: str) -> str | None:
    found = DATA.fullmatch(address.strip())
    if not found:
        return None
    mime, parameters, payload = found[1].lower(), found[2].lower(), found[3]
    if not mime.startswith("image/"):
        return None
    if "base64" in parameters.split(";"):
        try:
            content = base64.b64decode(re.sub(r"\s+", "", unquote(payload)), validate=True)
        except (ValueError, binascii.Error):
            return None
    else:
        content = unquote_to_bytes(payload)
    return svg(content.decode(errors="replace")) if mime == "image/svg+xml" else raster(content)


class Images:
    """The pictures of one report: from files of the project, from attachments, and given as data."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder, self.project = folder, project.resolve()
        self.attachments: dict = {}
        self._bytes = 0

    def find(self, source: str) -> tuple[str | None, str]:
        """A data address, or None and the reason."""
        source = source.strip()
        if source.lower().startswith("data:"):
            return from_data_address(source), "its data is no PNG, JPEG, GIF, WebP, BMP or SVG"
        if source.lower().startswith("attachment:"):
            return self._attached(source.split(":", 1)[1])
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|[\\/]{2}", source):
            return None, "a report asks for nothing from elsewhere; keep the image beside the notebook"
        return self._file(unquote(urlsplit(source).path))

    def _attached(self, name: str) -> tuple[str | None, str]:
        bundle = self.attachments.get(name, self.attachments.get(unquote(name)))
        if not isinstance(bundle, dict):
            return None, "the cell has no such attachment"
        for mime, content in bundle.items():
            text = content if isinstance(content, str) else ""
            drawn = svg(text) if mime == "image/svg+xml" and "<" in text else from_base64(text)
            if mime == "image/svg+xml" and not drawn:
                drawn = from_data_address(f"data:{mime};base64,{text}")
            if drawn:
                return drawn, ""
        return None, "the attachment is no PNG, JPEG, GIF, WebP, BMP or SVG"

    def _file(self, name: str) -> tuple[str | None, str]:
        try:
            file = (self.folder / name).resolve()
            if not file.is_relative_to(self.project):
                return None, "it lies outside the project"
            if not name or not file.is_file():
                return None, "there is no such file"
            size = file.stat().st_size
            if size > MOST_BYTES:
                return None, f"it has {size / 1e6:.1f} MB, and {MOST_BYTES / 1e6:.0f} MB is the most; make it smaller"
            if self._bytes + size > MOST_IN_ALL:
                return None, f"the report's images have more than {MOST_IN_ALL / 1e6:.0f} MB in all; make them smaller"
            content = file.read_bytes()
        except (OSError, ValueError) as error:
            return None, f"it cannot be read: {error}"
        self._bytes += size
        drawn = raster(content) or svg(content.decode(errors="replace"))
        return drawn, "it is no PNG, JPEG, GIF, WebP, BMP or SVG"
