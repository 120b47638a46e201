import { open, stat } from "node:fs/promises";
import type { AsyncBuffer } from "hyparquet";

/** A file of which hyparquet reads parts, each at once: its own reader takes 64 KB at a time. */
export async function fileParts(path: string): Promise<AsyncBuffer> {
  const { size } = await stat(path);
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      const handle = await open(path);
      try {
        let done = 0;
        while (done < bytes.length) {
          const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
          if (bytesRead === 0) throw new Error("the file has become shorter while it was read");
          done += bytesRead;
        }
      } finally {
        await handle.close();
      }
      return bytes.buffer;
    },
  };
}
