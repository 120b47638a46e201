import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { script } from "../scripts.js";

interface Sent {
  readonly parent: unknown;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

interface Box {
  parent: unknown;
  write(name: string, text: string): void;
  display(content: { data: object }, update?: boolean): void;
  publish(type: string, content: object): void;
  drained(): Promise<void>;
  release(): void;
}

const { Outbox } = await script<{
  Outbox: new (ways: {
    encode(parent: unknown, type: string, content: object): Sent;
    send(message: Sent): void;
    prepare(data: object): unknown;
  }) => Box;
}>("notebook/kernel/output/outbox.mjs");

/** An outbox and what has left it: the streams' text by name, displays by their data. */
function makeBox(prepare: (data: object) => unknown): { box: Box; seen: () => string[] } {
  const sent: Sent[] = [];
  const box = new Outbox({
    encode: (parent, type, content) =>
      ({ parent, type, content: structuredClone(content) }) as Sent,
    send: (message) => sent.push(message),
    prepare,
  });
  box.parent = "cell";
  const seen = (): string[] => {
    const texts: string[] = [];
    let last = "";
    for (const { type, content } of sent) {
      const kind = type === "stream" ? `${content["name"]}: ` : `${type}: `;
      const text = String(content["text"] ?? JSON.stringify(content["data"] ?? content));
      if (kind === last && type === "stream") texts.push((texts.pop() ?? "") + text);
      else texts.push(kind + text);
      last = kind;
    }
    return texts;
  };
  return { box, seen };
}
const later = async <T>(value: T, ms: number): Promise<T> =>
  await new Promise((resolve) => setTimeout(resolve, ms, value));

test("a display that is being prepared holds up what comes after it, and drained waits for it", async () => {
  const { box, seen } = makeBox(async (data) => await later({ ...data, picture: 1 }, 50));
  box.write("stdout", "before");
  box.display({ data: { text: 1 } });
  box.write("stderr", "after");
  box.publish("error", { ename: "E" });
  assert.deepEqual(seen(), ["stdout: before"]);
  await box.drained();
  const shown = 'display_data: {"text":1,"picture":1}';
  assert.deepEqual(seen(), ["stdout: before", shown, "stderr: after", 'error: {"ename":"E"}']);
});

test("a display whose preparation fails, or never ends and is released, is shown as it was", async () => {
  const failing = makeBox(async () => await Promise.reject(new Error("no browser")));
  failing.box.display({ data: { text: 1 } });
  await failing.box.drained();
  assert.deepEqual(failing.seen(), ['display_data: {"text":1}']);
  const endless = makeBox(() => new Promise(() => {}));
  endless.box.display({ data: { text: 1 } });
  endless.box.write("stdout", "after");
  const drained = endless.box.drained();
  endless.box.release();
  await drained;
  assert.deepEqual(endless.seen(), ['display_data: {"text":1}', "stdout: after"]);
});

test("whatever is written arrives whole and in order, however long displays take", async () => {
  const step = fc.oneof(
    fc.record({ name: fc.constantFrom("stdout", "stderr"), text: fc.string({ minLength: 1 }) }),
    fc.record({ wait: fc.integer({ min: -1, max: 8 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const waits = new Map<number, number>();
      const { box, seen } = makeBox((data) => {
        const id = (data as { id: number }).id;
        const wait = waits.get(id) ?? -1;
        return wait < 0 ? data : later(data, wait);
      });
      const expected = makeBox((data) => data);
      for (const [id, given] of steps.entries())
        if ("name" in given)
          for (const each of [box, expected.box]) each.write(given.name, given.text);
        else {
          waits.set(id, given.wait);
          for (const each of [box, expected.box]) each.display({ data: { id } });
        }
      await box.drained();
      await expected.box.drained();
      assert.deepEqual(seen(), expected.seen());
      const texts = steps.map((given, id) => ("name" in given ? given.text : `{"id":${id}}`));
      assert.equal(
        seen()
          .map((text) => text.replace(/^\w+: /, ""))
          .join("|")
          .replaceAll("|", ""),
        texts.join("").replaceAll("|", ""),
      );
    }),
    { numRuns: 60 },
  );
});
