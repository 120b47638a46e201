import { readFileSync, writeFileSync } from "node:fs";

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
