import type { ColumnData, FileMetaData } from "hyparquet";
import { DataError } from "../dataError.js";
import { cannotRead } from "../filePieces.js";
import type { TypedTable } from "../table/typedTable.js";
import { fileParts } from "./fileParts.js";

/** Rows given at once. */
const MOST_ROWS = 1 << 12;

/** A Parquet file as a table, read one row group after another, wanted columns only. */
export async function parquetTable(path: string): Promise<TypedTable> {
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await import("hyparquet");
  const { parquetNumbers } = await import("./parquetNumbers.js");
  const { compressors } = await import("hyparquet-compressors");
  const damaged = (error: unknown): never => {
    throw new DataError(
      `${path}: is not a good Parquet file: ${error instanceof Error ? error.message : error}`,
    );
  };
  const file = await fileParts(path).catch((error: unknown) => cannotRead(path, error));
  const open = async (): Promise<{ metadata: FileMetaData; header: string[]; sizes: number[] }> => {
    const metadata = await parquetMetadataAsync(file);
    const header = parquetSchema(metadata).children.map(({ element }) => String(element.name));
    return { metadata, header, sizes: metadata.row_groups.map((group) => Number(group.num_rows)) };
  };
  const { metadata, header, sizes } = await open().catch(damaged);
  return {
    name: path,
    header,
    unit: "row",
    notes: [],
    // What is damaged is told by the way of the cells.
    numbers: (column) =>
      parquetNumbers({ file, metadata, compressors }, header[column]).catch(() => undefined),
    rows: async function* (wanted) {
      const columns = header.filter((_, i) => wanted[i]);
      let rowStart = 0;
      for (const size of sizes) {
        const rowEnd = rowStart + size;
        const chunks = new Map<string, ColumnData[]>(columns.map((name) => [name, []]));
        const onChunk = (chunk: ColumnData): void => {
          chunks.get(chunk.columnName)?.push(chunk);
        };
        const options = { file, metadata, compressors, columns, rowStart, rowEnd, onChunk };
        await parquetRead(options).catch(damaged);
        const inOrder = header.map((name, i) => {
          const cells = joined(chunks.get(name) ?? [], rowStart);
          if (wanted[i] && cells.length !== size)
            damaged(`column ${JSON.stringify(name)} has other rows than its group`);
          return cells;
        });
        for (let first = 0; first < size; first += MOST_ROWS) {
          const place = rowStart + first + 1;
          yield {
            count: Math.min(MOST_ROWS, size - first),
            at: (row) => place + row,
            cell: (row, column) => inOrder[column][first + row],
          };
        }
        rowStart = rowEnd;
      }
    },
  };
}

/** A row group's cells of one column, which may come in several chunks. */
function joined(chunks: readonly ColumnData[], rowStart: number): ArrayLike<unknown> {
  const [first] = chunks;
  if (chunks.length === 1 && first.rowStart === rowStart) return first.columnData;
  const size = chunks.reduce((sum, { columnData }) => sum + columnData.length, 0);
  const cells = new Array<unknown>(size);
  for (const chunk of chunks)
    for (let i = 0; i < chunk.columnData.length; i++)
      cells[chunk.rowStart + i - rowStart] = chunk.columnData[i];
  return cells;
}
