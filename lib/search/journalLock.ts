import { randomInt, randomUUID } from "node:crypto";
import {
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { isRecord } from "./plainJson.js";

/** A process that claims a journal. */
interface Claim {
  readonly pid: number;
  readonly host: string;
  /** What tells this process from another with its number: the machine's boot, the numbers' namespace, its start. */
  readonly boot?: string | undefined;
  readonly namespace?: string | undefined;
  readonly started?: string | undefined;
  /** When it made its claim. */
  readonly since: string;
}

const ENDING = /^\.[0-9a-f-]{36}\.lock$/;
const ATTEMPTS = 8;
/** A claim that cannot be read is still being written, or, after so long, was left so by a process that died. */
const MILLISECONDS_TO_WRITE = 10_000;

/**
 * Claims a file for this process, and gives the function that gives it up. Fails with what `refusal` makes of the
 * message if another process that lives has it.
 *
 * Each process lays a claim under a name of its own beside the file and then looks for others: of two that come
 * at once the later look sees the other's claim, both withdraw, and come again after a random pause. So that of a
 * process that died (told by number, start and boot, as numbers come again) can be removed without taking a
 * living one's by mistake, which one lock of a fixed name cannot promise. A claim of another host is believed.
 */
export function lockFile(file: string, refusal: (message: string) => Error): () => void {
  const path = realpathSync(file);
  // No experiment depends on these draws: they only tell names and pauses apart.
  const own = `${path}.${randomUUID()}.lock`;
  const claim: Claim = {
    ...identityOf(process.pid),
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
  };
  const release = (): void => rmSync(own, { force: true });
  for (let attempt = 1; ; attempt++) {
    writeFileSync(own, JSON.stringify(claim), { flag: "wx" });
    const other = livingClaim(path, own);
    if (other === undefined) return release;
    release();
    const self = other.claim?.pid === claim.pid && other.claim.host === claim.host;
    if (self || attempt === ATTEMPTS)
      throw refusal(`${file}: ${holderText(other, self)}, or give another path`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, randomInt(1, 10 * attempt));
  }
}

interface Found {
  readonly file: string;
  readonly claim: Claim | undefined;
}

function holderText({ file, claim }: Found, self: boolean): string {
  if (claim === undefined) return "another process is about to write it; try again";
  if (self)
    return (
      `this process writes it already, since ${claim.since}: wait for the sweep or search that does, ` +
      "or end the process if that one was left before its end"
    );
  const gone = canTell(claim)
    ? ""
    : ` (if that process is gone, delete ${basename(file)} beside it)`;
  return `process ${claim.pid} on ${claim.host} writes it since ${claim.since}; wait until it has ended${gone}`;
}

/** A claim that a living process has beside `own`; removes those of dead ones. */
function livingClaim(path: string, own: string): Found | undefined {
  const start = basename(path);
  for (const name of readdirSync(dirname(path))) {
    const file = join(dirname(path), name);
    const isClaim = name.startsWith(start) && ENDING.test(name.slice(start.length));
    if (!isClaim || file === own) continue;
    const claim = claimIn(file);
    if (claim === "gone") continue;
    if (claim === "unreadable" ? isFresh(file) : isAlive(claim))
      return { file, claim: claim === "unreadable" ? undefined : claim };
    rmSync(file, { force: true });
  }
  return undefined;
}

function claimIn(file: string): Claim | "gone" | "unreadable" {
  const text = readIfThere(file);
  if (text === undefined) return "gone";
  try {
    const claim: unknown = JSON.parse(text);
    return isRecord(claim) && typeof claim["pid"] === "number"
      ? (claim as unknown as Claim)
      : "unreadable";
  } catch {
    return "unreadable";
  }
}

function isFresh(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < MILLISECONDS_TO_WRITE;
}

/** Whether its process can be looked for here: elsewhere the number means another process, or none. */
function canTell({ host, namespace }: Claim): boolean {
  return host === hostname() && namespace === identityOf(process.pid).namespace;
}

function isAlive(claim: Claim): boolean {
  const { pid, host, boot, started } = claim;
  if (host === hostname() && boot !== identityOf(process.pid).boot) return false;
  if (!canTell(claim)) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user: it lives.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const now = identityOf(pid);
  return !now.dead && now.started === started;
}

/** What Linux tells of a process; nothing elsewhere. */
function identityOf(pid: number): Pick<Claim, "boot" | "namespace" | "started"> & {
  readonly dead: boolean;
} {
  // After the name, which may hold blanks and brackets: the state, and the start as the twentieth.
  const fields =
    readIfThere(`/proc/${pid}/stat`)
      ?.replace(/^.*\) /s, "")
      .split(" ") ?? [];
  return {
    boot: readIfThere("/proc/sys/kernel/random/boot_id")?.trim(),
    namespace: linkIfThere("/proc/self/ns/pid"),
    started: fields[19],
    // A zombie has ended; its parent has not asked yet.
    dead: ["Z", "X"].includes(fields[0] ?? ""),
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function linkIfThere(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
