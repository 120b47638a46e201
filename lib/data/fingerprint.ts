import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.js";

/** What a data set is, in short: for what a journal or a queue belongs to. */
export function fingerprint({ x, y, shape, classes, target }: Dataset): string {
  const hash = createHash("sha256").update(x).update(y);
  hash.update(JSON.stringify([shape, classes]));
  if (target) {
    const { values, ...named } = target;
    hash.update(values).update(JSON.stringify(named));
  }
  return hash.digest("hex");
}
