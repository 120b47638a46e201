import type { Device, Program } from "../device/device.js";

/** The program of the calls that `build` makes, and what `build` returns. */
export function recorded<T>(device: Device, build: () => T): [run: Program, result: T] {
  const results: T[] = [];
  const run = device.record(() => void results.push(build()));
  return [run, results[0]];
}
