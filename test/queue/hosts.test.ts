import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { runTrials } from "batchwise";
import { withQueue } from "batchwise/queue";
import { root } from "../scripts.js";
import { noServer } from "./server.js";
import { digits, settled, someTrials } from "./study.js";

/** Names that nobody else uses: they are of the whole machine. */
const MARK = `bq${process.pid % 10_000}`;
const NET = "10.213.77";
const HOSTS = ["server", "one", "two", "three"];
const URL = `redis://:far-away@${NET}.1:6379`;

const ip = (command: string): string =>
  execFileSync("ip", command.split(" "), { encoding: "utf8" });
const children: ChildProcess[] = [];

/** Runs a program on a host: in a network, and under a name, of its own. */
function on(host: string, ...command: readonly string[]): ChildProcess {
  const named = ["unshare", "--uts", "sh", "-c", `hostname ${host}; exec "$@"`, "sh", ...command];
  const child = spawn("ip", ["netns", "exec", `${MARK}-${host}`, ...named], {
    cwd: root,
    env: { ...process.env, BATCHWISE_QUEUE: URL },
    stdio: "ignore",
  });
  children.push(child);
  return child;
}

/** Hosts on one switch, to which this process belongs too. */
function lay(): void {
  ip(`link add ${MARK} type bridge`);
  ip(`addr add ${NET}.254/24 dev ${MARK}`);
  ip(`link set ${MARK} up`);
  for (const [i, host] of HOSTS.entries()) {
    const [space, cable] = [`${MARK}-${host}`, `${MARK}c${i}`];
    ip(`netns add ${space}`);
    ip(`link add ${cable} type veth peer name eth0 netns ${space}`);
    ip(`link set ${cable} master ${MARK} up`);
    ip(`-n ${space} addr add ${NET}.${i + 1}/24 dev eth0`);
    ip(`-n ${space} link set eth0 up`);
  }
}

function clear(): void {
  for (const child of children) child.kill("SIGKILL");
  for (const host of HOSTS) spawnSync("ip", ["netns", "del", `${MARK}-${host}`]);
  spawnSync("ip", ["link", "del", MARK]);
}

function impossible(): string | false {
  if (noServer !== false) return noServer;
  if (process.getuid?.() !== 0) return "SKIPPED: only root can make networks";
  const tried = spawnSync("ip", ["netns", "add", `${MARK}-try`]);
  spawnSync("ip", ["netns", "del", `${MARK}-try`]);
  return tried.status === 0 ? false : "SKIPPED: this machine lets no networks be made (ip netns)";
}

const skip = impossible();
const folder = mkdtempSync(join(tmpdir(), "queue-hosts-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("one server, three workers, one cut off and back: all rows, and seconds of one machine", {
  skip,
  timeout: 120_000,
}, async () => {
  try {
    lay();
    const settings = [
      "--requirepass",
      "far-away",
      "--appendonly",
      "yes",
      "--maxmemory-policy",
      "noeviction",
    ];
    on("server", "redis-server", "--bind", "0.0.0.0", "--dir", folder, ...settings);
    const worker = [process.execPath, "scripts/worker.mjs", "--threads", "1", "--lock", "2s"];
    for (const host of ["one", "two", "three"]) on(host, ...worker);
    await wait(1000);
    const trials = someTrials(8, 40);
    let done = 0;
    const onProgress = (now: { readonly done: number }): void => {
      done = now.done;
    };
    const rows = withQueue(URL, () => runTrials(digits, trials, { onProgress }));
    while (done < 4) await wait(20);
    ip(`link set ${MARK}c1 down`);
    await wait(4000);
    ip(`link set ${MARK}c1 up`);
    const spread = await rows;
    const alone = await runTrials(digits, trials);
    assert.deepEqual(settled(spread), settled(alone));
    const hosts = new Set(spread.map(({ machine = "" }) => machine.split(",")[0]));
    assert.ok(hosts.size >= 2, [...hosts].join());
    for (const host of hosts) assert.ok(HOSTS.includes(host), host);
    const timed = new Set(
      spread.filter(({ seconds }) => seconds > 0).map(({ machine }) => machine),
    );
    assert.equal(timed.size, 1);
  } finally {
    clear();
  }
});
