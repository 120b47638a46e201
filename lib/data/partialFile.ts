import { readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

let claims = 0;

/** True if a process of this machine has that id; one that belongs to another user counts. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function renamed(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

/**
 * Takes the unfinished download of `path`, if there is one that nobody is writing, under a name of our
 * own, and returns that name. Renaming is atomic, so of several processes only one gets it; the others
 * start afresh. `<file>.part` is free; `<file>.<pid>-<claim>.part` belongs to a process, or is free again
 * if that process was killed.
 */
export async function claimPartial(path: string): Promise<string> {
  const own = `${path}.${process.pid}-${++claims}.part`;
  if (await renamed(`${path}.part`, own)) return own;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const owner = /\.(\d+)-\d+\.part$/.exec(name);
    if (owner === null || isRunning(Number(owner[1]))) continue;
    if (await renamed(join(dirname(path), name), own)) return own;
  }
  return own;
}

/** Leaves what was received for the next attempt, by this process or another. */
export async function releasePartial(path: string, own: string): Promise<void> {
  await renamed(own, `${path}.part`);
}
