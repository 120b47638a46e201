import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A server of its own, as docs/many-machines.md starts one, in a temporary folder. */
export async function startServer() {
  const program = ["redis-server", "valkey-server"].find(
    (name) => spawnSync(name, ["--version"]).status === 0,
  );
  if (program === undefined)
    throw new Error("bench: queue needs redis-server; apt-get install redis-server gets it");
  const folder = mkdtempSync(join(tmpdir(), "bench-queue-"));
  const port = await freePort();
  const settings = ["--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""];
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...settings];
  const child = spawn(program, args, { stdio: "ignore" });
  await wait(500);
  return {
    url: `redis://127.0.0.1:${port}`,
    version: spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.match(/v=(\S+)/)?.[1],
    end() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
