"""Text to safe HTML: markdown with maths kept for MathML, and what notebooks print as HTML.

Whatever comes out of here holds no script, no style sheet, no form and no event handler: an allow-list decides.
Maths leaves as <tex-inline> and <tex-block> holding escaped TeX; the caller turns them into MathML.
"""

import re

import bs4
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

STRUCTURE = (
    "table caption colgroup col thead tbody tfoot tr th td div span p br hr h1 h2 h3 h4 h5 h6 "
    "ul ol li dl dt dd blockquote pre code kbd samp var em strong b i u s del ins sub sup small mark "
    "abbr cite q figure figcaption details summary"
).split()
ATTRIBUTES = {
    "*": ["class", "title", "id", "lang", "dir", "style"],
    "td": ["colspan", "rowspan", "headers"],
    "th": ["colspan", "rowspan", "scope", "abbr"],
    "col": ["span"],
    "ol": ["start"],
    "details": ["open"],
}
STYLES = CSSSanitizer(allowed_css_properties=["text-align", "color", "background-color", "font-weight", "width"])
FROM_CELLS = Cleaner(tags=STRUCTURE, attributes=ATTRIBUTES, css_sanitizer=STYLES, strip_comments=True)
FROM_AUTHORS = Cleaner(
    tags=[*STRUCTURE, "a", "img", "input", "tex-inline", "tex-block"],
    attributes={
        **ATTRIBUTES,
        "a": ["href", "aria-label"],
        "img": ["src", "alt", "width", "height"],
        "input": ["type", "checked", "disabled"],
    },
    protocols=["https", "http", "mailto", "data"],
    css_sanitizer=STYLES,
)
# 0.97 · −3.1e-4 · 1,797 · 93.1 % · 12 ms · 0.97 ± 0.01 · 0.97 [0.95, 0.98] · < 0.001
NUMBER = re.compile(
    r"^[-−+±≈<>≤≥~]?\s*\d[\d\s.,_]*(?:[eE×^·][-−+^\d·]*)?\s*(?:%|[A-Za-zµ×]{1,3}(?:/[a-z]+)?)?(?:\s*[±\[(–].*)?$"
)
NOTHING = {"", "–", "—", "-", "NaN", "null", "∞", "−∞"}


class Prose(IPythonRenderer):
    """Markdown to HTML; `headings` collects (level, id, text) for the table of contents."""

    def __init__(self, folder: str, attachments: dict, headings: list[tuple[int, str, str]]) -> None:
        super().__init__(
            escape=False, allow_harmful_protocols=False, embed_images=True, path=folder, attachments=attachments
        )
        self.headings = headings

    def heading(self, text: str, level: int, **_attrs: object) -> str:
        plain = bs4.BeautifulSoup(text, "html.parser").get_text()
        base = re.sub(r"[^\w]+", "-", plain.lower()).strip("-") or "section"
        taken = {name for _, name, _ in self.headings}
        name, count = base, 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        self.headings.append((level, name, plain))
        link = f'<a class="anchor" href="#{name}" aria-label="Link to this section">#</a>' if level > 1 else ""
        return f'<h{level} id="{name}">{text}{link}</h{level}>\n'

    def inline_math(self, body: str) -> str:
        return f"<tex-inline>{self.escape_html(body)}</tex-inline>"

    def block_math(self, body: str) -> str:
        return f"<tex-block>{self.escape_html(body)}</tex-block>"

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def markdown(source: str, folder: str = "", attachments: dict | None = None, headings: list | None = None) -> str:
    prose = Prose(folder, attachments or {}, headings if headings is not None else [])
    return tables(FROM_AUTHORS.clean(MarkdownWithMath(renderer=prose).render(source)))


def from_cell(html: str) -> str:
    """What a cell printed as HTML, held to the allow-list."""
    html = re.sub(r"(?is)<(style|script)\b.*?</\1\s*>", "", html)  # their content is no text to show
    return tables(FROM_CELLS.clean(html))


def tables(html: str) -> str:
    """Numbers to the right, and a wrapper that scrolls where the table is too wide."""
    if "<table" not in html:
        return html
    tree = bs4.BeautifulSoup(html, "html.parser")
    for table in tree.find_all("table"):
        columns: dict[int, list[bs4.Tag]] = {}
        for row in table.find_all("tr"):
            for column, cell in enumerate(row.find_all(["td", "th"], recursive=False)):
                columns.setdefault(column, []).append(cell)
        for cells in columns.values():
            texts = [cell.get_text().strip() for cell in cells if cell.name == "td"]
            if any(NUMBER.match(text) for text in texts) and all(
                NUMBER.match(text) or text in NOTHING for text in texts
            ):
                for cell in cells:
                    del cell["style"]
                    cell["class"] = [*cell.get("class", []), "number"]
        table.wrap(tree.new_tag("div", attrs={"class": "table", "tabindex": "0", "role": "region", "aria-label": "Table"}))
    return str(tree)
