import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Writes a file so that nobody ever sees a part of it.
 * @param {string} file
 * @param {string} text
 */
export async function writeWhole(file, text) {
  const part = `${file}.${process.pid}.part`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(part, text);
  await rename(part, file);
}
