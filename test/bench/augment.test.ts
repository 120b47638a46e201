import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { AugmentSpec } from "batchwise";
import { root, script } from "../scripts.js";

interface Request {
  readonly case: string;
  readonly chain: string;
  readonly shape: readonly number[];
  readonly batch: number;
  readonly changes: readonly AugmentSpec[];
}
interface Row {
  readonly case: string;
  readonly subject: string;
  readonly chain: string;
  readonly shape: readonly number[];
  readonly imagesPerSecond: number;
}
interface Worker {
  readonly ready: Promise<{ versions?: Readonly<Record<string, string>>; unavailable?: string }>;
  ask(request: object): Promise<{ seconds: number; steps: number }>;
  close(): void;
}

const { augmentCases } = await script<{ augmentCases(filter: RegExp): Request[] }>(
  "bench/augment/cases.mjs",
);
const { augmentReport } = await script<{
  augmentReport(rows: readonly Row[], about: { versions: object; rounds: number }): string;
}>("bench/augment/report.mjs");
const { Worker } = await script<{ Worker: new (name: string, command: string[]) => Worker }>(
  "bench/worker.mjs",
);

const python = join(root, ".venv-bench/bin/python");
const FIND = "import importlib.util as u, sys; sys.exit(u.find_spec(sys.argv[1]) is None)";
const missing = (module: string): string | false =>
  spawnSync(python, ["-c", FIND, module]).status === 0
    ? false
    : `no ${module} in .venv-bench: npm run bench -- augment installs it`;

const about = { versions: {}, rounds: 3 };
const linesOf = (report: string): string[] =>
  report.split("\n").filter((line) => line.startsWith("|"));
const row = (subject: string, chain: string, imagesPerSecond: number, shape = [8, 8, 3]): Row => ({
  case: `${shape.join("×")} ${chain}`,
  ...{ subject, chain, shape, imagesPerSecond },
});

suite("the benchmark of augmentation", () => {
  test("has both chains on every size; colour changes where there are three channels", () => {
    const cases = augmentCases(/./);
    assert.equal(cases.length, 8);
    for (const { chain, shape, changes, batch } of cases) {
      const kinds = new Set(changes.map(({ kind }) => kind));
      assert.equal(kinds.has("colour"), chain === "every kind" && shape[2] === 3);
      assert.equal(kinds.size, chain === "moves" ? 4 : kinds.has("colour") ? 12 : 11);
      assert.equal(batch, 128);
    }
    assert.deepEqual(
      augmentCases(/^28×28×1 moves$/).map((c) => c.case),
      ["28×28×1 moves"],
    );
  });

  test("shows every subject's rate, the ratios, and the cells that Batchwise loses", () => {
    const report = augmentReport(
      [
        row("Albumentations", "moves", 1000),
        row("torchvision", "moves", 500),
        row("Batchwise", "moves", 4000),
        row("Albumentations", "every kind", 2000),
        row("Batchwise", "every kind", 1000),
      ],
      about,
    );
    assert.deepEqual(linesOf(report), [
      "| images | moves, images/s | moves, Albumentations | moves, torchvision | every kind, images/s | every kind, Albumentations | every kind, torchvision |",
      "|---|---:|---:|---:|---:|---:|---:|",
      "| 8×8×3 | 4,000 | 1,000 | 500 | 1,000 | 2,000 | – |",
      "| ratio of images/s | geometric mean | least | most | cells | cells lost |",
      "|---|---:|---:|---:|---:|---:|",
      "| Batchwise ÷ Albumentations | 1.41 | 0.500 | 4.00 | 2 | 8×8×3 every kind (0.500) |",
      "| Batchwise ÷ torchvision | 8.00 | 8.00 | 8.00 | 1 | none |",
    ]);
    assert.match(report, /1 thread for every subject/);
    assert.match(report, /one by one/);
  });

  test("without the others there are no ratios", () => {
    assert.deepEqual(linesOf(augmentReport([row("Batchwise", "moves", 4000)], about)), [
      "| images | moves, images/s |",
      "|---|---:|",
      "| 8×8×3 | 4,000 |",
    ]);
  });

  for (const [name, command, skip] of [
    ["Batchwise", [process.execPath, "batchwise_augment.mjs"], false],
    ["Albumentations", [python, "albumentations_augment.py"], missing("albumentations")],
    ["torchvision", [python, "torchvision_augment.py"], missing("torchvision")],
  ] as const)
    test(`${name} carries out every case`, { skip }, async () => {
      const worker = new Worker(name, [...command]);
      try {
        const { unavailable, versions } = await worker.ready;
        assert.equal(unavailable, undefined);
        assert.ok(versions?.[name.toLowerCase()]);
        for (const request of augmentCases(/./)) {
          const { seconds, steps } = await worker.ask({ ...request, batch: 4, steps: 2 });
          assert.ok(seconds > 0, request.case);
          assert.equal(steps, 2);
        }
      } finally {
        worker.close();
      }
    });
});
