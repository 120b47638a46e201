"""Executed notebooks to HTML reports, by nbconvert with the project's template.

  export.py --assets JSON  NOTEBOOK HTML [NOTEBOOK HTML ...]

assets: {"figureScripts", "pageScript", "folder", "root"}: the scripts of a page with figures and that of every page, as
files; the folder that the notebooks' links and images are relative to; and the project, outside of which no image is
taken from (the parent of `folder`, where that lies elsewhere).
Standard output: one JSON object per notebook: {notebook, title, answer, problems}; answer is HTML.
Maths is left as <tex-inline> and <tex-block>, and <!--maths--> marks where its style sheet goes.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(1, str(Path(__file__).parents[2] / "run"))  # quickstart and streams lie there

import quickstart  # noqa: F401  first, for it is about imports
import nbformat
from drawable import drawable
from fold import folded
from images import Images
from links import Links
from listing import listing
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from outputs import picture, plain, shown, terminal, text_of
from prose import Prose
from streams import joined

TEMPLATE = Path(__file__).parents[1] / "template"
PLOTLY = "application/vnd.plotly.v1+json"
RUN = "application/vnd.batchwise.run+json"


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


def embedded(figure: Any) -> Markup:
    """JSON that no content can end the surrounding script element of."""
    text = json.dumps(drawable(figure), separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def script_hash(script: str) -> Markup:
    return Markup("'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'")


def duration(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def styles() -> str:
    return "".join(file.read_text() for file in sorted((TEMPLATE / "batchwise" / "styles").glob("*.css")))


def mapping(value: Any) -> dict[str, Any]:
    """Metadata may hold anything."""
    return dict(value) if isinstance(value, dict) else {}


def facts(record: dict[str, Any], run: dict[str, Any]) -> list[tuple[str, str]]:
    """What is known of a run, for the report's opening: pairs of name and text."""
    started, seconds, seeds = str(record.get("started", "")), record.get("seconds"), run.get("seeds")
    profile = run.get("profile") or record.get("profile")
    known = {
        "Run": f"{started[:10]} {started[11:16]} UTC" if started else "",
        "Profile": "quick, a preview" if profile == "quick" else profile,
        "Seeds": ", ".join(map(str, seeds)) if isinstance(seeds, list) else seeds,
        "Duration": duration(seconds) if isinstance(seconds, (int, float)) else "",
        "Cores": record.get("cores"),
        **mapping(run.get("versions")),
    }
    return [(name, str(value)) for name, value in known.items() if value not in (None, "")]


class Report(TemplateExporter):
    """The notebook's cells as the template wants them. The template escapes every text that is not `Markup`."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def __init__(self, assets: dict[str, Any], out: Path, made: set[str]) -> None:
        folders = [str(TEMPLATE)]
        super().__init__(template_name="batchwise", extra_template_basedirs=folders, default_preprocessors=[])
        self.figure_scripts = [Path(file).read_text() for file in assets["figureScripts"]]
        self.page_script = Path(assets["pageScript"]).read_text()
        self.folder, root = Path(assets["folder"]).resolve(), Path(assets["root"]).resolve()
        self.project = root if self.folder.is_relative_to(root) else self.folder.parent
        self.out, self.made = out.resolve(), made

    def _create_environment(self) -> Any:
        environment = super()._create_environment()
        environment.autoescape = True
        return environment

    def default_filters(self) -> Any:
        yield from super().default_filters()
        yield "embedded", embedded
        yield "listing", lambda source: Markup(listing(source))
        yield "terminal", lambda text: Markup(terminal(text_of(text)))
        yield "script_hash", script_hash
        yield "duration", duration

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        problems: list[str] = []
        place = ""
        links = Links(self.folder, self.out, self.made)
        prose = Prose(Images(self.folder, self.project), links, lambda problem: problems.append(f"{place}: {problem}"))
        view: dict[str, Any] = {"run": {}, "figures": 0, "title": "", "answer": "", "problems": problems}
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                prose.foresee(cell.source)
        text = code = 0
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                text += 1
                place = f"text cell {text}"
                source, attachments = cell.source, cell.get("attachments")
                if not view["title"]:
                    view["title"], answer, source = opening(source)
                    view["answer"] = Markup(prose.cell(answer, attachments))
                cell.html = Markup(prose.cell(source, attachments))
            elif cell.cell_type == "code":
                cell.source = cell.source.strip("\n")
                code += bool(cell.source.strip())
                place = f"cell {code}"
                self._code(cell, prose, view)
        view["contents"] = [heading for heading in prose.headings if heading[0] == 2]
        view["record"] = mapping(nb.metadata.get("batchwise"))
        view["facts"] = facts(view["record"], view["run"])
        view["styles"] = Markup(styles())
        view["scripts"] = self._scripts(view["figures"] > 0)
        resources = {**(resources or {}), "view": view}
        return super().from_notebook_node(nb, resources, **kw)

    def _code(self, cell: Any, prose: Prose, view: dict[str, Any]) -> None:
        timing, tags = mapping(cell.metadata.get("batchwise")), cell.metadata.get("tags")
        seconds = timing.get("seconds")
        cell.seconds = seconds if isinstance(seconds, (int, float)) else 0
        cell.failed = timing.get("failed") is True
        cell.fold = "" if cell.failed else folded(cell.source)
        cell.expected = isinstance(tags, list) and "raises-exception" in tags
        cell.outputs = joined(cell.get("outputs", []))
        for output in cell.outputs:
            data = mapping(output.get("data"))
            view["run"].update(mapping(data.get(RUN)))
            output.plain = plain(data)
            if PLOTLY in data:
                view["figures"] += 1
                output.figure, output.picture = view["figures"], picture(data)
            else:
                output.html = Markup(shown(data, prose))

    def _scripts(self, figures: bool) -> list[Markup]:
        scripts = [*(self.figure_scripts if figures else []), self.page_script]
        return [Markup(script.replace("</script", "<\\/script")) for script in scripts]


def main() -> None:
    assets, pairs = json.loads(sys.argv[2]), sys.argv[3:]
    pages = [Path(page) for page in pairs[1::2]]
    report = Report(assets, pages[0].parent, {page.name for page in pages})
    for notebook, page in zip(pairs[::2], pages, strict=True):
        html, resources = report.from_notebook_node(nbformat.read(notebook, as_version=4))
        page.write_text(html)
        view = resources["view"]
        told = {"notebook": Path(notebook).name, **{name: view[name] for name in ("title", "answer", "problems")}}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
