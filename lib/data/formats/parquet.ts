import type { ColumnData } from "hyparquet";
import { DataError } from "../dataError.js";
import { cannotRead } from "../filePieces.js";
import type { TypedRow, TypedTable } from "../table/typedTable.js";

/** Rows given at once. */
const MOST_ROWS = 1 << 12;

/** A Parquet file as a table, read one row group after another, wanted columns only. */
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
  return {
    name: path,
    header,
    unit: "row",
    notes: [],
    rows: async function* (wanted) {
      const columns = header.filter((_, i) => wanted[i]);
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        const rowEnd = rowStart + Number(group.num_rows);
        const chunks = new Map<string, ColumnData[]>(columns.map((name) => [name, []]));
        const onChunk = (chunk: ColumnData): void => {
          chunks.get(chunk.columnName)?.push(chunk);
        };
        const options = { file, metadata, compressors, columns, rowStart, rowEnd, onChunk };
        await parquetRead(options).catch(damaged);
        const inOrder = header.map((name) => joined(chunks.get(name) ?? [], rowStart, rowEnd));
        for (let from = rowStart; from < rowEnd; from += MOST_ROWS) {
          const size = Math.min(MOST_ROWS, rowEnd - from);
          yield Array.from({ length: size }, (_, i): TypedRow => {
            const row = from - rowStart + i;
            return { at: from + i + 1, cells: inOrder.map((column) => column?.[row]) };
          });
        }
        rowStart = rowEnd;
      }
    },
  };
}

/** A row group's cells of one column, which may come in several chunks. */
function joined(
  chunks: readonly ColumnData[],
  rowStart: number,
  rowEnd: number,
): ArrayLike<unknown> {
  const [first] = chunks;
  if (chunks.length === 1 && first.rowStart === rowStart) return first.columnData;
  const cells = new Array<unknown>(chunks.length === 0 ? 0 : rowEnd - rowStart);
  for (const chunk of chunks)
    for (let i = 0; i < chunk.columnData.length; i++)
      cells[chunk.rowStart + i - rowStart] = chunk.columnData[i];
  return cells;
}
