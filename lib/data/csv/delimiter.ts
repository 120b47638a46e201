import type { CsvPlan } from "../table/options.js";
import { RecordScanner } from "./recordScanner.js";

/** The first records of a file. */
export interface Sample {
  readonly records: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

const SAMPLE_RECORDS = 20;
/** The first records' cells. */
export function sample(
  name: string,
  head: Uint8Array,
  last: boolean,
  delimiter: string,
  line: number,
): Sample {
  const records: string[][] = [];
  const lines: number[] = [];
  let cells: string[] = [];
  const scanner = new RecordScanner(name, delimiter, ".", {
    numeric: new Uint8Array(0),
    begin: () => {
      cells = [];
    },
    number: () => {},
    text: (_, bytes, from, to) =>
      cells.push(
        Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
          .toString()
          .trim(),
      ),
    end: (_, at) => {
      records.push(cells);
      lines.push(at);
      return records.length === SAMPLE_RECORDS;
    },
  });
  scanner.line = line;
  scanner.scan(head, head.length - 1, last);
  return { records, lines };
}

/** Commas, unless another character divides the first line into the columns that the options name. */
export function likelyDelimiter(
  name: string,
  head: Uint8Array,
  last: boolean,
  line: number,
  plan: CsvPlan,
): string {
  const attempt = (delimiter: string): { fits: boolean; columns: number } => {
    try {
      const { records } = sample(name, head, last, delimiter, line);
      const columns = records[0]?.length ?? 0;
      const even = records.every((cells) => Math.abs(cells.length - columns) <= 1);
      const has = plan.header !== true || records[0]?.includes(plan.label);
      return { fits: columns > 1 && even && has, columns };
    } catch {
      return { fits: false, columns: 0 };
    }
  };
  const comma = attempt(",");
  if (comma.fits) return ",";
  const others = [";", "\t", "|", " "].map((delimiter) => ({ delimiter, ...attempt(delimiter) }));
  const found = others.filter(({ fits }) => fits).sort((a, b) => b.columns - a.columns)[0];
  return found?.delimiter ?? ",";
}
