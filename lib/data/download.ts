import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { positiveInteger, refuse } from "../check.js";
import { hostInterruption } from "../interruption.js";
import { DataError } from "./dataError.js";
import { type DownloadSource, dataFolder, type RemoteFile } from "./downloadSource.js";
import { fileAtHand, sha256 } from "./fileAtHand.js";
import { claimPartial, releasePartial } from "./partialFile.js";
import { sizeOf, transfer } from "./transfer.js";

/** How far the files of a data set are, in the form that `progressBar` draws. */
export interface DownloadProgress {
  /** The file that is coming in. */
  readonly file: string;
  /** Bytes of the whole data set that are here. */
  readonly done: number;
  /** Bytes of the whole data set. */
  readonly total: number;
  readonly unit: "bytes";
}

/** Where downloaded files come from and where they are kept. */
export interface DownloadOptions {
  /** Where downloaded files are kept. Default: the environment's BATCHWISE_DATA, else `.cache/data` in the project. */
  readonly folder?: string;
  /** Addresses of folders to download from, each ending in "/". Default: those of `data/downloads.json`. */
  readonly mirrors?: readonly string[];
  /** Called as bytes come in; not called for files that are here already. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what has come is kept and the next call goes on from there. Default: the notebook's interrupt. */
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which the next mirror is tried. Default 30,000. */
  readonly stallTimeout?: number;
}

/** Tries at one mirror, as long as each changes what we have. */
const ATTEMPTS = 3;

/** What went wrong, without the layers that fetch() wraps around it. */
function reason(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return String(inner);
  return inner.message || ("code" in inner ? String(inner.code) : inner.name);
}

/** Downloads one file from the first mirror that has it; into place only when its checksum is right. */
async function fetchFile(
  source: DownloadSource,
  file: RemoteFile,
  path: string,
  { mirrors = source.mirrors, signal, stallTimeout = 30_000 }: DownloadOptions,
  onBytes: (received: number) => void,
): Promise<Uint8Array> {
  const own = await claimPartial(path);
  const failures: string[] = [];
  try {
    for (const mirror of mirrors) {
      const url = new URL(file.name, mirror).href;
      let failure = "";
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const before = await sizeOf(own);
        try {
          await transfer(url, own, file.bytes, { signal, stallTimeout, onBytes });
          const bytes = await readFile(own);
          const found = sha256(bytes);
          if (found === file.sha256) {
            await rename(own, path);
            return bytes;
          }
          await rm(own);
          failure = `SHA-256 must be ${file.sha256}, got ${found}`;
        } catch (error) {
          signal?.throwIfAborted();
          failure = reason(error);
        }
        // The same again only after progress, or where what came before spoilt it.
        if ((await sizeOf(own)) === before) break;
      }
      failures.push(`  ${url}: ${failure}`);
    }
  } finally {
    await releasePartial(path, own);
  }
  throw new DataError(
    `${source.name}: ${file.name} is not here and could not be downloaded.\n${failures.join("\n")}\n` +
      `Put the file (${file.bytes} bytes, SHA-256 ${file.sha256}) at ${path}, ` +
      "or name another folder by the option folder or the environment variable BATCHWISE_DATA. " +
      "loadDigits() needs no download.",
  );
}

/**
 * The bytes of every file of a data set, in the order of `source.files`: from the folder, or downloaded
 * into it; a file that `fileAtHand` found unpacked comes unpacked. Every file is checked against its SHA-256; a
 * file appears in the folder whole or not at all.
 */
export async function obtain(
  source: DownloadSource,
  options: DownloadOptions = {},
): Promise<Uint8Array[]> {
  const { folder, mirrors = source.mirrors, onProgress, stallTimeout } = options;
  if (stallTimeout !== undefined) positiveInteger(source.name, "stallTimeout", stallTimeout);
  for (const mirror of mirrors)
    if (!URL.canParse(mirror) || !mirror.endsWith("/"))
      refuse(source.name, "mirrors must be addresses that end in /", mirror);
  const signal = options.signal ?? hostInterruption();
  const settings: DownloadOptions = signal ? { ...options, signal } : options;
  const total = source.files.reduce((sum, file) => sum + file.bytes, 0);
  const contents: Uint8Array[] = [];
  let earlier = 0;
  for (const file of source.files) {
    signal?.throwIfAborted();
    const path = join(dataFolder(folder), source.name, file.name);
    await mkdir(dirname(path), { recursive: true });
    const onBytes = (received: number): void =>
      onProgress?.({ file: file.name, done: earlier + received, total, unit: "bytes" });
    contents.push(
      (await fileAtHand(source.name, path, file)) ??
        (await fetchFile(source, file, path, settings, onBytes)),
    );
    earlier += file.bytes;
  }
  return contents;
}
