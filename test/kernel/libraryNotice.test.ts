/** A notebook that runs another library than the one in lib/ says so, once; and never without reason. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { code, notebook, write } from "../report/notebooks.js";
import { script } from "../scripts.js";
import { ROOT } from "./session.js";

interface Notice {
  before(cell: string): string | undefined;
}
const { LibraryNotice } = await script<{ LibraryNotice: new (root: string) => Notice }>(
  "notebook/kernel/libraryNotice.mjs",
);
const { compiledFrom, fingerprint, noteCompiled } = await script<{
  compiledFrom: (lib: string) => string | undefined;
  fingerprint: (lib: string) => string;
  noteCompiled: (lib: string, fingerprint: string) => void;
}>("libraryBuild.mjs");

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A repository with a small compiled library. */
function repository(): { root: string; lib: string; source: string; build: () => void } {
  const root = mkdtempSync(join(tmpdir(), "batchwise-notice-"));
  folders.push(root);
  const lib = join(root, "lib");
  const source = join(lib, "plot", "line.ts");
  mkdirSync(join(lib, "plot"), { recursive: true });
  mkdirSync(join(lib, "dist"));
  writeFileSync(source, "export const width = 1;\n");
  writeFileSync(join(lib, "index.ts"), 'export { width } from "./plot/line.js";\n');
  const build = (): void => noteCompiled(lib, fingerprint(lib));
  build();
  return { root, lib, source, build };
}
const IMPORT = 'import { width } from "batchwise";';

test("nothing is said of a library as it was compiled, whatever the dates of its files", () => {
  const { root, lib, source } = repository();
  const notice = new LibraryNotice(root);
  assert.equal(notice.before(IMPORT), undefined);
  utimesSync(source, new Date("2040-01-01"), new Date("2040-01-01"));
  utimesSync(join(lib, "index.ts"), 0, 0);
  assert.equal(notice.before(IMPORT), undefined);
  writeFileSync(join(lib, "dist", "index.d.ts"), "export declare const width = 1;");
  writeFileSync(join(lib, "README.md"), "# No source\n");
  assert.equal(notice.before(IMPORT), undefined);
});

test("nothing is said where it is not known what was compiled", () => {
  const { root, lib, source } = repository();
  rmSync(join(lib, "dist", ".compiled-from"));
  assert.equal(compiledFrom(lib), undefined);
  writeFileSync(source, "export const width = 2;\n");
  assert.equal(new LibraryNotice(root).before(IMPORT), undefined);
});

const EDITED = /^The sources in lib\/ have changed .*`npm run build`, then restart the kernel\.$/;

test("an edited, an added and a removed source are told of once, with what to do", () => {
  const changes: ((of: ReturnType<typeof repository>) => void)[] = [
    ({ source }) => writeFileSync(source, "export const width = 2;\n"),
    ({ lib }) => writeFileSync(join(lib, "plot", "bar.ts"), "export {};\n"),
    ({ source }) => rmSync(source),
  ];
  for (const change of changes) {
    const made = repository();
    change(made);
    const notice = new LibraryNotice(made.root);
    assert.match(notice.before(IMPORT) ?? "", EDITED);
    assert.equal(notice.before(IMPORT), undefined);
  }
});

test("an edit while the kernel runs is told of, and a build after it too; taken back, it is not", () => {
  const { root, source, build } = repository();
  const notice = new LibraryNotice(root);
  assert.equal(notice.before(IMPORT), undefined);
  writeFileSync(source, "export const width = 2;\n");
  build();
  writeFileSync(source, "export const width = 1;\n");
  build();
  assert.equal(notice.before(IMPORT), undefined);
  writeFileSync(source, "export const width = 3;\n");
  assert.match(notice.before(IMPORT) ?? "", EDITED);
  build();
  assert.match(notice.before(IMPORT) ?? "", /compiled anew after .*Restart the kernel\.$/);
  assert.equal(notice.before(IMPORT), undefined);
});

