"""Tables: numbers to the right, and a wrapper that scrolls where a table is too wide."""

import re

import bs4

# 0.97 · −3.1e-4 · 1,797 · 93.1 % · 12 ms · 0.97 ± 0.01 · 0.97 [0.95, 0.98] · < 0.001 · 12n · ∞
NUMBER = re.compile(
    r"[-−+±≈<>≤≥~]?\s*(?:(?:\d[\d\s.,_]*|\.\d+)(?:[eE×^·][-−+^\d·]*)?n?|∞|Infinity)\s*(?:%|[A-Za-zµ×]{1,3}(?:/[a-z]+)?)?(?:\s*[±\[(–].*)?"
)
NOTHING = {"", "–", "—", "-", "NaN", "null", "undefined"}
PERCENT = re.compile(r"(?<=\d) (?=%)")
MOST_DIGITS = 200
"""Longer text is no number: bounds the pattern's work."""


def is_number(text: str) -> bool:
    return len(text) <= MOST_DIGITS and bool(NUMBER.fullmatch(text))


def tables(html: str) -> str:
    """@param html: clean"""
    if "<table" not in html:
        return html
    tree = bs4.BeautifulSoup(html, "html.parser")
    for table in tree.find_all("table"):
        for text in table.find_all(string=PERCENT):
            text.replace_with(PERCENT.sub("\u00a0", text))
        columns: dict[int, list[bs4.Tag]] = {}
        for row in table.find_all("tr"):
            column = 0
            for cell in row.find_all(["td", "th"], recursive=False):
                columns.setdefault(column, []).append(cell)
                column += int(cell.get("colspan", "1") or 1)
        for cells in columns.values():
            texts = [cell.get_text().strip() for cell in cells if cell.name == "td" and not cell.get("colspan")]
            if any(map(is_number, texts)) and all(is_number(text) or text in NOTHING for text in texts):
                for cell in cells:
                    if not cell.get("colspan"):
                        del cell["style"]
                        cell["class"] = [*cell.get("class", []), "number"]
        wrapper = {"class": "table", "tabindex": "0", "role": "region", "aria-label": "Table"}
        table.wrap(tree.new_tag("div", attrs=wrapper))
    return str(tree)
