/** Jupyter's own commands from `.venv`, from any folder and without the project's environment variables. */
import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { code, type Notebook, notebook, prose, write } from "../report/notebooks.js";
import { root } from "../scripts.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-plain-"));
const home = path.join(folder, "home");
mkdirSync(home);
after(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing that tells Jupyter where the project is. */
const environment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(JUPYTER|IPYTHON|NB_|BATCHWISE_)/.test(name)),
  ),
  HOME: home,
};

const jupyter = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(path.join(root, ".venv", "bin", "jupyter"), args, {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });

const rows = "[1, 8, 64].map((batchSize) => ({ batchSize, loss: 1 / batchSize }))";
const cells = [
  prose("# Small"),
  code('import { lineChart, prose, table } from "batchwise";'),
  code('prose("The sum is **" + (19 + 23) + "**.")'),
  code(`table(${rows})`),
  code(`lineChart(${rows}, { title: "Loss by batch size", x: "batchSize", y: "loss" })`),
];
write(folder, "small.ipynb", notebook(cells));
write(folder, "failing.ipynb", notebook([code('throw new Error("no such luck");'), code("1 + 1")]));

type Bundle = Readonly<Record<string, unknown>>;

/** What each code cell of a notebook shows, as MIME bundles. */
function shownIn(name: string): Bundle[] {
  const { cells: found }: Notebook = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  return found.flatMap((cell) => cell.outputs ?? []).map((output) => output["data"] as Bundle);
}

test("the kernel is listed with a program that can be started", () => {
  const listed = jupyter("kernelspec", "list", "--json");
  assert.equal(listed.status, 0, listed.stderr);
  const { resource_dir: place, spec } = JSON.parse(listed.stdout).kernelspecs.batchwise;
  assert.equal(place, path.join(root, ".venv", "share", "jupyter", "kernels", "batchwise"));
  assert.equal(spec.language, "typescript");
  assert.equal(spec.argv.at(-1), "{connection_file}");
  accessSync(spec.argv[0], constants.X_OK);
  accessSync(spec.argv.at(-2));
});

test("jupyter execute runs a notebook and keeps prose, table and figure", () => {
  const ran = jupyter("execute", "small.ipynb", "--output=executed");
  assert.equal(ran.status, 0, ran.stderr);
  const [sentence, table, figure, ...more] = shownIn("executed.ipynb");
  assert.deepEqual(more, []);
  assert.equal([sentence?.["text/markdown"]].flat().join(""), "The sum is **42**.");
  assert.match([table?.["text/html"]].flat().join(""), /<table[\s\S]*batchSize[\s\S]*64/);
  const png = Buffer.from([figure?.["image/png"]].flat().join(""), "base64");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
});

// The order in which VS Code's Jupyter extension takes the types of an output (vscode-jupyter,
// src/kernels/execution/helpers.ts), as far as VS Code and its Jupyter Notebook Renderers draw them.
const DRAWN_BY_VSCODE = [
  "application/vnd.plotly.v1+json",
  "text/html",
  "text/markdown",
  "image/png",
  "image/svg+xml",
  "text/plain",
];

test("VS Code takes the table's HTML, the sentence's Markdown and the figure's plotly.js", () => {
  const taken = shownIn("executed.ipynb").map((data) =>
    DRAWN_BY_VSCODE.find((type) => type in data),
  );
  assert.deepEqual(taken, ["text/markdown", "text/html", "application/vnd.plotly.v1+json"]);
  assert.doesNotMatch(JSON.stringify(shownIn("executed.ipynb")[1]), /<script|\son\w+=/);
});

test("nbconvert runs a notebook into HTML in which the figure is a picture", () => {
  const ran = jupyter("nbconvert", "--to=html", "--execute", "small.ipynb");
  assert.equal(ran.status, 0, ran.stderr);
  const page = readFileSync(path.join(folder, "small.html"), "utf8");
  assert.equal(page.match(/<img[^>]+src="data:image\/png;base64,iVBOR/g)?.length, 1);
  assert.match(page, /The sum is <strong>42<\/strong>/);
  assert.match(page, /<table[\s\S]*batchSize[\s\S]*64/);
});

test("a failing cell ends either command with an error that says what and where", () => {
  for (const args of [["execute"], ["nbconvert", "--to=notebook", "--execute"]]) {
    const ran = jupyter(...args, "failing.ipynb");
    assert.notEqual(ran.status, 0);
    assert.match(ran.stderr, /Error: no such luck\n\s+at <cell \[1\]>:1:7/);
  }
});
