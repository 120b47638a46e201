/** Executed notebooks to self-contained HTML reports. */
import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { venvProgram } from "../../setup/paths.mjs";
import { writeWhole } from "../../writeWhole.mjs";
import { jupyterEnvironment } from "../jupyterEnvironment.mjs";
import { pageWithMathML, withMathML } from "./maths.mjs";
import { FIGURE_SCRIPTS, PAGE_SCRIPT } from "./pageScripts.mjs";

const EXPORTER = fileURLToPath(new URL("export/export.py", import.meta.url));

/**
 * Writes `<out>/<name>.html` for each notebook, and its title and answer (HTML) into the notebook's `metadata.batchwise`.
 * @param {readonly string[]} files executed notebooks
 * @param {{ root: string, out: string, images: string, onProblem?: (text: string) => void }} options
 *   images: the folder that the notebooks' images and links are relative to; onProblem is told what a report could not show
 * @returns {Promise<string[]>} the reports
 */
export async function exportReports(files, { root, out, images, onProblem = () => {} }) {
  if (files.length === 0) return [];
  await mkdir(out, { recursive: true });
  const pages = files.map((file) => path.join(out, `${path.basename(file, ".ipynb")}.html`));
  const assets = JSON.stringify({
    figureScripts: FIGURE_SCRIPTS,
    pageScript: PAGE_SCRIPT,
    folder: images,
    root,
  });
  const pairs = files.flatMap((file, index) => [file, pages[index]]);
  const { stdout } = await promisify(execFile)(
    venvProgram("python"),
    [EXPORTER, "--assets", assets, ...pairs],
    { env: jupyterEnvironment(root), maxBuffer: 2 ** 26 },
  );
  const told = stdout.trim().split("\n");
  await Promise.all(
    files.map(async (file, index) => {
      await writeWhole(pages[index], pageWithMathML(await readFile(pages[index], "utf8")));
      const { title, answer, problems } = JSON.parse(told[index]);
      for (const problem of problems) onProblem(`${path.basename(file)}, ${problem}`);
      const notebook = JSON.parse(await readFile(file, "utf8"));
      notebook.metadata.batchwise = {
        ...notebook.metadata.batchwise,
        title,
        answer: withMathML(answer),
      };
      await writeWhole(file, `${JSON.stringify(notebook, null, 1)}\n`);
    }),
  );
  return pages;
}
