"""What of a notebook's HTML a report takes over: elements, attributes, classes and styles by name, nothing else."""

import re

import tinycss2

ELEMENTS = set(
    "table caption colgroup col thead tbody tfoot tr th td div span p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd "
    "blockquote pre code kbd samp var em strong b i u s del ins sub sup small mark abbr cite q dfn time bdi bdo wbr "
    "figure figcaption details summary ruby rt rp a img input progress meter".split()
)
BLOCKS = set(
    "table div p hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure figcaption details summary".split()
)
VOID = {"br", "hr", "img", "input", "col", "wbr"}
RENAMED = {
    **dict.fromkeys("address article aside center dialog fieldset footer form header hgroup legend main nav section".split(), "div"),
    **dict.fromkeys("font big label output data button".split(), "span"),
    **{"strike": "s", "tt": "code", "acronym": "abbr", "menu": "ul", "dir": "ul"},
}
WITHOUT_CONTENT = set(
    "script style title textarea template noscript noembed noframes iframe object applet select option datalist "
    "annotation annotation-xml".split()
)
"""Their content is nothing to read."""
PARENTS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}}
"""Outside of these an element would close one of the page's own."""

TEXTS = {"*": {"title", "lang", "dir"}, "a": {"aria-label"}, "th": {"scope", "abbr"}, "td": {"headers"}, "img": {"alt"}}
FLAGS = {"details": {"open"}, "input": {"checked"}, "ol": {"reversed"}}
NUMBERS = {
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
    "li": {"value"},
    "img": {"width", "height"},
    "progress": {"value", "max"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
}
NUMBER = re.compile(r"-?\d{0,9}\.?\d{1,20}(?:e-?\d{1,2})?%?", re.IGNORECASE)
SPAN = re.compile(r"\d{1,3}")

CLASS = re.compile(r"batchwise-[a-z-]+|dataframe|highlight|alert(?:-(?:info|success|warning|danger))?|[a-z]{1,2}[0-9]?")
"""The project's own, Lab's boxes, and Pygments' names of tokens: never one that the page's layout knows."""
STYLES = {
    "text-align",
    "color",
    "background-color",
    "font-weight",
    "font-style",
    "text-decoration",
    "vertical-align",
    "white-space",
    "width",
}
STYLE_VALUE = re.compile(r"(?:#[0-9a-f]{3,8}|[a-z-]{1,24}|\d{1,4}(?:\.\d{1,6})?(?:px|%|em|rem|ch)?|(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\)|\s)*", re.IGNORECASE)


def attribute(tag: str, name: str, value: str) -> str | None:
    """The value to write, or None for an attribute that is left out."""
    if name in TEXTS["*"] or name in TEXTS.get(tag, ()):
        return value
    if name in FLAGS.get(tag, ()):
        return ""
    if name in NUMBERS.get(tag, ()):
        pattern = SPAN if "span" in name else NUMBER
        return value.strip() if pattern.fullmatch(value.strip()) else None
    if name == "class":
        return " ".join(word for word in value.split() if CLASS.fullmatch(word)) or None
    if name == "style":
        return style(value) or None
    if name == "align" and value.strip().lower() in ("left", "right", "center"):
        return f"text-align: {value.strip().lower()}"
    return None


def style(text: str) -> str:
    declarations = []
    for token in tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True):
        if token.type != "declaration" or token.lower_name not in STYLES:
            continue
        value = tinycss2.serialize(token.value).strip()
        if STYLE_VALUE.fullmatch(value):
            declarations.append(f"{token.lower_name}: {value}")
    return "; ".join(declarations)
