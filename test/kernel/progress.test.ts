import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { printed, Session } from "./session.js";

const IMPORTS = `import { withProgress } from "batchwise/dist/progress.js";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`;

describe("progress in a notebook", () => {
  let session: Session;
  before(async () => {
    session = await Session.start();
    await session.run(IMPORTS);
  });
  after(async () => await session.close());

  test("of long work is shown in its cell, without being asked for", async () => {
    const { outputs } = await session.run(`await withProgress(undefined, async (tell) => {
  await pause(1100);
  for (let done = 1; done <= 3; done += 1) tell?.({ done, total: 3, unit: "little steps" });
});`);
    const shown = outputs.flatMap(({ data }) => data?.["text/html"] ?? []).join();
    assert.match(shown, /3 of 3 little steps/);
  });

  test("of short work is not", async () => {
    const result = await session.run(`await withProgress(undefined, async (tell) => {
  tell?.({ done: 1, total: 1, unit: "little steps" });
  console.log(typeof tell);
});`);
    assert.equal(printed(result), "function\n");
    assert.equal(result.outputs.length, 1);
  });
});
