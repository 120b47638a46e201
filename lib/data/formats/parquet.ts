import { DataError } from "../dataError.js";
import { cannotRead } from "../filePieces.js";
import type { TypedRow, TypedTable } from "../table/typedTable.js";

/** Rows held at once. */
const MOST_ROWS = 1 << 14;

/** A Parquet file as a table, read some rows at a time, wanted columns only. */
export async function parquetTable(path: string): Promise<TypedTable> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } = await import(
    "hyparquet"
  );
  const { compressors } = await import("hyparquet-compressors");
  const damaged = (error: unknown): never => {
    throw new DataError(
      `${path}: is not a good Parquet file: ${error instanceof Error ? error.message : error}`,
    );
  };
  const file = await asyncBufferFromFile(path).catch((error: unknown) => cannotRead(path, error));
  const metadata = await Promise.resolve(parquetMetadataAsync(file)).catch(damaged);
  const header = parquetSchema(metadata).children.map(({ element }) => element.name);
  const total = Number(metadata.num_rows);
  return {
    name: path,
    header,
    unit: "row",
    notes: [],
    rows: async function* (wanted) {
      const columns = header.filter((_, i) => wanted[i]);
      const places = header.map((name, i) => (wanted[i] ? columns.indexOf(name) : -1));
      for (let rowStart = 0; rowStart < total; rowStart += MOST_ROWS) {
        const rowEnd = Math.min(total, rowStart + MOST_ROWS);
        let rows: readonly (readonly unknown[])[] = [];
        await parquetRead({
          file,
          metadata,
          compressors,
          columns,
          rowStart,
          rowEnd,
          onComplete: (found) => {
            rows = found;
          },
        }).catch(damaged);
        yield rows.map(
          (cells, i): TypedRow => ({
            at: rowStart + i + 1,
            cells: places.map((place) => (place < 0 ? null : cells[place])),
          }),
        );
      }
    },
  };
}
