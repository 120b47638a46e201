import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadMnist } from "batchwise";
import { type DownloadProgress, obtain } from "batchwise/dist/data/download.js";
import { dataFolder, downloadSource } from "batchwise/dist/data/downloadSource.js";
import {
  type FileServer,
  type Handler,
  half,
  ranged,
  serve,
  sourceOf,
  whole,
} from "./fileServer.js";

const body = Uint8Array.from({ length: 10_000 }, (_, i) => (i * i) % 251);
const files = { "a.bin": body };
const NOWHERE = "http://127.0.0.1:1/";
const folders: string[] = [];
const servers: FileServer[] = [];

after(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  for (const server of servers) await server.close();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-download-"));
  folders.push(folder);
  return folder;
}

async function start(handler: Handler, served: Record<string, Uint8Array> = files) {
  const server = await serve(served, handler);
  servers.push(server);
  return server;
}

const inFolder = (folder: string): string[] => readdirSync(join(folder, "set"));
const source = (...mirrors: readonly string[]) => sourceOf("set", files, mirrors);

test("a file is downloaded once, with its progress, and then read from the folder", async () => {
  const folder = newFolder();
  const server = await start(whole);
  const steps: DownloadProgress[] = [];
  const onProgress = (step: DownloadProgress): void => void steps.push(step);
  const [first] = await obtain(source(server.address), { folder, onProgress });
  assert.deepEqual(new Uint8Array(first), body);
  assert.deepEqual(steps.at(-1), { file: "a.bin", done: 10_000, total: 10_000, unit: "bytes" });
  assert.deepEqual(inFolder(folder), ["a.bin"]);
  const seen = steps.length;
  const [again] = await obtain(source(NOWHERE), { folder, onProgress });
  assert.deepEqual(new Uint8Array(again), body);
  assert.equal(steps.length, seen);
  assert.deepEqual(server.ranges, [""]);
});

/** Half of the file at the first request, `then` at the later ones. */
const brokenFirst =
  (then: Handler): Handler =>
  (request, response, content, earlier) =>
    (earlier === 0 ? half : then)(request, response, content, earlier);

/** Cuts the connection when half of the file has come. */
const cutAtHalf =
  (server: FileServer) =>
  ({ done }: DownloadProgress): void => {
    if (done === 5000) server.cut();
  };

test("a cut connection goes on where it broke", async () => {
  const folder = newFolder();
  const server = await start(brokenFirst(ranged));
  const onProgress = cutAtHalf(server);
  const [bytes] = await obtain(source(server.address), { folder, onProgress });
  assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(server.ranges, ["", "bytes=5000-"]);
  assert.deepEqual(inFolder(folder), ["a.bin"]);
});

test("a server without range support sends all of it again", async () => {
  const folder = newFolder();
  const server = await start(brokenFirst(whole));
  const onProgress = cutAtHalf(server);
  const [bytes] = await obtain(source(server.address), { folder, onProgress });
  assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(server.ranges, ["", "bytes=5000-"]);
});

test("a server that stalls is given up, and the next mirror sends the rest", async () => {
  const folder = newFolder();
  const stalls = await start(half);
  const silent = await start(() => undefined);
  const good = await start(ranged);
  const [bytes] = await obtain(source(silent.address, stalls.address, good.address), {
    folder,
    stallTimeout: 400,
  });
  assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(stalls.ranges, ["", "bytes=5000-", "bytes=7500-"]);
  assert.deepEqual(good.ranges, ["bytes=8750-"]);
});

test("a server that is slow but steady is not taken for one that stalls", async () => {
  const server = await start((_, response, content) => {
    let sent = 0;
    const timer = setInterval(() => {
      response.write(content.subarray(sent, sent + 1250));
      sent += 1250;
      if (sent < content.length) return;
      clearInterval(timer);
      response.end();
    }, 100);
  });
  const [bytes] = await obtain(source(server.address), { folder: newFolder(), stallTimeout: 600 });
  assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(server.ranges, [""]);
});

test("what a killed process left is used; what a living one is writing is not", async () => {
  const folder = newFolder();
  const server = await start(ranged);
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  mkdirSync(join(folder, "set"));
  const alive = `a.bin.${process.ppid}-1.part`;
  writeFileSync(join(folder, "set", alive), body.subarray(0, 100));
  await obtain(source(server.address), { folder });
  rmSync(join(folder, "set", "a.bin"));
  writeFileSync(join(folder, "set", `a.bin.${dead}-1.part`), body.subarray(0, 4000));
  const [bytes] = await obtain(source(server.address), { folder });
  assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(server.ranges, ["", "bytes=4000-"]);
  assert.deepEqual(inFolder(folder).sort(), ["a.bin", alive]);
});

test("two downloads at once do not mix", async () => {
  const folder = newFolder();
  const server = await start(ranged);
  const both = await Promise.all([1, 2].map(() => obtain(source(server.address), { folder })));
  for (const [bytes] of both) assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(inFolder(folder), ["a.bin"]);
});

