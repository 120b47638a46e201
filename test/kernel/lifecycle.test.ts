import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ROOT, Session } from "./session.js";

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a headless run goes on after an expected failure and stops at a real one", async () => {
  const session = await Session.start();
  try {
    const run = await session.notebook([
      ['throw new Error("expected");', ["raises-exception"]],
      ['console.log("after");', []],
      ["const broken: string = 1;", []],
      ['console.log("never");', []],
    ]);
    const kinds = run.cells.map(({ outputs }) => outputs.map((output) => output.output_type));
    assert.deepEqual(kinds, [["error"], ["stream"], ["error"], []]);
    assert.deepEqual(run.failure, [
      "TypeScriptError",
      "1:7 - Type 'number' is not assignable to type 'string'.",
    ]);
  } finally {
    await session.close();
  }
});

test("the kernel ends when Jupyter is gone, even in the middle of a computation", async () => {
  const session = await Session.start();
  const pid = await session.pid();
  const endless = session.run("while (true) {}");
  endless.catch(() => undefined); // its answer never comes
  await pause(300);
  assert.ok(isRunning(pid));
  session.killClient();
  for (let i = 0; i < 100 && isRunning(pid); i += 1) await pause(100);
  assert.ok(!isRunning(pid));
  await session.close();
});

test("the kernelspec is installed whole, again and again", async () => {
  const prefix = mkdtempSync(join(tmpdir(), "batchwise-spec-"));
  const { installKernelSpec } = (await import(
    pathToFileURL(join(ROOT, "scripts/notebook/kernel/install.mjs")).href
  )) as { installKernelSpec(options: { root: string; prefix: string }): string };
  installKernelSpec({ root: "/elsewhere", prefix });
  const folder = installKernelSpec({ root: ROOT, prefix });
  assert.equal(folder, join(prefix, "share/jupyter/kernels/batchwise"));
  assert.deepEqual(readdirSync(folder).sort(), ["kernel.json", "logo-svg.svg"]);
  const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  assert.equal(spec.display_name, "TypeScript (Batchwise)");
  assert.equal(spec.interrupt_mode, "signal");
  assert.equal(spec.argv[0], process.execPath);
  assert.equal(spec.argv.at(-2), join(ROOT, "scripts/notebook/kernel/launch.mjs"));
  rmSync(prefix, { recursive: true });
});

test("a kernel whose port was taken says so, with an exit code of its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-ports-"));
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  try {
    const { port } = other.address() as AddressInfo;
    const names = ["shell", "iopub", "control", "stdin", "hb"].map((name) => `${name}_port`);
    const ports = Object.fromEntries(names.map((name, i) => [name, i === 0 ? port : 0]));
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify({ transport: "tcp", ip: "127.0.0.1", key: "", ...ports }));
    const launch = join(ROOT, "scripts/notebook/kernel/launch.mjs");
    const { status, stderr } = await new Promise<{ status: number | null; stderr: string }>(
      (resolve) =>
        execFile(process.execPath, [launch, file], (error, _, text) =>
          resolve({ status: Number(error?.code ?? 0), stderr: text }),
        ),
    );
    assert.equal(status, 98);
    assert.match(stderr, /another program has taken a port that Jupyter chose/);
  } finally {
    other.close();
    rmSync(folder, { recursive: true });
  }
});
