import { readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { refuse } from "../check.js";

/** One file of a data set, known by its content, so that it does not matter which mirror it comes from. */
export interface RemoteFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
  /** SHA-256 of what is in it, if it is a gzip file that may also be at hand unpacked, or packed by another program. */
  readonly unpacked?: string;
}

/** Where a data set's files are, and how to know that they are the right ones. */
export interface DownloadSource {
  /** The data set's name and the name of its folder. */
  readonly name: string;
  /** Addresses of folders, each ending in "/", tried in this order. */
  readonly mirrors: readonly string[];
  readonly files: readonly RemoteFile[];
}

/** Data sets of `data/downloads.json`. */
export type DownloadName = "mnist" | "fashion-mnist" | "cifar-10";

/** The mirrors, sizes and checksums of one data set, from `data/downloads.json`, which cites their origin. */
export function downloadSource(name: DownloadName): DownloadSource {
  const sources: Readonly<Record<DownloadName, Omit<DownloadSource, "name">>> = JSON.parse(
    // The build lays it beside the compiled file.
    readFileSync(new URL("./downloads.json", import.meta.url), "utf8"),
  );
  return { ...sources[name], name };
}

/** The folder of downloaded data: the option, else BATCHWISE_DATA, else the project's `.cache/data`. */
export function dataFolder(folder: string | undefined = process.env["BATCHWISE_DATA"]): string {
  if (folder !== undefined && typeof folder !== "string")
    refuse("load", "folder must be a path", folder);
  return folder ? resolve(folder) : join(projectFolder(), ".cache", "data");
}

/** The folder in whose `node_modules` this package is installed, or the repository, where it is at home. */
function projectFolder(): string {
  const here = fileURLToPath(import.meta.url);
  const installed = here.indexOf(`${sep}node_modules${sep}`);
  return installed < 0 ? resolve(here, "../../../..") : here.slice(0, installed + 1);
}
