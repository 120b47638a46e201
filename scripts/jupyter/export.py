"""Executed notebooks to HTML reports, by nbconvert with the project's template.

  export.py --assets JSON  NOTEBOOK HTML [NOTEBOOK HTML ...]

assets: {"plotly", "theme", "folder"}: plotly.js, the figures' theme, the folder that images in the prose are relative to.
Standard output: one JSON object per notebook: {notebook, title, answer}; answer is HTML.
Maths is left as <tex-inline> and <tex-block>, and <!--maths--> marks where its style sheet goes.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import quickstart  # noqa: F401  first, for it is about imports
import nbformat
from markup import from_cell, markdown
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import ansi2html
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TypeScriptLexer

TEMPLATE = Path(__file__).parent / "template"
PLOTLY = "application/vnd.plotly.v1+json"
RUN = "application/vnd.batchwise.run+json"
LONG = 12
"""Code of more lines than this starts folded."""


def opening(source: str) -> tuple[str, str, str]:
    """Title, answer (the first quote) and the rest of the first markdown cell."""
    title, answer, rest = "", [], []
    for line in source.splitlines():
        if not title and line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith(">") and not any(text.strip() for text in rest):
            answer.append(line[1:].strip())
        else:
            rest.append(line)
    return title, "\n".join(answer), "\n".join(rest)


def embedded(figure: Any) -> str:
    """JSON that no content can end the surrounding script element of."""
    text = json.dumps(figure, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def script_hash(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def duration(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def styles() -> str:
    return "".join(file.read_text() for file in sorted((TEMPLATE / "batchwise" / "styles").glob("*.css")))


class Report(TemplateExporter):
    """The notebook's cells as the template wants them; every text that is not markup leaves escaped."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def __init__(self, assets: dict[str, str]) -> None:
        super().__init__(template_name="batchwise", extra_template_basedirs=[str(TEMPLATE)])
        self.register_preprocessor(CoalesceStreamsPreprocessor, enabled=True)
        self.assets = {name: Path(assets[name]).read_text() for name in ("plotly", "theme")}
        self.folder = assets["folder"]

    def default_filters(self) -> Any:
        yield from super().default_filters()
        lexer, formatter = TypeScriptLexer(stripnl=False), HtmlFormatter(nowrap=True)
        yield "from_cell", from_cell
        yield "prose", markdown
        yield "embedded", embedded
        yield "typescript", lambda source: highlight(source, lexer, formatter)
        yield "terminal", ansi2html
        yield "script_hash", script_hash
        yield "duration", duration
        yield "base64", lambda text: base64.b64encode(text.encode()).decode()

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        view: dict[str, Any] = {"run": {}, "figures": 0, "long": LONG, "title": "", "answer": ""}
        headings: list[tuple[int, str, str]] = []
        code = 0
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                source = cell.source
                if not view["title"]:
                    view["title"], answer, source = opening(source)
                    view["answer"] = markdown(answer)
                cell.html = markdown(source, self.folder, cell.get("attachments"), headings)
            elif cell.cell_type == "code":
                cell.source = cell.source.strip("\n")
                code += bool(cell.source.strip())
                cell.number = code
                for output in cell.get("outputs", []):
                    data = output.get("data", {})
                    view["run"].update(data.get(RUN, {}))
                    if PLOTLY in data:
                        view["figures"] += 1
                        output.figure = view["figures"]
        view["contents"] = [heading for heading in headings if heading[0] == 2]
        view["record"] = nb.metadata.get("batchwise", {})
        view["styles"] = styles()
        view["scripts"] = [(TEMPLATE / "batchwise" / "page.js").read_text()]
        if view["figures"]:
            drawing = [(TEMPLATE / file).read_text() for file in ("hoverPictures.js", "showFigure.js", "batchwise/figures.js")]
            view["scripts"] = [self.assets["plotly"], self.assets["theme"], *drawing, *view["scripts"]]
        view["scripts"] = [script.replace("</script", "<\\/script") for script in view["scripts"]]
        resources = {**(resources or {}), "view": view}
        return super().from_notebook_node(nb, resources, **kw)


def main() -> None:
    assets, pairs = json.loads(sys.argv[2]), sys.argv[3:]
    report = Report(assets)
    for notebook, page in zip(pairs[::2], pairs[1::2], strict=True):
        html, resources = report.from_notebook_node(nbformat.read(notebook, as_version=4))
        Path(page).write_text(html)
        view = resources["view"]
        print(json.dumps({"notebook": Path(notebook).name, "title": view["title"], "answer": view["answer"]}), flush=True)


if __name__ == "__main__":
    main()
