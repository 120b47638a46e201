/** A figure leaves the kernel with its picture, whatever the browser that draws it does. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { processes } from "../processes.js";
import { code, notebook, write } from "../report/notebooks.js";
import { script } from "../scripts.js";
import { type CellResult, printed, ROOT, Session } from "./session.js";

const PLOTLY = "application/vnd.plotly.v1+json";
const PNG = "image/png";
const folder = mkdtempSync(path.join(tmpdir(), "batchwise-kernel-pictures-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const { findBrowser } = await script<{ findBrowser: () => { path: string } | null }>("browser.mjs");

/** A program that stands in for the browser. */
function browser(name: string, lines: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}

const imports = 'import * as tslab from "tslab"; import { lineChart } from "batchwise";';
/** Shows a figure with `raw`. */
const raw = (place: string, title: string): string =>
  `${place}.raw("${PLOTLY}", { data: [{ type: "bar", y: [1, 2] }], layout: { title: { text: ${title} } } } as never);`;
const chart = 'lineChart([{ x: 1, y: 1 }, { x: 2, y: 4 }], { title: "Squares", x: "x", y: "y" })';

/** Width and height of each picture that the cell displayed; null for none. */
const sizes = (result: CellResult): ([number, number] | null)[] =>
  result.outputs
    .filter(({ type }) => type === "display_data")
    .map(({ data }) => {
      const png = data?.[PNG];
      if (png === undefined) return null;
      const bytes = Buffer.from(png, "base64");
      assert.equal(bytes.subarray(1, 4).toString(), "PNG");
      return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    });

async function withSession(use: (session: Session) => Promise<void>): Promise<void> {
  const session = await Session.start();
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

test("every figure has its picture, in order, and an updated display one at the cell's end", async () => {
  await withSession(async (session) => {
    await session.run(imports);
    const last = await session.run(chart);
    assert.deepEqual(sizes(last), [[1800, 840]]);
    assert.ok(last.outputs[0]?.data?.[PLOTLY]);
    assert.equal(last.outputs[0]?.data?.["text/plain"], "Figure: Squares");

    const many = await session.run(
      `for (let i = 0; i < 20; i++) { ${raw("tslab.display", "String(i)")} }`,
    );
    assert.deepEqual(
      sizes(many),
      Array.from({ length: 20 }, () => [1800, 900]),
    );
    const titles = many.outputs.map(({ data }) => JSON.stringify(data?.[PLOTLY]));
    for (const [i, figure] of titles.entries()) assert.match(figure, new RegExp(`"text":"${i}"`));

    const updated = await session.run(
      `const place = tslab.newDisplay(); for (let i = 0; i < 50; i++) { ${raw("place", '"step " + i')} }`,
    );
    const painted = updated.outputs.filter(({ data }) => data?.[PNG]);
    assert.equal(painted.length, 1);
    assert.equal(painted[0], updated.outputs.at(-1));
    assert.equal(painted[0]?.type, "update_display_data");
    assert.equal(painted[0]?.transient?.display_id, updated.outputs[0]?.transient?.display_id);
    assert.match(JSON.stringify(painted[0]?.data?.[PLOTLY]), /step 49/);
  });
});

test("what is no figure, or has a picture, goes out as it is", async () => {
  await withSession(async (session) => {
    const shown = await session.run(
      `${imports} tslab.display.html("<b>1</b>"); ({ [Symbol.for("Jupyter.display")]: () => ({ "${PLOTLY}": { data: [] }, "${PNG}": "mine" }) })`,
    );
    assert.deepEqual(
      shown.outputs.map(({ data }) => data),
      [{ "text/html": "<b>1</b>" }, { [PLOTLY]: { data: [] }, [PNG]: "mine" }],
    );
  });
});

test("without a browser the figures come all the same, and the reader is told once what to do", async () => {
  await withSession(async (session) => {
    const missing = path.join(folder, "no-browser");
    await session.run(`${imports} process.env["CHROME_PATH"] = ${JSON.stringify(missing)};`);
    const first = await session.run(chart);
    assert.equal(first.reply.status, "ok");
    assert.deepEqual(sizes(first), [null]);
    const note = printed(first);
    assert.match(note, /^Figures have no pictures .*CHROME_PATH.*restart the kernel.*\n$/);
    const second = await session.run(chart);
    assert.deepEqual(sizes(second), [null]);
    assert.equal(printed(second), "");
  });
});

test("a browser that ends at once is no error of the cell", async () => {
  await withSession(async (session) => {
    const broken = browser("broken", "exit 3");
    await session.run(`${imports} process.env["CHROME_PATH"] = ${JSON.stringify(broken)};`);
    const shown = await session.run(chart);
    assert.equal(shown.reply.status, "ok");
    assert.deepEqual(sizes(shown), [null]);
    assert.match(printed(shown), /^Figures have no pictures .*did not start/);
  });
});

test("an interrupt does not wait for a browser that hangs", async () => {
  await withSession(async (session) => {
    const hangs = browser("hangs", "exec sleep 600");
    await session.run(`${imports} process.env["CHROME_PATH"] = ${JSON.stringify(hangs)};`);
    const shown = await session.run(`console.log("now"); ${chart}`, { interruptAt: "now" });
    assert.deepEqual(sizes(shown), [null]);
    assert.equal(printed(shown), "now\n"); // and not the note of a browser that gave up by itself
    const next = await session.run("1 + 1");
    assert.equal(printed(next), "2\n");
  });
});

test("a browser that hangs holds up the first figure only, and not for minutes", async () => {
  await withSession(async (session) => {
    const hangs = browser("hangs", "exec sleep 600");
    await session.run(`${imports} process.env["CHROME_PATH"] = ${JSON.stringify(hangs)};`);
    const first = await session.run(chart); // the session's own limit is a minute
    assert.deepEqual(sizes(first), [null]);
    assert.match(printed(first), /^Figures have no pictures .*did not start\. To have/);
    assert.equal(printed(await session.run(chart)), "");
  });
});

/** Processes whose command line holds the word. */
const running = (word: string): string[] => processes().filter((line) => line.includes(word));

test("the browser ends with the kernel, also with one that is killed, and leaves no files", async () => {
  const found = findBrowser();
  assert.ok(found);
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const mark = `--batchwise-test=${path.basename(folder)}-${signal}`;
    const marked = browser(signal, `exec ${found.path} "$@" ${mark}`);
    const files = mkdtempSync(path.join(folder, "files-"));
    await withSession(async (session) => {
      await session.run(
        `${imports} process.env["CHROME_PATH"] = ${JSON.stringify(marked)}; process.env["TMPDIR"] = ${JSON.stringify(files)};`,
      );
      assert.deepEqual(sizes(await session.run(chart)), [[1800, 840]]);
      assert.ok(running(mark).length > 0);
      assert.ok(readdirSync(files).length > 0);
      process.kill(await session.pid(), signal);
      const gone = (): boolean => running(mark).length === 0 && readdirSync(files).length === 0;
      for (let i = 0; i < 300 && !gone(); i++) await pause(100);
      assert.deepEqual([running(mark), readdirSync(files)], [[], []], signal);
    });
  }
});

