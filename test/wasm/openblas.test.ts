import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { root } from "../scripts.js";
import { type MockLibrary, mockLibrary } from "./mockOpenblas.js";

/** Says what the main thread chose, and what a thread chooses that it starts under another OPENBLAS. */
const program = `
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { blasOn, blasVersion } from "./wasm/blas.js";
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
function product() {
  const [a, b, c] = [0, 64, 128].map((at) => new Float64Array(memory.buffer, at, 4));
  a.set([1, 2, 3, 4]);
  b.set([5, 6, 7, 8]);
  blasOn(memory)?.dgemm(0, 1, 2, 2, 2, 0, 2, 64, 2, 0, 128, 2);
  return [...c];
}
const said = { version: blasVersion(), product: product() };
if (!isMainThread) parentPort.postMessage(said);
else {
  process.env.OPENBLAS = "off";
  new Worker(new URL(import.meta.url)).once("message", (inThread) =>
    console.log(JSON.stringify({ ...said, inThread })),
  );
}
`;

interface Said {
  readonly version: string;
  readonly product: readonly number[];
  readonly inThread: Omit<Said, "inThread">;
}

const linuxOnly = process.platform === "linux" ? {} : { skip: "its search is Linux's" };

suite("OpenBLAS", () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-openblas-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "program.js"), program);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  cpSync(join(root, "lib/dist/wasm"), join(folder, "wasm"), { recursive: true });
  rmSync(join(folder, "wasm/openblas.json"), { force: true });

  /** What the program says and warns of; it must end well. */
  function run(env: NodeJS.ProcessEnv, file = "program.js"): Said & { readonly warned: string } {
    const { OPENBLAS: _, LD_LIBRARY_PATH: __, ...rest } = process.env;
    const ran = spawnSync(process.execPath, [file], {
      cwd: folder,
      encoding: "utf8",
      env: { ...rest, ...env },
    });
    assert.equal(ran.status, 0, ran.stderr);
    return { ...JSON.parse(ran.stdout), warned: ran.stderr };
  }

  function assertUsed({ version, product, inThread, warned }: ReturnType<typeof run>): void {
    assert.deepEqual([version, product], ["9.8.7", [17, 23, 39, 53]]);
    assert.deepEqual(inThread, { version, product }, "threads choose alike");
    assert.equal(warned, "");
  }

  function assertNotUsed({ version, product, inThread }: ReturnType<typeof run>): void {
    assert.deepEqual([version, product], ["none", [0, 0, 0, 0]]);
    assert.deepEqual(inThread, { version, product });
  }

  test("is left out when it is off, without a word", () => {
    const said = run({ OPENBLAS: "off" });
    assertNotUsed(said);
    assert.equal(said.warned, "");
  });

  test("is done without where OPENBLAS names what is no use, with a warning that says why", () => {
    const text = join(folder, "text.so");
    writeFileSync(text, "no library");
    for (const [file, why] of [
      [
        join(folder, "absent.so"),
        /OPENBLAS must name the library's file, or be "off", got .*absent\.so: /,
      ],
      [text, /got .*text\.so: Failed to load/],
      [folder, /got .*: /],
    ] as const) {
      const said = run({ OPENBLAS: file });
      assertNotUsed(said);
      assert.match(said.warned, why);
      assert.equal(said.warned.match(/batchwise:/g)?.length, 1);
    }
  });

  const compiled = { skip: mockLibrary(folder, {}) === undefined && "there is no C compiler" };
  const mock = (made: MockLibrary): string => mockLibrary(folder, made) ?? "";

  test("of every spelling and width of integers", compiled, () => {
    for (const prefix of ["", "scipy_"])
      for (const wide of [false, true])
        for (const suffix of wide ? ["", "64_"] : [""])
          assertUsed(run({ OPENBLAS: mock({ prefix, suffix, wide }) }));
  });

  test("that crashes, multiplies wrongly, is for one thread or another library", compiled, () => {
    for (const [made, why] of [
      [{ product: "abort();" }, /trying .* ended with SIGABRT; OPENBLAS=off/],
      [{ start: "abort();" }, /trying .* ended with SIGABRT/],
      [{ product: "return;" }, /its products are wrong/],
      [{ parallel: 0 }, /build for programs of one thread/],
      [{ prefix: "other_" }, /it is not OpenBLAS/],
    ] as const) {
      const said = run({ OPENBLAS: mock(made) });
      assertNotUsed(said);
      assert.match(said.warned, why);
    }
  });

  test("of the system is found, the first that works", { ...compiled, ...linuxOnly }, () => {
    const system = join(folder, "system");
    mkdirSync(system);
    cpSync(mock({ parallel: 0 }), join(system, "libopenblas.so.0"));
    cpSync(mock({}), join(system, "libopenblasp.so.0"));
    assertUsed(run({ LD_LIBRARY_PATH: system }));
    assertNotUsed(run({ LD_LIBRARY_PATH: system, OPENBLAS: "off" }));
  });

  test("that set-up noted is used, and done without when it has gone bad", compiled, () => {
    const note = join(folder, "wasm/openblas.json");
    try {
      writeFileSync(note, JSON.stringify({ library: mock({}), version: "9.8.7" }));
      assertUsed(run({}));
      writeFileSync(note, JSON.stringify({ library: join(folder, "text.so"), version: "9.8.7" }));
      const said = run({ LD_LIBRARY_PATH: "" });
      assert.notEqual(said.version, "9.8.7");
      assert.match(said.warned, /text\.so: .*; npm run setup mends it/);
    } finally {
      rmSync(note);
    }
  });

  test("is done without where koffi is not there", compiled, () => {
    const bare = mkdtempSync(join(tmpdir(), "batchwise-koffi-"));
    try {
      for (const part of ["package.json", "program.js", "wasm"])
        cpSync(join(folder, part), join(bare, part), { recursive: true });
      const said = run({ OPENBLAS: mock({}) }, join(bare, "program.js"));
      assertNotUsed(said);
      assert.match(said.warned, /Cannot find module 'koffi'/);
    } finally {
      rmSync(bare, { recursive: true, force: true });
    }
  });
});