test("a spoilt beginning is thrown away and the file got anew", async () => {
  const folder = newFolder();
  const server = await start(ranged);
  mkdirSync(join(folder, "set"));
  writeFileSync(join(folder, "set", "a.bin.part"), new Uint8Array(5000));
  const [bytes] = await obtain(source(server.address), { folder });
  assert.deepEqual(new Uint8Array(bytes), body);
  assert.deepEqual(server.ranges, ["bytes=5000-", ""]);
});

test("wrong content never gets into the folder; every mirror's fault is told, and where to put the file", async () => {
  const folder = newFolder();
  const wrong = await start(whole, { "a.bin": body.map((byte) => byte ^ 1) });
  const long = await start(whole, { "a.bin": Uint8Array.of(...body, 1) });
  const short = await start(whole, { "a.bin": body.subarray(1) });
  const missing = await start(whole, {});
  const encoded = await start((_, response, content) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(content);
  });
  const shifted = await start((_, response, content) => {
    response.writeHead(206, { "content-range": "bytes 7-9/10" }).end(content.subarray(7));
  });
  const servers = [missing, wrong, encoded, shifted, long, short];
  const mirrors = [NOWHERE, ...servers.map((server) => server.address)];
  const error = await obtain(source(...mirrors), { folder }).then(
    () => assert.fail("must fail"),
    (failure: Error) => failure,
  );
  assert.equal(error.name, "DataError");
  const lines = error.message.split("\n");
  assert.equal(lines[0], "set: a.bin is not here and could not be downloaded.");
  const said = [
    /:1\/a\.bin: (connect ECONNREFUSED|bad port)/,
    /: HTTP 404$/,
    /: SHA-256 must be [0-9a-f]{64}, got [0-9a-f]{64}$/,
    /: sends the file re-encoded \(gzip\)$/,
    /: asked for bytes 0-, got content-range bytes 7-9\/10$/,
    /: sends more than the 10000 bytes expected$/,
    /: ended after 9999 of 10000 bytes$/,
  ];
  for (const [i, pattern] of said.entries()) assert.match(lines[1 + i], pattern);
  assert.match(lines[8], /Put the file \(10000 bytes, SHA-256 [0-9a-f]{64}\) at /);
  assert.ok(lines[8].includes(join(folder, "set", "a.bin")));
  assert.match(lines[8], /BATCHWISE_DATA.*loadDigits\(\)/);
  assert.ok(!inFolder(folder).includes("a.bin"));
});

test("a wrong file in the folder is named, and left alone", async () => {
  const folder = newFolder();
  mkdirSync(join(folder, "set"));
  const path = join(folder, "set", "a.bin");
  writeFileSync(path, "something else");
  await assert.rejects(obtain(source(NOWHERE), { folder }), (error: Error) => {
    assert.equal(error.name, "DataError");
    assert.ok(error.message.startsWith(`set: ${path} is not the expected file: SHA-256 must be `));
    return true;
  });
  assert.equal(readFileSync(path, "utf8"), "something else");
});

test("an aborted download keeps what has come, and the next call goes on from there", async () => {
  const folder = newFolder();
  const server = await start(brokenFirst(ranged));
  const stop = new AbortController();
  const reason = new Error("enough");
  const onProgress = ({ done }: DownloadProgress): void => {
    if (done === 5000) stop.abort(reason);
  };
  await assert.rejects(
    obtain(source(server.address), { folder, signal: stop.signal, onProgress }),
    (error) => error === reason,
  );
  assert.deepEqual(inFolder(folder), ["a.bin.part"]);
  await obtain(source(server.address), { folder });
  assert.deepEqual(server.ranges, ["", "bytes=5000-"]);
});

test("options are checked before anything is fetched", async () => {
  const server = await start(whole);
  for (const options of [
    { stallTimeout: 0 },
    { mirrors: ["no address"] },
    { mirrors: ["http://a/b"] },
  ])
    await assert.rejects(obtain(source(server.address), { folder: newFolder(), ...options }), {
      name: "ArgumentError",
    });
  await assert.rejects(loadMnist({ limit: 0 }), /limit must be a positive integer, got 0/);
  assert.deepEqual(server.ranges, []);
});

test("the folder is the option, else BATCHWISE_DATA, else .cache/data of the project", () => {
  const before = process.env["BATCHWISE_DATA"];
  try {
    process.env["BATCHWISE_DATA"] = "/somewhere";
    assert.equal(dataFolder("/here"), "/here");
    assert.equal(dataFolder(), "/somewhere");
    delete process.env["BATCHWISE_DATA"];
    assert.equal(dataFolder(), join(process.cwd(), ".cache", "data"));
  } finally {
    if (before !== undefined) process.env["BATCHWISE_DATA"] = before;
  }
});

test("the catalogue is complete: https or a documented http mirror, sizes, checksums and their origin", () => {
  for (const name of ["mnist", "fashion-mnist", "cifar-10"] as const) {
    const entry = downloadSource(name);
    assert.ok(entry.mirrors.length >= 2);
    assert.ok(entry.mirrors.every((mirror) => URL.canParse(mirror) && mirror.endsWith("/")));
    assert.equal(entry.files.length, name === "cifar-10" ? 1 : 4);
    for (const file of entry.files) {
      assert.match(file.sha256, /^[0-9a-f]{64}$/);
      assert.ok(Number.isInteger(file.bytes));
    }
    assert.match(JSON.stringify(entry), /"checksums":"https:/);
  }
});