test("a browser that is killed is started anew with the next figure", async () => {
  const found = findBrowser();
  assert.ok(found);
  const mark = `--batchwise-test=${path.basename(folder)}-again`;
  const marked = browser("again", `exec ${found.path} "$@" ${mark}`);
  await withSession(async (session) => {
    await session.run(`${imports} process.env["CHROME_PATH"] = ${JSON.stringify(marked)};`);
    assert.deepEqual(sizes(await session.run(chart)), [[1800, 840]]);
    for (const line of running(mark)) process.kill(Number.parseInt(line, 10), "SIGKILL");
    await pause(1000);
    assert.deepEqual(sizes(await session.run(chart)), [[1800, 840]]);
  });
});

/** The project's own Jupyter, with the kernel of this checkout. */
function jupyter(...args: readonly string[]): void {
  const env = { ...process.env, JUPYTER_CONFIG_DIR: folder, JUPYTER_DATA_DIR: folder };
  execFileSync(path.join(ROOT, ".venv/bin/jupyter"), args, { env, cwd: folder, stdio: "pipe" });
}

test("Jupyter's own run and its own HTML show the figure's picture", () => {
  const file = write(folder, "figure.ipynb", notebook([code(imports), code(chart)]));
  jupyter("execute", "--kernel_name=batchwise", "--inplace", file);
  jupyter("nbconvert", "--to", "html", file);
  const page = readFileSync(path.join(folder, "figure.html"), "utf8");
  assert.match(page, /<img[^>]+src="data:image\/png;base64,iVBOR/);
  assert.doesNotMatch(page, /Figure: Squares/);
});

interface Painter {
  paint(figure: string): Promise<string>;
}
interface Bundle {
  readonly [type: string]: unknown;
}
interface Pictures {
  prepare(data: Bundle, displayId?: string): Promise<Bundle>;
  finished(): Promise<{ data: Bundle }[]>;
}
const { Pictures } = await script<{
  Pictures: new (options: {
    painter?: Painter;
    off?: boolean;
    say?: (line: string) => void;
  }) => Pictures;
}>("notebook/kernel/output/pictures.mjs");
const figure: Bundle = { [PLOTLY]: { data: [], layout: {} }, "text/plain": "Figure" };

test("a figure too large for a picture, and one that fails, are told of once each; later ones are painted", async () => {
  const said: string[] = [];
  const painter = {
    paint: async (text: string): Promise<string> => {
      if (text.includes("bad")) throw new Error("it is bad");
      return "picture";
    },
  };
  const pictures = new Pictures({ painter, off: false, say: (line) => said.push(line) });
  const bad = { [PLOTLY]: { data: ["bad"] } };
  const large = { [PLOTLY]: { data: ["x".repeat(17e6)] } };
  for (const unpaintable of [bad, large, bad, large])
    assert.equal(await pictures.prepare(unpaintable), unpaintable);
  assert.equal(said.length, 2);
  assert.match(said[0] ?? "", /it is bad/);
  assert.match(said[1] ?? "", /larger than 16 MB/);
  assert.deepEqual(await pictures.prepare(figure), { ...figure, [PNG]: "picture" });
});

test("switched off, as in a report's run, nothing is painted or said", async () => {
  const painter = { paint: () => Promise.reject(new Error("asked")) };
  const pictures = new Pictures({ painter, off: true, say: assert.fail });
  assert.equal(await pictures.prepare(figure), figure);
  assert.equal(await pictures.prepare(figure, "id"), figure);
  assert.deepEqual(await pictures.finished(), []);
});

test("a display that turned into something else than a figure is left alone", async () => {
  const pictures = new Pictures({ painter: { paint: async () => "picture" }, off: false });
  const words = { "text/plain": "done" };
  await pictures.prepare(figure, "a");
  await pictures.prepare(figure, "b");
  assert.equal(await pictures.prepare(words, "a"), words);
  assert.deepEqual(await pictures.finished(), [
    { data: { ...figure, [PNG]: "picture" }, metadata: {}, transient: { display_id: "b" } },
  ]);
  assert.deepEqual(await pictures.finished(), []);
});
