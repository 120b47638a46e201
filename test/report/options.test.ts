import assert from "node:assert/strict";
import { test } from "node:test";
import { script } from "../scripts.js";

interface Options {
  readonly profile: string;
  readonly notebooks: readonly string[];
  readonly jobs: number;
}
const { readOptions, defaultJobs } = await script<{
  readOptions: (args: readonly string[], notebooks: readonly string[]) => Options;
  defaultJobs: (machine: { cores: number; freeBytes: number }) => number;
}>("report/options.mjs");
const all = ["04-c.ipynb", "01-a.ipynb", "02-b.ipynb"];

test("without options: every notebook in order, quick", () => {
  const { profile, notebooks } = readOptions([], all);
  assert.deepEqual([profile, notebooks], ["quick", ["01-a.ipynb", "02-b.ipynb", "04-c.ipynb"]]);
});

test("--only chooses by the start of the name", () => {
  assert.deepEqual(readOptions(["--only", "04,01"], all).notebooks, ["01-a.ipynb", "04-c.ipynb"]);
});

test("jobs follow cores and memory, never less than one, never more than notebooks", () => {
  assert.equal(defaultJobs({ cores: 8, freeBytes: 4e9 }), 2);
  assert.equal(defaultJobs({ cores: 2, freeBytes: 64e9 }), 2);
  assert.equal(defaultJobs({ cores: 4, freeBytes: 1e9 }), 1);
  assert.equal(readOptions(["--jobs", "9"], all).jobs, 3);
});

test("a wrong option is refused with what it must be", () => {
  for (const [args, message] of [
    [["--profile", "fast"], /--profile must be one of quick, standard, full, got fast/],
    [["--jobs", "0"], /--jobs must be a positive integer, got 0/],
    [["--jobs", "1.5"], /--jobs must be a positive integer, got 1\.5/],
    [["--only", "07"], /--only must name notebooks among .*01-a.*; got 07/],
    [["--only", ""], /--only must name notebooks/],
    [["--fast"], /Unknown option '--fast'/],
    [["01"], /Unexpected argument '01'/],
  ] as const) {
    assert.throws(() => readOptions(args, all), { name: "OptionError", message });
  }
});
