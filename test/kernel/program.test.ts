import assert from "node:assert/strict";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import fc from "fast-check";
import { randomProgram } from "./randomProgram.js";
import { printed, ROOT, Session } from "./session.js";

interface Executor {
  execute(source: string): Promise<boolean>;
}

interface Compiler {
  close(): void;
}

interface TypeScript {
  transpileModule(source: string, options: object): { readonly outputText: string };
}

const OUT = Symbol.for("batchwise.test.out");

const load = async (file: string): Promise<Record<string, unknown>> =>
  await import(pathToFileURL(`${ROOT}scripts/notebook/kernel/${file}.mjs`).href);
const { CellCompiler } = (await load("compile/cellCompiler")) as {
  CellCompiler: new () => Compiler;
};
const { CellCode } = (await load("compile/cellCode")) as {
  CellCode: new (compiler: Compiler) => object;
};
const { CellExecutor } = (await load("cells/cellExecutor")) as {
  CellExecutor: new (code: object, console: object) => Executor;
};
const { ts } = (await load("compile/tslab")) as { ts: TypeScript };
const compiler = new CellCompiler();
after(() => compiler.close());

/** What `run` prints; the kernel's code and plain Node print it by the same function. */
async function outputOf(run: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const out = (value: unknown): unknown => lines.push(inspect(value));
  Reflect.set(globalThis, OUT, Object.assign(out, { fuel: 300 }));
  await run();
  return lines;
}

let modules = 0;

/** The program as one module of plain Node. */
async function asModule(program: string): Promise<void> {
  const compilerOptions = { target: "ES2022", module: "ESNext" };
  const { outputText } = ts.transpileModule(program, { compilerOptions });
  modules += 1; // Node runs a module of the same text only once
  await import(`data:text/javascript,${encodeURIComponent(`${outputText}//${modules}`)}`);
}

async function asCells(cells: readonly string[]): Promise<void> {
  const failures: unknown[] = [];
  const error = (thrown: unknown): unknown => failures.push(thrown);
  const executor = new CellExecutor(new CellCode(compiler), { log: () => undefined, error });
  for (const cell of cells) await executor.execute(cell);
  assert.deepEqual(failures, []);
}

/** Cuts statements into cells: true ends one. */
function cut(statements: readonly string[], ends: readonly boolean[]): string[] {
  const cells: string[] = [];
  let cell: string[] = [];
  statements.forEach((statement, i) => {
    cell.push(statement);
    if (!ends[i % ends.length] && i + 1 < statements.length) return;
    cells.push(cell.join("\n"));
    cell = [];
  });
  return cells;
}

const tape = fc.array(fc.nat(999), { minLength: 20, maxLength: 300, size: "max" });
const ends = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

test("a program prints the same however it is cut into cells", async () => {
  const law = fc.asyncProperty(tape, ends, async (numbers, cuts) => {
    const statements = randomProgram(numbers);
    const expected = await outputOf(async () => await asModule(statements.join("\n")));
    const seen = await outputOf(async () => await asCells(cut(statements, cuts)));
    assert.deepEqual(seen, expected, statements.join("\n"));
  });
  const runs = Number(process.env["PROGRAM_TEST_RUNS"] ?? 300);
  const { failed, errorInstance } = await fc.check(law, { numRuns: runs });
  if (failed) throw errorInstance;
});

test("also in a real kernel", async () => {
  const session = await Session.start();
  try {
    for (const [numbers, cuts] of fc.sample(fc.tuple(tape, ends), { numRuns: 5, seed: 1 })) {
      const statements = randomProgram(numbers);
      const expected = await outputOf(async () => await asModule(statements.join("\n")));
      await session.run(`import { inspect } from "node:util";
Reflect.set(globalThis, Symbol.for("batchwise.test.out"), Object.assign(
  (value: unknown) => console.log(inspect(value)), { fuel: 300 }));`);
      const cells = cut(statements, cuts).map((cell) => `${cell}\nundefined;`); // no last value
      const results = await session.execute(cells);
      assert.equal(results.map(printed).join(""), expected.map((line) => `${line}\n`).join(""));
    }
  } finally {
    await session.close();
  }
});
