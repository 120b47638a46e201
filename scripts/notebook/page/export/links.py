"""Where a notebook's links lead from its report."""

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit


def slug(text: str) -> str:
    """A heading's id: its words in lower case, joined by hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "section"


class Links:
    """From notebooks in `folder` to reports in `out`; `made` are the reports that come now."""

    def __init__(self, folder: Path, out: Path, made: set[str]) -> None:
        self.folder, self.out, self.made = folder, out, made
        self.ids: set[str] = set()
        """Ids that the notebook's authors gave."""

    def address(self, href: str) -> str | None:
        """The address as the report should have it; None for one that no report leads to."""
        href = re.sub(r"[\x00-\x20\x7f-\x9f]+", "", href) if ":" in href else href.strip()
        href = re.sub(r"[\x00-\x1f\x7f-\x9f]+", "", href)
        if re.match(r"(?:https?://|mailto:)", href, re.IGNORECASE):
            return href
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[\\/]", href) or not href:
            return None
        path, hash_sign, fragment = href.partition("#")
        fragment = unquote(fragment)
        if fragment and fragment not in self.ids:
            fragment = slug(fragment)
        end = hash_sign + quote(fragment, safe="-_.!~*'()")
        return (self._relative(path) if path else "") + end

    def _relative(self, path: str) -> str:
        """A file's place seen from the report; a notebook's report, where there is one."""
        name = unquote(path.partition("?")[0]).replace("\\", "/")
        try:
            file = Path(os.path.normpath(self.folder / name))
            if file.suffix == ".ipynb" and file.parent == self.folder:
                page = f"{file.stem}.html"
                if page in self.made or (self.out / page).is_file():
                    return quote(page)
            if file.exists():
                return quote(os.path.relpath(file, self.out).replace(os.sep, "/"))
        except (OSError, ValueError):
            pass
        return quote(unquote(urlsplit(f"./{path}").path))
