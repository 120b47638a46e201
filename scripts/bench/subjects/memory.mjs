import { readFileSync, writeFileSync } from "node:fs";
import { now } from "./subject.mjs";

/** Lets the peak of resident memory start anew, where the system can (Linux). */
export function resetPeak() {
  globalThis.gc?.();
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // elsewhere the peak is that of the whole process
  }
}

/** Peak of resident memory in MB: since `resetPeak` on Linux, since the start of the process elsewhere. */
export function peakMB() {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

/**
 * Seconds of a work, the mean of `repeat`, and the peak of memory. Where it is short enough to be repeated, once more goes before:
 * the collection of garbage by which the peak starts anew undoes what the compiler had found out.
 * @param {number} repeat
 * @param {() => unknown} work
 */
export async function measured(repeat, work) {
  resetPeak();
  if (repeat > 1) await work();
  const start = now();
  for (let i = 0; i < repeat; i++) await work();
  return { seconds: (now() - start) / repeat, peakMB: peakMB() };
}
