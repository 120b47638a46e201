import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** The program of the server: of Redis, or of Valkey; REDIS_SERVER names another. */
const PROGRAM = [process.env["REDIS_SERVER"] ?? "redis-server", "valkey-server"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** Why tests with a server are skipped, or `false`. */
export const noServer: string | false =
  PROGRAM === undefined
    ? "SKIPPED: there is no redis-server on this machine; apt-get install redis-server gets one"
    : false;

/** A server that is there already, for the tests that do no more than use it. */
const GIVEN = process.env["REDIS_URL"];

/** As `noServer`, for these. */
export const noServerAtAll: string | false = GIVEN === undefined ? noServer : false;

const PASSWORD = "not-a-secret";

/** A server of its own for a test, with a password and a log on the disk. */
export interface Server {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a loss of power would. */
  kill(): Promise<void>;
  /** Starts it again on the same folder. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
  /** What a command gives. */
  ask(...command: readonly string[]): string;
}

/** What the tests need of a server that they only use. */
export type UsedServer = Pick<Server, "url" | "ask" | "end">;

const ASK = `const { Redis } = require("ioredis");
const [url, ...command] = process.argv.slice(1);
const redis = new Redis(url);
redis.call(...command).then((said) => {
  console.log([said].flat().join("\\n"));
  redis.disconnect();
});`;

/** The server at REDIS_URL, or else one of its own. */
export async function usedServer(): Promise<UsedServer> {
  if (GIVEN === undefined) return await startServer();
  return {
    url: GIVEN,
    ask: (...command) =>
      spawnSync(process.execPath, ["-e", ASK, GIVEN, ...command], { encoding: "utf8" }).stdout,
    end: async () => {},
  };
}

export async function startServer(...settings: readonly string[]): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "queue-server-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
    const kept = ["--appendonly", "yes", "--maxmemory-policy", "noeviction"];
    const own = ["--requirepass", PASSWORD, ...settings];
    child = spawn(PROGRAM ?? "", [...args, ...kept, ...own], { stdio: "ignore" });
    for (let i = 0; i < 100; i++) {
      if (ask("ping").includes("PONG")) return;
      await wait(50);
    }
    throw new Error("the server did not start");
  };
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill("SIGKILL");
    await ended;
  };
  const ask = (...command: readonly string[]): string => {
    const args = ["-p", String(port), "-a", PASSWORD, "--no-auth-warning", ...command];
    return spawnSync(PROGRAM?.replace("-server", "-cli") ?? "", args, { encoding: "utf8" }).stdout;
  };
  await start();
  const end = async (): Promise<void> => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `redis://:${PASSWORD}@127.0.0.1:${port}`, port, kill, start, end, ask };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
