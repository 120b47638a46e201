import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import type bullmq from "bullmq";
import type { Redis } from "ioredis";
import { explained, QueueError, shownUrl } from "./queueError.js";
import type { QueueSettings } from "./queueSettings.js";

/** The packages of a queue, loaded when one is first used. */
interface Packages {
  readonly bullmq: typeof bullmq;
  readonly Redis: typeof Redis;
}

/** An open connection to a server that has been looked at. */
export interface Link {
  readonly settings: Required<QueueSettings>;
  readonly client: Redis;
  readonly bullmq: Packages["bullmq"];
  /** What a reader should know of the server: it works, but. */
  readonly notes: readonly string[];
  /** Another connection with the same settings, for a worker that waits on it. */
  readonly duplicate: () => Redis;
  /** What a command gives, unless the server is away for too long, or the signal comes first. */
  readonly ask: <T>(command: Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly close: () => void;
}

const require = createRequire(import.meta.url);
const OLDEST = [6, 2];

function packages(): Packages {
  try {
    return { bullmq: require("bullmq"), Redis: require("ioredis").Redis };
  } catch (cause) {
    throw new QueueError(
      "a queue needs bullmq and ioredis, which are not installed; npm install bullmq@6 ioredis@6 installs them",
      { cause },
    );
  }
}

/** Servers that this process has reached: these may be away for a while. */
const reached = new Set<string>();
const PAUSE = 500;

/**
 * Connects to the server and looks whether it will do. One that was there before is waited for.
 * @throws QueueError where it will not, with the mend
 */
export async function connect(
  settings: Required<QueueSettings>,
  signal?: AbortSignal,
): Promise<Link> {
  const { url, patienceSeconds } = settings;
  const started = performance.now();
  for (;;)
    try {
      const link = await connectOnce(settings);
      if (!reached.has(url))
        for (const note of link.notes) process.emitWarning(`batchwise: ${shownUrl(url)}: ${note}`);
      reached.add(url);
      return link;
    } catch (error) {
      const over = performance.now() - started > 1000 * patienceSeconds;
      if (!reached.has(url) || over || !(error instanceof QueueError && isAway(error.cause)))
        throw error;
      await wait(PAUSE);
      signal?.throwIfAborted();
    }
}

function isAway(cause: unknown): boolean {
  return /ECONNREFUSED|ECONNRESET|ETIMEDOUT|closed|EPIPE/i.test(String(cause));
}

async function connectOnce(settings: Required<QueueSettings>): Promise<Link> {
  const { url, patienceSeconds } = settings;
  const { bullmq, Redis } = packages();
  const others: Redis[] = [];
  let opened = false;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    // The first time at once or not at all; later the server may be away for a while.
    retryStrategy: (times) => (opened ? Math.min(100 * times, 2000) : null),
  });
  let last: Error | undefined;
  client.on("error", (error: Error) => {
    last = error;
  });
  try {
    await client.connect();
    const notes = checkServer(url, await client.info());
    opened = true;
    return {
      settings,
      client,
      bullmq,
      notes,
      duplicate: () => {
        const other = client.duplicate().on("error", () => {});
        others.push(other);
        return other;
      },
      ask: (command, signal) => answered(client, url, patienceSeconds, command, signal),
      close: () => {
        for (const one of [client, ...others]) one.disconnect();
      },
    };
  } catch (error) {
    client.disconnect();
    // ioredis tells "Connection is closed" of a wrong password, and the reason as an event.
    throw explained(url, last ?? error);
  }
}

/** Fails where the server is too old or may throw jobs away; says what else should be known. */
function checkServer(url: string, info: string): string[] {
  const of = (name: string): string | undefined =>
    new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const version = of("redis_version") ?? "";
  const [major, minor] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new QueueError(
      `${shownUrl(url)}: the server must be Redis ${OLDEST.join(".")} or newer (or Valkey), and is ${version}; install a newer one`,
    );
  const policy = of("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction")
    throw new QueueError(
      `${shownUrl(url)}: the server throws keys away when its memory is full (maxmemory-policy ${policy}), and runs with them; redis-cli config set maxmemory-policy noeviction mends it`,
    );
  return of("aof_enabled") === "0"
    ? [
        "the server keeps no log (appendonly no): what waits there is lost when it ends, and is asked for again",
      ]
    : [];
}

async function answered<T>(
  client: Redis,
  url: string,
  patienceSeconds: number,
  command: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const over = new AbortController();
  const watch = async (): Promise<never> => {
    let away = 0;
    for (;;) {
      await wait(250, undefined, { signal: over.signal, ref: true });
      away = client.status === "ready" ? 0 : away + 0.25;
      if (away > patienceSeconds)
        throw new QueueError(
          `${shownUrl(url)}: the server has been away for ${patienceSeconds} s. What is finished stays finished: start it, and the same command goes on`,
        );
    }
  };
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true, signal: over.signal });
  });
  aborted.catch(() => {});
  try {
    return await Promise.race([command, watch(), aborted]);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw explained(url, error);
  } finally {
    over.abort();
    command.catch(() => {});
  }
}
