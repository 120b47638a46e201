import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exampleNotebook } from "./notebookExample.js";
import { type Cell, type Notebook, notebookProblems } from "./notebookRules.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = join(ROOT, "notebooks");

interface TypeProblem {
  readonly cell: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface Checker {
  check(notebook: unknown): TypeProblem[];
  close(): void;
}

let checker: Checker;
before(async () => {
  const url = pathToFileURL(join(ROOT, "scripts/notebook/source/check.mjs")).href;
  const module = (await import(url)) as { createChecker(): Checker };
  checker = module.createChecker();
});
after(() => checker.close());

describe("the committed notebooks", () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const paths = files.filter((name) => name.endsWith(".ipynb"));

  test("exist", () => assert.notEqual(paths.length, 0));

  for (const path of paths) {
    const read = (): Notebook => JSON.parse(readFileSync(join(FOLDER, path), "utf8"));
    test(`${path} is in the house form`, () => assert.deepEqual(notebookProblems(read()), []));
    test(`${path} has no type error`, () => assert.deepEqual(checker.check(read()), []));
  }
});

describe("the rules", () => {
  const code = (source: string, more: Partial<Cell> = {}): Cell => ({
    id: "extra",
    cell_type: "code",
    source,
    ...more,
  });
  type Example = ReturnType<typeof exampleNotebook>;
  const cases: readonly [string, (notebook: Example) => unknown, RegExp][] = [
    ["outputs", (n) => n.cells.push(code("1", { outputs: [{}] })), /cell 19 must have no outputs/],
    [
      "execution counts",
      (n) => n.cells.push(code("1", { execution_count: 1 })),
      /cell 19 must have no execution count/,
    ],
    ["doubled ids", (n) => n.cells.push(code("1", { id: "c0" })), /an id of its own, got c0/],
    ["missing ids", (n) => n.cells.push({ cell_type: "raw", source: "" }), /must have an id$/],
    ["another kernel", (n) => Object.assign(n, { metadata: {} }), /kernelspec must be batchwise/],
    ["an old format", (n) => Object.assign(n, { nbformat_minor: 4 }), /format must be 4\.5/],
    ["no title", (n) => n.cells.shift(), /first cell must be an H1 title/],
    [
      "no answer",
      (n) => Object.assign(n.cells[0] ?? {}, { source: "# A title\n\nText." }),
      /followed by a blockquote/,
    ],
    [
      "a second title",
      (n) => Object.assign(n.cells[1] ?? {}, { source: "# Another\n## Question" }),
      /must be one H1, got 2/,
    ],
    ["headings out of order", (n) => n.cells.splice(1, 7, ...n.cells.slice(1, 8).reverse()), /^H2/],
    ["a missing heading", (n) => n.cells.splice(3, 1), /^H2 must be .*, got Question · Data · Run/],
    ["a long cell", (n) => n.cells.push(code("1;\n".repeat(21))), /at most 20 lines, got 21/],
    ["a wide line", (n) => n.cells.push(code(`"${"x".repeat(80)}"`)), /at most 80 .*, got 82/],
    [
      "imports in two cells",
      (n) => n.cells.push(code('import a from "a";'), code('import b from "b";', { id: "b" })),
      /one import cell, got [23]/,
    ],
    [
      "many names",
      (n) =>
        n.cells.push(
          code(
            `import * as a from "a";\nimport {\n  ${Array.from({ length: 11 }, (_, i) => `type n${i}`).join(",\n  ")}, x as y,\n} from "b";`,
          ),
        ),
      /at most 12 names .*, got 13: a, n0, .*, y/,
    ],
  ];

  test("find nothing in a good notebook", () => {
    assert.deepEqual(notebookProblems(exampleNotebook()), []);
  });

  test("ignore headings within fenced code", () => {
    const notebook = exampleNotebook();
    notebook.cells.splice(3, 0, { id: "f", cell_type: "markdown", source: "```\n## No\n```\n" });
    assert.deepEqual(notebookProblems(notebook), []);
  });

  for (const [name, spoil, expected] of cases)
    test(`find ${name}, and nothing else`, () => {
      const notebook = exampleNotebook();
      spoil(notebook);
      const problems = notebookProblems(notebook);
      assert.equal(problems.length, 1, problems.join("; "));
      assert.match(problems[0] ?? "", expected);
    });
});

describe("the type check", () => {
  const check = (...cells: readonly (string | readonly [string, ...string[]])[]): TypeProblem[] =>
    checker.check({
      cells: cells.map((cell) => {
        const [source, ...tags] = [cell].flat();
        return { cell_type: "code", source, metadata: { tags } };
      }),
    });

  test("passes a good notebook, across cells and with the library", () => {
    const first = 'import { loadDigits } from "batchwise";\nconst digits = loadDigits();';
    assert.deepEqual(
      check(first, "const n: number = digits.n;\nawait (n);", "for await (const x of [n]) x;"),
      [],
    );
  });

  test("says where the library is misused", () => {
    const first = 'import { loadDigits } from "batchwise";';
    const [problem, ...more] = check(first, "", "\nconst n: string = loadDigits().n;");
    assert.deepEqual(more, []);
    assert.deepEqual(
      [problem?.cell, problem?.line, problem?.column, problem?.message],
      [2, 2, 7, "Type 'number' is not assignable to type 'string'."],
    );
  });

  test("is strict", () => assert.equal(check("const s: string = null;").length, 1));

  test("takes a cell that is to fail as it is, and its names as unknown", () => {
    assert.deepEqual(check(["const s: string = 1;", "raises-exception"], "1"), []);
    assert.match(
      check(["const a = 1;", "raises-exception"], "a")[0]?.message ?? "",
      /find name 'a'/,
    );
  });
});
