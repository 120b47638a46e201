import type { LedgerRow } from "./ledger.js";

const ORDER = ["supported", "reversed", "not supported", "no detectable difference", "only shown"];

/** How the findings of a claim fall, as in `1 supported, 2 reversed, 1 only shown`. */
export function tally({ conditions }: Pick<LedgerRow, "conditions">): string {
  const words = conditions.map(({ verdict, onlyShown }) =>
    onlyShown === undefined ? verdict : "only shown",
  );
  return ORDER.map((word): [string, number] => [word, words.filter((w) => w === word).length])
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
}