test("cells that import the library are known in every form, and others say nothing before it is loaded", () => {
  for (const cell of [
    "1 + 1",
    'import { x } from "batchwise-other";',
    'const name = "batchwise";',
    'import * as tslab from "tslab";',
  ]) {
    const { root, source } = repository();
    writeFileSync(source, "export const width = 2;\n");
    assert.equal(new LibraryNotice(root).before(cell), undefined, cell);
  }
  for (const cell of [
    "import * as all from 'batchwise';",
    'const { width } = await import("batchwise");',
    'const { width } = require("batchwise");',
    'import {\n  width,\n} from "batchwise";',
    'import "batchwise"',
  ]) {
    const { root, source } = repository();
    writeFileSync(source, "export const width = 2;\n");
    assert.match(new LibraryNotice(root).before(cell) ?? "", EDITED, cell);
  }
});

test("a cell that only calls the library tells of an edit too", { timeout: 30_000 }, async () => {
  const { root, source } = repository();
  const notice = new LibraryNotice(root);
  assert.equal(notice.before(IMPORT), undefined);
  writeFileSync(source, "export const width = 2;\n");
  let line: string | undefined;
  while (line === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    line = notice.before("draw(width)");
  }
  assert.match(line, EDITED);
});

test("the reader of a notebook sees the line; and after `npm run build` there is none", {
  timeout: 300_000,
}, async () => {
  assert.equal(compiledFrom(join(ROOT, "lib")), fingerprint(join(ROOT, "lib")));
  const { root, lib, source, build } = repository();
  cpSync(join(ROOT, "scripts"), join(root, "scripts"), { recursive: true });
  mkdirSync(join(root, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules")).filter((n) => n !== "batchwise"))
    symlinkSync(join(ROOT, "node_modules", name), join(root, "node_modules", name));
  symlinkSync(lib, join(root, "node_modules", "batchwise"));
  writeFileSync(
    join(lib, "package.json"),
    '{ "name": "batchwise", "type": "module", "main": "dist/index.js", "types": "dist/index.d.ts" }',
  );
  writeFileSync(join(lib, "dist", "index.js"), "export const width = 1;\n");
  writeFileSync(join(lib, "dist", "index.d.ts"), "export declare const width: number;\n");
  const { installKernelSpec } = (await import(
    pathToFileURL(join(root, "scripts/notebook/kernel/install.mjs")).href
  )) as { installKernelSpec(options: { root: string; prefix: string }): string };
  installKernelSpec({ root, prefix: root });
  const env = {
    ...process.env,
    JUPYTER_PATH: join(root, "share/jupyter"),
    JUPYTER_PREFER_ENV_PATH: "0",
    JUPYTER_CONFIG_DIR: root,
    JUPYTER_DATA_DIR: root,
    IPYTHONDIR: root,
  };
  const shown = (): { name?: string; text?: string | string[] }[] => {
    const cells = [code(IMPORT), code("console.log(width)"), code(`${IMPORT} console.log(width)`)];
    const file = write(root, "n.ipynb", notebook(cells));
    const args = ["execute", "--kernel_name=batchwise", "--inplace", file];
    execFileSync(join(ROOT, ".venv/bin/jupyter"), args, { env, cwd: root, stdio: "pipe" });
    const { cells: ran } = JSON.parse(readFileSync(file, "utf8"));
    return ran.flatMap((cell: { outputs: object[] }) => cell.outputs);
  };
  writeFileSync(source, "export const width = 2;\n");
  const outputs = shown();
  const notes = outputs.filter(({ name }) => name === "stderr");
  assert.equal(notes.length, 1);
  assert.equal(notes[0], outputs[0]);
  assert.match([notes[0]?.text].flat().join("").trim(), EDITED);
  build();
  assert.deepEqual(
    shown().map(({ name }) => name),
    ["stdout", "stdout"],
  );
});
