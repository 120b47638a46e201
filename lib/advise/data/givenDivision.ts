import { createHash } from "node:crypto";
import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { PartName } from "../../data/table/roles.js";

/** What the reader says of how examples may be divided, each for every example. */
export interface GivenDivision {
  /** The part that an example is in: test examples are sealed, valid ones validate, the others are divided. */
  readonly split?: readonly PartName[] | undefined;
  /** Examples of one group are never in two parts. */
  readonly groups?: readonly (string | number)[] | undefined;
}

const who = "advise";

/** Checks it against the data: as long as they are, some examples to train on, no group in two parts. */
export function checkGiven({ n }: Pick<Dataset, "n">, { split, groups }: GivenDivision): void {
  for (const [name, values] of Object.entries({ split, groups }))
    if (values !== undefined && values.length !== n)
      refuse(who, `${name} must hold one value for each of the ${n} examples`, values.length);
  if (split !== undefined && !split.includes("train"))
    refuse(who, 'split must say "train" of some examples', [...new Set(split)].join(", "));
  if (split === undefined || groups === undefined) return;
  const parts = new Map<string | number, PartName>();
  const torn = new Map<string | number, PartName>();
  for (const [i, group] of groups.entries()) {
    const before = parts.get(group);
    if (before === undefined) parts.set(group, split[i]);
    else if (before !== split[i]) torn.set(group, split[i]);
  }
  for (const [group, part] of torn)
    refuse(
      who,
      `each group must lie in one part of the given split, but ${torn.size} of ${parts.size} groups lie in more; leave one of the two out, or mend the split`,
      `group ${JSON.stringify(group)} in ${parts.get(group)} and ${part}`,
    );
}

/** The groups as numbers from 0, and how many there are. */
export function groupIds(groups: readonly (string | number)[]): { ids: Int32Array; count: number } {
  const known = new Map<string | number, number>();
  const ids = Int32Array.from(groups, (group) => {
    const id = known.get(group) ?? known.size;
    known.set(group, id);
    return id;
  });
  return { ids, count: known.size };
}

/** Tells one from another, for a journal; empty where nothing is given. */
export function nameOfGiven({ split, groups }: GivenDivision): string {
  if (split === undefined && groups === undefined) return "";
  const hash = createHash("sha256").update(JSON.stringify([split ?? null, groups ?? null]));
  const what = [split && "split", groups && "groups"].filter(Boolean).join(" and ");
  return `, by the given ${what} ${hash.digest("hex").slice(0, 12)}`;
}
