import { refuse } from "../../check.js";
import { type Dataset, type Splits, take } from "../../data/dataset.js";
import { groupedRows } from "../../data/groupedRows.js";
import { splitRows } from "../../data/splitRows.js";
import { strataOf } from "../../data/strata.js";
import type { PartName } from "../../data/table/roles.js";
import { fingerprint } from "../../experiment/journalled.js";
import type { OwnPreparation, PreparationName } from "../../experiment/preparation.js";
import { standardize } from "../../features/standardize.js";
import { standardizeTarget } from "../../features/standardizeTarget.js";
import { Rng } from "../../random.js";
import { byGroups, type DivideRows, eighths, FOLDS, folds, type RowParts } from "./divideRows.js";
import { checkGiven, type GivenDivision, groupIds, nameOfGiven } from "./givenDivision.js";

/** Below so many examples, divisions are the folds of a repeated cross-validation. */
export const FEW = 500;
const SEALED = 0.2;

/** Which of the divisions a preparation is. */
export type DivisionsRole = "tuning" | "comparing" | "last";

/** The data without the sealed test part, and the ways in which the rest is divided. */
export interface Divisions {
  /** All examples but the sealed ones, and those that are given for validation. */
  readonly open: Dataset;
  /** Training examples of a division of `open`. */
  readonly n: number;
  /** Whether they are the folds of a repeated cross-validation. */
  readonly few: boolean;
  /** Tells these divisions of the data from others. */
  readonly name: string;
  /** What was given, and what was done with it; each a sentence without its end. */
  readonly notes: readonly string[];
  /** For tuning, of `open`: whatever is not trained on validates, or what is given for it. */
  readonly tuning: OwnPreparation;
  /** For comparing, of `open`: each division has test examples of its own. */
  readonly comparing: OwnPreparation;
  /** For the end, of the whole data: its test part is the sealed one. */
  readonly last: OwnPreparation;
}

/**
 * Seals a fifth of the examples, stratified, and says how the others are divided by a seed. A given test part is
 * sealed in its place; given valid examples validate in every division; groups stay whole.
 */
export function divisionsOf(
  data: Dataset,
  prepare: PreparationName,
  seed: number,
  { split, groups }: GivenDivision = {},
): Divisions {
  const given = { ...(split && { split }), ...(groups && { groups }) };
  checkGiven(data, given);
  const { open, valid, sealed } = outerRows(data, seed, given);
  const opened = take(data, open);
  const validating = valid.length > 0 ? take(data, valid) : undefined;
  const few = data.n < FEW;
  const divide = dividing(opened, given.groups && open.map((row) => given.groups?.[row] ?? ""), {
    folds: few,
    validated: validating !== undefined,
  });
  const way = few ? `${FOLDS} folds` : "six eighths, one, one";
  const apart = validating ? ` ${fingerprint(validating).slice(0, 12)}` : "";
  const name = `${prepare}, ${way}${nameOfGiven(given)}${apart}`;
  const own = (
    role: DivisionsRole,
    rows: (seed: number) => RowParts,
    from: (whole: Dataset) => Dataset | undefined = () => validating,
  ): OwnPreparation => ({
    name: `advise, ${role === "last" ? `sealed by ${seed}` : role}: ${name}`,
    described: { kind: "advise", parameters: { role, prepare, seed, ...given }, data },
    splits: (whole, s) => {
      const { train, valid: some, test } = rows(s);
      const other = from(whole);
      const parts = {
        train: part(whole, "train", train),
        valid: other ?? part(whole, "valid", some),
        test: part(whole, "test", test),
      };
      return scaled(standardizeTarget(parts), prepare);
    },
  });
  const joined = ({ train, valid: some, test }: RowParts): RowParts => ({
    train,
    valid: [...some, ...test],
    test,
  });
  const n = divide(0).train.length;
  const inWhole = (rows: readonly number[]): number[] => rows.map((row) => open[row]);
  return {
    open: opened,
    few,
    name,
    n,
    notes: notesOn(given, { open: open.length, valid: valid.length, sealed: sealed.length, n }),
    tuning: own("tuning", (s) => joined(divide(s))),
    comparing: own("comparing", divide),
    last: own(
      "last",
      (s) => {
        const rest = divide(s);
        const all = { train: [...rest.train, ...rest.test], valid: rest.valid };
        return { train: inWhole(all.train), valid: inWhole(all.valid), test: sealed };
      },
      (whole) => (validating ? take(whole, valid) : undefined),
    ),
  };
}

function part(data: Dataset, name: PartName, rows: readonly number[]): Dataset {
  if (rows.length === 0)
    refuse(
      "advise",
      `each division must have examples for ${name}; give more examples, or more of each class`,
      `none of ${data.n}`,
    );
  return take(data, rows);
}

function notesOn(
  { split, groups }: GivenDivision,
  sizes: {
    readonly open: number;
    readonly valid: number;
    readonly sealed: number;
    readonly n: number;
  },
): string[] {
  const { open, valid, sealed, n } = sizes;
  const whose = split?.includes("test") ? "the given test part" : "a fifth of those to train";
  return [
    ...(split
      ? [
          `a given split: ${open} examples to train are divided for tuning and comparing, ${valid > 0 ? `${valid} given ones validate every training, and ` : ""}${sealed} are sealed, ${whose}`,
        ]
      : []),
    ...(groups
      ? [
          `${new Set(groups).size} groups stay whole in every division; training parts are cut to one size, ${n} examples`,
        ]
      : []),
  ];
}

interface OuterRows {
  readonly open: readonly number[];
  /** None where validation is not given. */
  readonly valid: readonly number[];
  readonly sealed: readonly number[];
}

function outerRows(data: Dataset, seed: number, { split, groups }: GivenDivision): OuterRows {
  const rows = Array.from({ length: data.n }, (_, row) => row);
  const of = (part: string): number[] => rows.filter((row) => split?.[row] === part);
  const valid = of("valid");
  if (split?.includes("test")) return { open: of("train"), valid, sealed: of("test") };
  const divided = split ? of("train") : rows;
  const some = split ? take(data, divided) : data;
  const back = (inner: readonly number[]): number[] => inner.map((row) => divided[row]);
  if (groups) {
    const { ids } = groupIds(divided.map((row) => groups[row]));
    const rng = Rng.fromSeed(seed).fork("sealed");
    const [open, sealed] = groupedRows(ids, strataOf(some, SEALED), [1 - SEALED, SEALED], rng);
    return { open: back(open), valid, sealed: back(sealed) };
  }
  const outer = splitRows(some, { seed, valid: SEALED, test: SEALED }).rows;
  return { open: back([...outer.train, ...outer.valid]), valid, sealed: back(outer.test) };
}

function dividing(
  open: Dataset,
  groups: readonly (string | number)[] | undefined,
  options: { readonly folds: boolean; readonly validated: boolean },
): DivideRows {
  if (groups) return byGroups(open, groupIds(groups), options);
  return options.folds ? folds(open, options.validated) : eighths(open, options.validated);
}

function scaled({ train, valid, test }: Splits, prepare: PreparationName): Splits {
  if (prepare === "raw") return { train, valid, test };
  const fitted = standardize({ scale: prepare === "standardized" }).fit(train);
  return {
    train: fitted.transform(train),
    valid: fitted.transform(valid),
    test: fitted.transform(test),
  };
}
