import type { LedgerRow } from "./ledger.js";

const ORDER = [
  "supported",
  "reversed",
  "too small to matter",
  "not supported",
  "not settled",
  "only shown",
];

/** How the findings of a claim fall after Holm's correction, as in `1 supported, 2 reversed, 1 only shown`. */
export function tally({ conditions }: Pick<LedgerRow, "conditions">): string {
  const words = conditions.map(({ afterHolm, onlyShown }) =>
    onlyShown === undefined ? afterHolm : "only shown",
  );
  return ORDER.map((word): [string, number] => [word, words.filter((w) => w === word).length])
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
}
