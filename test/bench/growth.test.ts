import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { script } from "../scripts.js";

interface Point {
  readonly size: number;
  readonly values: readonly number[];
}
interface Growth {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  readonly ending: number;
}
interface Row {
  readonly case: string;
  readonly against: string;
  readonly peer: string;
  readonly subject: string;
  readonly size: number;
  readonly seconds: readonly number[];
  readonly peakMB: readonly number[];
}
interface Asked {
  ask(request: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, number>>>;
}

const { logSlope, growthOf, beyondFirst, expected } = await script<{
  logSlope(sizes: readonly number[], values: readonly number[]): number;
  growthOf(points: readonly Point[]): Growth | undefined;
  beyondFirst(points: readonly Point[], least: number): Point[];
  expected(points: readonly Point[], next: number): number;
}>("bench/growth/slopes.mjs");
const { timesOf, steeper } = await script<{
  timesOf(rows: readonly Row[]): { from: number; to: number; first?: number; last?: number }[];
  steeper(found: readonly object[]): object[];
}>("bench/growth/compare.mjs");
const { growthReport } = await script<{
  growthReport(rows: readonly Row[], threads: readonly Row[], about: object): string;
}>("bench/growth/report.mjs");
const { growthPicture, timeLabel } = await script<{
  growthPicture(rows: readonly Row[]): string;
  timeLabel(seconds: number): string;
}>("bench/growth/picture.mjs");
const { inPieces } = await script<{
  inPieces(worker: Asked, work: { by: string; steps?: number }, peaks: number[]): Asked;
}>("bench/growth/subjects.mjs");

const SIZES = [10, 100, 1000];
const about = { versions: { batchwise: "0" }, rounds: 2 };
const isNear = (found: number | undefined, wanted: number): void =>
  assert.ok(Math.abs((found ?? Number.NaN) - wanted) < 1e-9, `${found}, not ${wanted}`);

/** A subject's rows of one series: seconds and megabytes in two rounds that are equal. */
function rowsOf(
  subject: string,
  seconds: (size: number) => number,
  { sizes = SIZES, MB }: { sizes?: readonly number[]; MB?: (size: number) => number } = {},
): Row[] {
  return sizes.map((size) => ({
    case: "fit",
    against: "examples",
    peer: "PyTorch",
    subject,
    size,
    seconds: [seconds(size), seconds(size)],
    peakMB: MB ? [MB(size), MB(size)] : [],
  }));
}

suite("slopes", () => {
  test("are powers of the size, also where the sizes are not evenly apart", () => {
    isNear(
      logSlope(
        [2, 3, 50],
        [2, 3, 50].map((size) => 7 * size ** 1.5),
      ),
      1.5,
    );
    // Of three points that lie on no line: by hand, x = 0, 1, 2 and y = 0, 2, 1.
    isNear(logSlope([1, Math.E, Math.E ** 2], [1, Math.E ** 2, Math.E]), 0.5);
  });

  test("have Student's interval over the rounds, and an end of their own", () => {
    // Rounds of slopes 1 and 2; the last two sizes are told by medians.
    const points = SIZES.map((size) => ({ size, values: [size, size ** 2] }));
    const found = growthOf(points);
    isNear(found?.slope, 1.5);
    // t = 12.706 at one degree of freedom, standard error ½.
    assert.ok(Math.abs((found?.high ?? 0) - (1.5 + 12.7062 / 2)) < 1e-3, String(found?.high));
    isNear(found?.low, 3 - (found?.high ?? 0));
    const bent = [1, 10, 1000].map((value, i) => ({ size: SIZES[i], values: [value] }));
    const { slope, low, ending } = growthOf(bent) ?? assert.fail();
    isNear(slope, 1.5);
    isNear(ending, 2);
    assert.ok(Number.isNaN(low));
    assert.equal(growthOf(points.slice(1, 2)), undefined);
  });

  test("of memory leave out what the smallest size takes, and what is too little", () => {
    const points = [100, 101, 150].map((value, i) => ({ size: SIZES[i], values: [value, value] }));
    assert.deepEqual(beyondFirst(points, 8), [{ size: 1000, values: [50, 50] }]);
    assert.deepEqual(beyondFirst([], 8), []);
  });

  test("foretell the next size, as at least in proportion", () => {
    const points = (power: number): Point[] =>
      SIZES.map((size) => ({ size, values: [size ** power] }));
    isNear(expected(points(2), 10_000) / 1e8, 1);
    isNear(expected(points(0.5), 10_000) / (10 * 1000 ** 0.5), 1);
    isNear(expected([{ size: 10, values: [3] }], 20), 6);
    assert.equal(expected([], 10), 0);
  });
});

suite("the comparison", () => {
  test("is made at the sizes that both have", () => {
    const rows = [
      ...rowsOf("PyTorch", () => 2, { sizes: SIZES.slice(1) }),
      ...rowsOf("Batchwise", (size) => size / 100),
    ];
    const [{ from, to, first, last }] = timesOf(rows);
    assert.deepEqual([from, to, first, last], [100, 1000, 0.5, 5]);
  });

  test("names what grows faster than the peer by more than a tenth, and nothing else", () => {
    const found = (ours: number): number =>
      steeper(
        timesOf([
          ...rowsOf("PyTorch", (size) => size),
          ...rowsOf("Batchwise", (size) => size ** ours),
        ]),
      ).length;
    assert.deepEqual([0.5, 1, 1.09, 1.11].map(found), [0, 0, 0, 1]);
  });

  test("without a peer there is a slope, and no ratio", () => {
    const report = growthReport(
      rowsOf("Batchwise", (size) => size / 1e3),
      [],
      about,
    );
    assert.match(report, /\| fit \| examples \| 10 – 1,000 \| 1\.00 .*\| – \| – \| – \|/);
  });
});

suite("the report", () => {
  const memory = (each: number) => (size: number) => 90 + each * size;
  const rows = [
    ...rowsOf("PyTorch", (size) => 0.1 + size / 1e4, { MB: memory(0.2) }),
    ...rowsOf("Batchwise", (size) => size / 1e4, { MB: memory(0.1) }),
  ];

  test("holds slopes, ratios, the line on a steeper slope, and memory", () => {
    const report = growthReport(rows, [], about);
    assert.match(
      report,
      /\| fit \| examples \| 10 – 1,000 \| 1\.00 \[1\.00, 1\.00\] \| PyTorch \| 0\.15 \[.*\] \| 0\.00990 \| 0\.500 \|/,
    );
    assert.match(
      report,
      /Slopes above the peer's by more than 0\.1:\n\n- \*\*fit, against examples\*\*/,
    );
    assert.match(
      report,
      /time has the slope 1\.00, that of PyTorch 0\.15; .* 1\.00 against 0\.26; at 1,000 it is 0\.500/,
    );
    // 9 and 99 MB beyond the smallest size, the peer's 18 and 198.
    assert.match(
      report,
      /\| 1\.04 \[1\.04, 1\.04\] \| PyTorch \| 1\.04 \[1\.04, 1\.04\] \| 190 \| 290 \| 0\.655 \|/,
    );
    assert.match(report, /!\[.*\]\(growth\.svg\)/);
  });

  test("says what a second thread gains", () => {
    const of = (subject: string, one: number, two: number): Row[] =>
      [one, two].map((seconds, i) => {
        const [row] = rowsOf(subject, () => seconds, { sizes: [i + 1] });
        return { ...row, against: "threads" };
      });
    const threads = [...of("Batchwise", 3, 2), ...of("PyTorch", 6, 5)];
    const report = growthReport([], threads, about);
    assert.match(report, /\| fit \| PyTorch \| 1\.50 \| 1\.20 \| 0\.500 \| 0\.400 \|/);
  });

  test("has a picture with a line for each subject, higher where time is longer", () => {
    const svg = growthPicture(rows);
    assert.equal(svg.match(/<circle /g)?.length, 6);
    const [places] = [...svg.matchAll(/class="ours"><path d="M(52 [^"]+)"/g)].map(([, path]) =>
      path.split("L").map((point) => point.split(" ").map(Number)),
    );
    const [[x0, y0], [x1, y1], [x2, y2]] = places ?? assert.fail();
    assert.ok(Math.abs(x1 - x0 - (x2 - x1)) < 0.2 && x1 > x0);
    assert.ok(Math.abs(y1 - y0 - (y2 - y1)) < 0.2 && y1 < y0);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    assert.match(svg, /prefers-color-scheme: dark/);
    assert.deepEqual([2e-5, 0.003, 1.5].map(timeLabel), ["20 µs", "3 ms", "1.5 s"]);
  });
});

test("a subject is asked for pieces by steps or by repeats", async () => {
  const asked: unknown[] = [];
  const peaks: number[] = [];
  const worker: Asked = {
    ask: async (request) => {
      asked.push(request);
      return { seconds: 3, steps: Number(request["steps"]), fixed: 1, peakMB: 7 };
    },
  };
  const ways = [{ by: "steps", steps: 8 }, { by: "repeat" }];
  const answers = [];
  for (const way of ways)
    answers.push(await inPieces(worker, way, peaks).ask({ case: "a", steps: 2 }));
  assert.deepEqual(asked, [
    { case: "a", steps: 16 },
    { case: "a", repeat: 2 },
  ]);
  assert.deepEqual(
    answers.map(({ seconds, steps, fixed }) => [seconds, steps, fixed]),
    [
      [3, 2, 1],
      [6, 2, undefined],
    ],
  );
  assert.deepEqual(peaks, [7, 7]);
});
