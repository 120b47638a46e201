import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts.js";
import { codeBlocks, pageText } from "./pages.js";

/** Runs before the program, in each of its threads: notes the stack at the first job that is sent, and at a step's first product. */
const EAR = `
import { appendFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
Error.stackTraceLimit = 100;
const heard = new Set();
const note = (what) => {
  if (heard.has(what)) return;
  const { stack } = new Error();
  if (what === "kernel" && !stack.includes("Learner.step")) return; // an evaluation
  heard.add(what);
  appendFileSync(process.env.WALK, JSON.stringify({ what, stack }) + "\\n");
};
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, ...rest) {
  if (message.kind === "job") note("job");
  return postMessage.call(this, message, ...rest);
};
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...args) {
  const { gemm, ...others } = new Instance(...args).exports;
  const heardGemm = (...numbers) => { note("kernel"); return gemm(...numbers); };
  return { exports: { ...others, gemm: heardGemm } };
};
`;

interface Note {
  readonly what: "job" | "kernel";
  readonly stack: string;
}

/** The library's files on a stack, the outermost first, each once. */
function filesOn(notes: readonly Note[], what: Note["what"]): string[] {
  const { stack } = notes.find((note) => note.what === what) ?? { stack: "" };
  const files = [...stack.matchAll(/lib\/dist\/(\S+?)\.js:/g)].map(([, file]) => `lib/${file}.ts`);
  return [...new Set(files.reverse())];
}

/** The files of the program's two stacks, from the cell to the kernel. */
function walkOf(program: string): string[] {
  const folder = mkdtempSync(join(root, "build", "walk-"));
  try {
    writeFileSync(join(folder, "ear.mjs"), EAR);
    writeFileSync(join(folder, "cell.mjs"), program);
    const WALK = join(folder, "notes");
    const { status, stderr } = spawnSync(process.execPath, ["--import", "./ear.mjs", "cell.mjs"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, WALK, OPENBLAS: "off" },
    });
    assert.equal(status, 0, stderr);
    const notes = readFileSync(WALK, "utf8")
      .trim()
      .split("\n")
      .map((line): Note => JSON.parse(line));
    return [...filesOn(notes, "job"), ...filesOn(notes, "kernel")];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("the walk from a cell to the kernel is the one that a run takes", () => {
  const page = pageText("docs/architecture.md");
  const listed = [...page.matchAll(/^(\d+)\. `(lib\/\S+)`/gm)];
  const [program] = codeBlocks(page, "ts");
  assert.deepEqual(
    listed.map(([, , file]) => file),
    walkOf(program),
  );
  assert.deepEqual(
    listed.map(([, number]) => Number(number)),
    listed.map((_, i) => i + 1),
  );
  const [, said] = /^These are (\d+) files/m.exec(page) ?? [];
  assert.equal(Number(said), listed.length);
});
