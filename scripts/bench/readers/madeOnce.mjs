import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../environment.mjs";

/**
 * A file for measurements that is made once: one that is there has its whole content.
 * @param {string} name
 * @param {(path: string) => void} make
 * @returns {string} its path
 */
export function madeOnce(name, make) {
  const folder = join(ROOT, ".cache", "bench");
  const path = join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  make(`${path}.part`);
  renameSync(`${path}.part`, path);
  return path;
}
