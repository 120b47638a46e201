import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { cpus, hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This machine by its name and its processor: figures of time compare only within one. */
export function machineName(): string {
  return `${hostname()}, ${cpus()[0]?.model.trim() ?? process.arch}`;
}

let known: string | undefined;

/**
 * The library's version with the start of a hash of its compiled files: two that agree compute the same. It is in the
 * names of queues.
 */
export function codeVersion(): string {
  known ??= readVersion();
  return known;
}

function readVersion(): string {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.(js|wasm)$/.test(file) && !file.startsWith("commonjs/"))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  const { version } = JSON.parse(readFileSync(join(folder, "../package.json"), "utf8"));
  return `${version}-${hash.digest("hex").slice(0, 8)}`;
}
