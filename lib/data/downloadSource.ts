import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { refuse } from "../check.js";

/** One file of a data set, known by its content, so that it does not matter which mirror it comes from. */
export interface RemoteFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
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

const projectPath = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The mirrors, sizes and checksums of one data set, from `data/downloads.json`, which cites their origin. */
export function downloadSource(name: DownloadName): DownloadSource {
  const sources: Readonly<Record<DownloadName, Omit<DownloadSource, "name">>> = JSON.parse(
    readFileSync(projectPath("data/downloads.json"), "utf8"),
  );
  return { ...sources[name], name };
}

/** The folder of downloaded data: the option, else BATCHWISE_DATA, else the project's `.cache/data`. */
export function dataFolder(folder: string | undefined = process.env["BATCHWISE_DATA"]): string {
  if (folder !== undefined && typeof folder !== "string")
    refuse("load", "folder must be a path", folder);
  return folder ? resolve(folder) : projectPath(".cache/data");
}
