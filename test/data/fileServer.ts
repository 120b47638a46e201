import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DownloadSource } from "batchwise/dist/data/downloadSource.js";

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
  /** How many requests for this path came before. */
  earlier: number,
) => void;

export interface FileServer {
  /** Address of the folder, ending in "/". */
  readonly address: string;
  /** The range header of every request, in order; "" where there was none. */
  readonly ranges: readonly string[];
  /** Breaks every open connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Sends the whole file, whatever was asked for. */
export const whole: Handler = (_, response, body) => {
  response.writeHead(200, { "content-length": body.length }).end(body);
};

/** Honours a range request `bytes=start-`. */
export const ranged: Handler = (request, response, body) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const range = `bytes ${start}-${body.length - 1}/${body.length}`;
  const headers = start > 0 ? { "content-range": range } : {};
  response.writeHead(start > 0 ? 206 : 200, headers).end(body.subarray(start));
};

/** Sends half of what was asked for, and then nothing; the connection stays open. */
export const half: Handler = (request, response, body) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const range = `bytes ${start}-${body.length - 1}/${body.length}`;
  response.writeHead(start > 0 ? 206 : 200, start > 0 ? { "content-range": range } : {});
  response.write(body.subarray(start, start + Math.ceil((body.length - start) / 2)));
};

/** A server on localhost for the given files, by name. */
export async function serve(
  files: Readonly<Record<string, Uint8Array>>,
  handler: Handler,
): Promise<FileServer> {
  const ranges: string[] = [];
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const name = (request.url ?? "").slice(1);
    ranges.push(request.headers.range ?? "");
    const earlier = seen.get(name) ?? 0;
    seen.set(name, earlier + 1);
    if (Object.hasOwn(files, name)) handler(request, response, files[name], earlier);
    else response.writeHead(404).end("not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    ranges,
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The catalogue's entry for files that a test made. */
export function sourceOf(
  name: string,
  files: Readonly<Record<string, Uint8Array>>,
  mirrors: readonly string[],
): DownloadSource {
  return {
    name,
    mirrors,
    files: Object.entries(files).map(([file, bytes]) => ({
      name: file,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    })),
  };
}
