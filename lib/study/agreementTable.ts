import type { Displayable } from "../display.js";
import { table } from "../plot/table.js";
import type { AgreementRow } from "./epochTrace.js";

/** Rows of `agreement` as a table. Columns of the caller's own keep their names. */
export function agreementTable(rows: readonly AgreementRow[], caption: string): Displayable {
  const power = (value: number): string => value.toExponential(1).replace("e-", "e−");
  return table(rows, {
    caption,
    headings: {
      form: "trained by",
      milliseconds: "ms per epoch",
      loss: "last training loss",
      lossDifference: "losses differ by",
      weightDifference: "weights differ by",
    },
    format: { milliseconds: 1, loss: 4, lossDifference: power, weightDifference: power },
  });
}
