import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { findNode, MAJORS } from "../kernel/nodes.js";
import { root } from "../scripts.js";
import { installedProject, runNode } from "./installed.js";
import { brokenTensorflow, trainsDigits, wantsTensorflow } from "./programs.js";

const compilers = {
  "the project's TypeScript": join(root, "node_modules/typescript/bin/tsc"),
  "TypeScript 5.0": join(root, "node_modules/@tslab/typescript-for-tslab/bin/tsc"),
};
const strict = [
  ...["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"],
  ...["--skipLibCheck", "false", "--target", "es2022", "--outDir", "out"],
  ...["--types", "node", "--typeRoots", join(root, "node_modules/@types")],
];
const nodenext = ["--module", "nodenext"];
const classic = ["--module", "commonjs", "--moduleResolution", "node"];

interface Said {
  readonly n: number;
  readonly accuracy: number;
  readonly same: boolean;
  readonly ours: boolean;
  readonly versions: Readonly<Record<string, string>>;
}

/** The OpenBLAS that set-up found. */
function setUpLibrary(): string | null {
  return JSON.parse(readFileSync(join(root, "lib/dist/wasm/openblas.json"), "utf8")).library;
}

suite("the package in an empty project", () => {
  const project = installedProject();
  after(() => rmSync(project, { recursive: true, force: true }));

  /** What a program says, that ends well and is silent otherwise. */
  function output<T>(cwd: string, file: string, options: Parameters<typeof runNode>[2] = {}): T {
    const { status, stdout, stderr } = runNode(join(project, cwd), [file], options);
    assert.deepEqual([status, stderr], [0, ""]);
    return JSON.parse(stdout);
  }

  function assertTrained({ n, accuracy, same, ours, versions }: Said): void {
    assert.deepEqual([n, same, ours, "TensorFlow" in versions], [1797, true, true, false]);
    assert.ok(accuracy > 0.93, String(accuracy));
  }

  for (const [name, type, kind] of [
    ["the project's TypeScript", "module", nodenext],
    ["the project's TypeScript", "commonjs", nodenext],
    ["TypeScript 5.0", "commonjs", nodenext],
    // The project's TypeScript has the classic resolution no longer.
    ["TypeScript 5.0", "commonjs", classic],
  ] as const)
    test(`${name}, ${type}, ${kind.join(" ")}: compiles strictly and trains the digits`, () => {
      const folder = join(project, type);
      writeFileSync(join(folder, "digits.ts"), trainsDigits);
      const compiled = runNode(folder, [compilers[name], ...strict, ...kind, "digits.ts"]);
      assert.deepEqual([compiled.status, compiled.stdout], [0, ""]);
      assertTrained(output(type, "out/digits.js"));
    });

  test("the README's program", () => {
    const folder = join(project, "module");
    const readme = readFileSync(join(project, "node_modules/batchwise/README.md"), "utf8");
    writeFileSync(join(folder, "readme.ts"), readme.match(/```ts\n([^`]*)```/)?.[1] ?? "");
    const tsc = compilers["the project's TypeScript"];
    const compiled = runNode(folder, [tsc, ...strict, ...nodenext, "readme.ts"]);
    assert.deepEqual([compiled.status, compiled.stdout], [0, ""]);
    const { stdout, stderr } = runNode(folder, ["out/readme.js"]);
    assert.equal(stderr, "");
    assert.match(stdout, /^1 0\.9\d+\n32 0\.9\d+\n\d+ 0\.\d+\n$/);
  });

  test("plain JavaScript on every supported Node.js", () => {
    const body = `const splits = split(loadDigits(), { seed: 0 });
      train(splits, {
        model: { kind: "linear" }, optimizer: { kind: "adam", learningRate: 0.01 },
        batchSize: 32, budget: { epochs: 10 }, seed: 1,
      }).then((run) => console.log(run.history.at(-1).validAccuracy));`;
    const names = "{ loadDigits, split, train }";
    writeFileSync(join(project, "plain.mjs"), `import ${names} from "batchwise";\n${body}`);
    writeFileSync(join(project, "plain.cjs"), `const ${names} = require("batchwise");\n${body}`);
    for (const major of MAJORS)
      for (const file of ["plain.mjs", "plain.cjs"]) {
        const node = findNode(major) ?? process.execPath;
        assert.ok(output<number>(".", file, { node }) > 0.9, `${file} on Node ${major}`);
      }
  });

  test("without OpenBLAS", () => {
    const said = output<Said>("module", "out/digits.js", { env: { OPENBLAS: "off" } });
    assertTrained(said);
    assert.equal(said.versions["OpenBLAS"], "none");
  });

  test("with OpenBLAS where there is one", (context) => {
    const library = setUpLibrary();
    if (library === null) return context.skip("there is none for this machine");
    const said = output<Said>("module", "out/digits.js", { env: { OPENBLAS: library } });
    assertTrained(said);
    assert.match(said.versions["OpenBLAS"], /^\d+\.\d+/);
  });

  interface Wanted {
    readonly before: number;
    readonly after: number;
    readonly accuracy: number;
    readonly errors: readonly string[];
  }

  test("without TensorFlow: large networks train, and what needs it says how to get it", () => {
    writeFileSync(join(project, "wants.mjs"), wantsTensorflow);
    const { accuracy, errors } = output<Wanted>(".", "wants.mjs");
    assert.ok(accuracy > 0.85, String(accuracy));
    const mend =
      "needs @tensorflow/tfjs-node, which is not installed; npm install @tensorflow/tfjs-node@4 installs it";
    assert.deepEqual(errors, [
      `trainLayers: ${mend}`,
      `TrainedModel.toLayersModel: ${mend}`,
      `train with engine "tensorflow": ${mend}`,
    ]);
  });

  test("with TensorFlow's package but not its library: the same, with a warning, and not before it is needed", () => {
    const broken = join(project, "node_modules/@tensorflow/tfjs-node");
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, "package.json"), '{ "name": "@tensorflow/tfjs-node" }');
    writeFileSync(join(broken, "index.js"), brokenTensorflow);
    const { status, stdout, stderr } = runNode(project, ["wants.mjs"], {
      env: { OPENBLAS: "off" },
    });
    assert.equal(status, 0, stderr);
    const said: Wanted = JSON.parse(stdout);
    assert.deepEqual([said.before, said.after], [0, 1]);
    assert.ok(said.accuracy > 0.85, String(said.accuracy));
    const problem =
      /does not load \(tfjs_binding\.node can not be found\); npm rebuild @tensorflow\/tfjs-node/;
    for (const error of said.errors) assert.match(error, problem);
    assert.match(stderr, problem);
    assert.equal(stderr.match(/batchwise:/g)?.length, 1);
  });

  test("downloads belong into the project's folder", () => {
    const program = `import { dataFolder, downloadSource } from "batchwise/dist/data/downloadSource.js";
      console.log(JSON.stringify([dataFolder(), downloadSource("mnist").files.length]));`;
    writeFileSync(join(project, "downloads.mjs"), program);
    assert.deepEqual(output(".", "downloads.mjs"), [join(project, ".cache", "data"), 4]);
  });
});
