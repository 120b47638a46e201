import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** After SIGTERM. */
const PATIENCE = 5000;
const BETWEEN = 500;

/** Groups of programs that run: none outlives this process, unless it is killed itself. */
const groups = new Set<number>();

/** Has the program and its children ended by SIGKILL if this process ends before. Returns what says that they are over. */
export function endWithThisProcess({ pid }: ChildProcess): () => void {
  if (pid === undefined) return () => {};
  if (groups.size === 0) process.on("exit", endAll);
  groups.add(pid);
  return () => {
    groups.delete(pid);
    if (groups.size === 0) process.off("exit", endAll);
  };
}

function endAll(): void {
  for (const pid of groups) send(pid, "SIGKILL");
}

/** Ends a program and all that it started in its group: by SIGTERM, and by SIGKILL where that does not do. */
export function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  send(pid, isOver() ? "SIGKILL" : "SIGTERM");
  setTimeout(() => {
    if (!isOver()) send(pid, "SIGKILL");
  }, PATIENCE).unref();
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left.
  }
}

/** Calls `over` once the program and its children hold more bytes than the limit. Returns what ends the watch. */
export function watchMemory(
  { pid }: ChildProcess,
  limit: number | undefined,
  over: (bytes: number) => void,
): () => void {
  if (limit === undefined || pid === undefined) return () => {};
  const timer = setInterval(() => {
    const bytes = heldBy(pid);
    if (bytes > limit) over(bytes);
  }, BETWEEN);
  return () => clearInterval(timer);
}

/** Resident bytes of a process group, from /proc. */
function heldBy(group: number): number {
  let kilobytes = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "latin1");
      // The name of a program may hold spaces and brackets; what follows its last bracket does not.
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      if (Number(fields[2]) !== group) continue;
      const status = readFileSync(`/proc/${name}/status`, "latin1");
      kilobytes += Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return 1024 * kilobytes;
}
