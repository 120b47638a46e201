import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { errorOf, type Message, printed, type Request, Session } from "./session.js";

const run = (code: string, more: object = {}): Request => [
  "shell",
  "execute_request",
  { code, silent: false, store_history: true, stop_on_error: true, ...more },
];
/** Types of the messages about one request, statuses by their state. */
const story = (messages: readonly Message[], parent: number): string[] =>
  messages
    .filter((message) => message.parent === parent)
    .map(({ type, content }) => (type === "status" ? String(content["execution_state"]) : type));
const published = (messages: readonly Message[]): Message[] =>
  messages.filter(({ reply }) => !reply);
const replyTo = (messages: readonly Message[], parent: number): Message => {
  const found = messages.find((message) => message.reply && message.parent === parent);
  assert.ok(found, `no reply to request ${parent}`);
  return found;
};

describe("Jupyter's protocol", () => {
  let session: Session;
  before(async () => {
    session = await Session.start();
  });
  after(async () => await session.close());

  test("queued cells are busy, show their input and are idle one after another", async () => {
    const cells = ["console.log(1);", "await 0;\nconsole.log(2);", "console.log(3);"];
    const seen = published(await session.converse(cells.map((cell) => run(cell))));
    const each = ["busy", "execute_input", "stream", "idle"];
    const parents = cells.flatMap((_, i) => each.map(() => i));
    assert.deepEqual(
      seen.map(({ parent }) => parent),
      parents,
    );
    for (const [i] of cells.entries()) assert.deepEqual(story(seen, i), each);
  });

  test("a cell that a failure aborts is busy and idle too, and is told so", async () => {
    const cells = ['throw new Error("x");', "2", "3"];
    const all = await session.converse(cells.map((cell) => run(cell)));
    assert.deepEqual(story(published(all), 0), ["busy", "execute_input", "error", "idle"]);
    for (const i of [1, 2]) {
      assert.deepEqual(story(published(all), i), ["busy", "idle"]);
      assert.equal(replyTo(all, i).content["status"], "aborted");
    }
  });

  const requests: readonly [string, object, Readonly<Record<string, unknown>>][] = [
    ["kernel_info_request", {}, { status: "ok", protocol_version: "5.3" }],
    ["comm_info_request", { target_name: "jupyter.widget" }, { status: "ok", comms: {} }],
    ["complete_request", { code: "Math.ma", cursor_pos: 7 }, { status: "ok", matches: ["max"] }],
    ["complete_request", { code: "x.(((", cursor_pos: 99 }, { status: "ok" }],
    ["complete_request", {}, { status: "error", ename: "BadRequest" }],
    ["inspect_request", { code: "Math.max", cursor_pos: 6 }, { status: "ok", found: true }],
    ["is_complete_request", { code: "1" }, { status: "complete" }],
    ["is_complete_request", {}, { status: "error" }],
    ["debug_request", { type: "request", command: "initialize", seq: 4 }, { success: false }],
    ["no_such_request", {}, { status: "error", ename: "UnknownRequest" }],
    ["constructor", {}, {}],
    ["interrupt_request", {}, { status: "ok" }],
    ["execute_request", {}, { status: "error", ename: "BadRequest" }],
    ["execute_request", { code: "" }, { status: "ok" }],
  ];
  for (const channel of ["shell", "control"] as const)
    test(`every request on the ${channel} channel has its reply between busy and idle`, async () => {
      for (const [type, content, expected] of requests) {
        const all = await session.converse([[channel, type, content]]);
        const what = `${type} ${JSON.stringify(content)}`;
        const states = story(published(all), 0).filter((kind) => /^(busy|idle)$/.test(kind));
        assert.deepEqual(states, ["busy", "idle"], what);
        const replies = all.filter(({ reply }) => reply);
        const name = type.replace(/_request$/, "_reply");
        assert.deepEqual(
          replies.map((reply) => reply.type),
          name === type ? [] : [name],
          what,
        );
        for (const [key, value] of Object.entries(expected))
          assert.deepEqual(replies[0]?.content[key], value, what);
      }
    });

  test("connect_request tells the ports", async () => {
    const all = await session.converse([["shell", "connect_request", {}]]);
    const ports = Object.values(replyTo(all, 0).content);
    assert.equal(ports.length, 5);
    assert.ok(ports.every((port) => Number.isInteger(port)));
  });

  test("a comm to a target that is not there is closed, messages of one are taken", async () => {
    const all = await session.converse([
      ["shell", "comm_open", { comm_id: "c1", target_name: "nobody", data: {} }],
      ["shell", "comm_msg", { comm_id: "c1", data: {} }],
      ["shell", "comm_close", { comm_id: "c1", data: {} }],
    ]);
    assert.deepEqual(story(all, 0), ["busy", "comm_close", "idle"]);
    assert.equal(all.find(({ type }) => type === "comm_close")?.content["comm_id"], "c1");
    for (const i of [1, 2]) assert.deepEqual(story(all, i), ["busy", "idle"]);
  });

  test("the heartbeat is heard", async () => {
    assert.deepEqual(await session.beat(), ["one", "two"]);
  });

  test("what is malformed or not signed is ignored", async () => {
    const header = JSON.stringify({ msg_type: "kernel_info_request", msg_id: "x", session: "s" });
    await session.raw("nonsense");
    await session.raw("<IDS|MSG>");
    await session.raw("<IDS|MSG>", "", "{", "{}", "{}", "{}");
    await session.raw("<IDS|MSG>", "0".repeat(64), header, "{}", "{}", "{}");
    await session.raw("<IDS|MSG>", "short", header, "{}", "{}", '{"code": "throw 1"}');
    assert.equal(printed(await session.run('"alive"')), "alive\n");
  });

  const complete: readonly [string, object][] = [
    ["1 + 1", { status: "complete" }],
    ["", { status: "complete" }],
    ["const a = await fetch('x');", { status: "complete" }],
    ["for await (const x of [1]) {}", { status: "complete" }],
    ["const f = <T>(x: T) => x;", { status: "complete" }],
    ["// a comment", { status: "complete" }],
    ["declare function f(): void;", { status: "complete" }],
    ["for (;;) {", { status: "incomplete", indent: "  " }],
    ["for (;;) {\n\n", { status: "incomplete", indent: "  " }],
    ["for (;;) {\n  f(", { status: "incomplete", indent: "    " }],
    ["const o = [\n  1,", { status: "incomplete", indent: "  " }],
    ["const f = (x) =>", { status: "incomplete", indent: "  " }],
    ["const a =", { status: "incomplete", indent: "" }],
    ["a.", { status: "incomplete", indent: "" }],
    ["1 +", { status: "incomplete", indent: "" }],
    ["`text", { status: "incomplete", indent: "" }],
    ["`text ${1 + ", { status: "incomplete", indent: "" }],
    ["/* text", { status: "incomplete", indent: "" }],
    ["function f(): void", { status: "incomplete", indent: "" }],
    ["class A {", { status: "incomplete", indent: "  " }],
    ["if (x)", { status: "incomplete", indent: "" }],
    ["await", { status: "incomplete", indent: "" }],
    ["f())", { status: "invalid" }],
    ['"text', { status: "invalid" }],
    ["const 1 = 2;", { status: "invalid" }],
    ["f(] {", { status: "invalid" }],
  ];
  test("is_complete tells what runs from what needs further lines and what never will", async () => {
    const asked = complete.map(([code]): Request => ["shell", "is_complete_request", { code }]);
    const all = await session.converse(asked);
    const answers = complete.map(([code], i) => [code, replyTo(all, i).content]);
    assert.deepEqual(answers, complete);
  });

  test("history tells the cells that were run", async () => {
    const fresh = await Session.start();
    try {
      const cells = ["1", "const two = 2;", "two * 21", "1"];
      await fresh.converse([...cells.map((cell) => run(cell)), run("3", { store_history: false })]);
      const ask = async (content: object): Promise<unknown> => {
        const all = await fresh.converse([["shell", "history_request", content]]);
        return replyTo(all, 0).content["history"];
      };
      const whole = cells.map((cell, i) => [1, i + 1, cell]);
      assert.deepEqual(await ask({ hist_access_type: "tail", n: 2 }), whole.slice(2));
      assert.deepEqual(await ask({ hist_access_type: "tail", n: 1000 }), whole);
      const range = { hist_access_type: "range", session: 0, start: 2, stop: 4 };
      assert.deepEqual(await ask(range), whole.slice(1, 3));
      const search = { hist_access_type: "search", pattern: "*two*" };
      assert.deepEqual(await ask(search), whole.slice(1, 3));
      const unique = { hist_access_type: "search", pattern: "?", unique: true, output: true };
      assert.deepEqual(await ask(unique), [[1, 4, ["1", null]]]);
    } finally {
      await fresh.close();
    }
  });

  test("a cell that is not to be stored has no number of its own", async () => {
    const all = await session.converse([
      run("1"),
      run("2", { store_history: false }),
      run("3", { silent: true }),
      run("4"),
    ]);
    const count = (i: number): number => Number(replyTo(all, i).content["execution_count"]);
    assert.deepEqual([count(1), count(2), count(3)], [count(0), count(0), count(0) + 1]);
    assert.ok(!story(all, 2).includes("execute_input"));
  });

  test("other requests are answered while a cell runs, and it stays busy", async () => {
    const cell =
      'const late = "x";\nconsole.log("go");\nwhile (!globalThis.over) await new Promise((r) => setTimeout(r, 5));';
    const asked: Request[] = [
      ["shell", "kernel_info_request", {}],
      ["shell", "complete_request", { code: "Math.ma", cursor_pos: 7 }],
      ["shell", "inspect_request", { code: "Math.max", cursor_pos: 6 }],
      ["control", "interrupt_request", {}],
    ];
    const all = await session.converse(
      [run(cell.replace("globalThis.over", "false"))],
      ["go", asked],
    );
    const states = published(all).filter(({ type }) => type === "status");
    const idle = states.findIndex(
      ({ parent, content }) => parent === 0 && content["execution_state"] === "idle",
    );
    for (const [i, { parent, content }] of states.slice(0, idle).entries())
      if (content["execution_state"] === "idle") {
        assert.notEqual(parent, 0);
        assert.deepEqual(
          [states[i + 1]?.parent, states[i + 1]?.content["execution_state"]],
          [0, "busy"],
        );
      }
    for (const i of [1, 2, 3, 4]) assert.deepEqual(story(published(all), i), ["busy", "idle"]);
    const error = all.find(({ type }) => type === "error");
    assert.equal(error?.content["ename"], "Interrupted");
  });

  test("cursor positions count characters, as Jupyter does", async () => {
    const code = '"🦊🦊"; Math.ma';
    const at = Array.from(code).length;
    const all = await session.converse([
      ["shell", "complete_request", { code, cursor_pos: at }],
      ["shell", "inspect_request", { code: '"🦊🦊"; Math', cursor_pos: 6 }],
    ]);
    const { matches, cursor_start: start, cursor_end: end } = replyTo(all, 0).content;
    assert.deepEqual([matches, start, end], [["max"], at - 2, at]);
    assert.equal(replyTo(all, 1).content["found"], true);
  });

  test("a display that JSON cannot hold fails its cell, and the next one runs", async () => {
    const cell =
      '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "x", "application/json": 1n }) })';
    assert.match(errorOf(await session.run(cell)).evalue, /BigInt/);
    assert.equal(printed(await session.run('"on"')), "on\n");
  });

  test("half a surrogate pair becomes U+FFFD, which every client can write down", async () => {
    const cell = 'console.log("a\\ud83d b \\\\ud83d");\nthrow new Error("\\udc00");';
    const result = await session.run(cell);
    assert.equal(printed(result), "a\ufffd b \\ud83d\n");
    assert.equal(errorOf(result).evalue, "\ufffd");
  });
});
