import type { Rng } from "../random.js";
import type { Strata } from "./strata.js";

interface Group {
  readonly rows: readonly number[];
  /** Examples by stratum. */
  readonly counts: ReadonlyMap<number, number>;
}

/**
 * Divides rows at random so that each group stays whole, and every stratum keeps its share in each part as far as the
 * groups allow: one group after another, large ones rather first, goes where most is wanting (as scikit-learn's
 * StratifiedGroupKFold does). Each part gets a group while there are as many.
 * @param groups (n,) each row's group
 * @param shares of the parts; together 1
 * @returns for each part its rows, shuffled
 */
export function groupedRows(
  groups: Int32Array,
  strata: Strata,
  shares: readonly number[],
  rng: Rng,
): number[][] {
  const order = rng.fork("order");
  const all = gathered(groups, strata)
    // Sizes times up to two either way, so that each seed has another order.
    .map((group) => ({ group, rank: group.rows.length * 4 ** (order.uniform() - 0.5) }))
    .sort((a, b) => b.rank - a.rank);
  const totals = new Float64Array(strata.count);
  for (const id of strata.ids) totals[id]++;
  const held = shares.map(() => new Float64Array(strata.count));
  const parts: number[][] = shares.map(() => []);
  for (const [i, { group }] of all.entries()) {
    const empty = parts.filter((part) => part.length === 0).length;
    const last = all.length - i <= empty;
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const [part, share] of shares.entries()) {
      if (last && parts[part].length > 0) continue;
      let cost = 0;
      for (const [stratum, count] of group.counts) {
        const wanted = share * totals[stratum];
        // By how much the squared error of the stratum's count grows, in units of what is wanted.
        cost += (count * (count + 2 * (held[part][stratum] - wanted))) / wanted;
      }
      if (cost < least) [best, least] = [part, cost];
    }
    parts[best].push(...group.rows);
    for (const [stratum, count] of group.counts) held[best][stratum] += count;
  }
  return parts.map((rows, part) => rng.fork(part).shuffle(rows));
}

function gathered(groups: Int32Array, strata: Strata): Group[] {
  const rows = new Map<number, number[]>();
  for (const [row, group] of groups.entries()) {
    const known = rows.get(group);
    if (known === undefined) rows.set(group, [row]);
    else known.push(row);
  }
  return [...rows.values()].map((members) => {
    const counts = new Map<number, number>();
    for (const row of members) counts.set(strata.ids[row], (counts.get(strata.ids[row]) ?? 0) + 1);
    return { rows: members, counts };
  });
}
