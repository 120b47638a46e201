import { refuse } from "../../check.js";
import type { TrainConfig } from "./config.js";
import { batchSizeAt } from "./schedule.js";

/**
 * Fails where a config would normalise a group of one value: that value less itself is 0 whatever the example, so
 * the layer gives its shift alone, and its variance says nothing and moves the running statistics towards 0. PyTorch
 * refuses it too. The last batch of an epoch counts, and every size that a schedule comes to within the budget.
 * @param n training examples
 * @param ghost examples that are normalised together. Default the whole batch
 */
export function checkNormalisation(
  who: string,
  path: string,
  config: Pick<TrainConfig, "batchSize" | "schedule" | "budget">,
  { n, ghost }: { readonly n: number; readonly ghost?: number | undefined },
): void {
  const rule = "must leave no batch norm group of one example";
  if (n === 1) refuse(who, `train must hold at least 2 examples: ${path} ${rule}`, n);
  if (ghost === 1)
    refuse(who, `${path}.model.batchNorm.ghostBatchSize ${rule}: take at least 2`, ghost);
  const wrong = groupOfOne(config, n, ghost);
  if (wrong === undefined) return;
  const { size, length } = wrong;
  const batch =
    length === size && size !== n
      ? `a batch of ${length}`
      : `the last batch of ${n} examples, which holds ${length},`;
  const group = length === 1 ? "is one" : `ends in one, after groups of ${ghost}`;
  refuse(
    who,
    `${path}.batchSize ${rule}, and ${batch} ${group}: take ${mends(config, n, ghost)}`,
    config.batchSize,
  );
}

interface Batch {
  /** Of the epoch's batches. */
  readonly size: number;
  /** Of this one. */
  readonly length: number;
}

/** The first batch of the run with a group of one example. */
function groupOfOne(
  config: Pick<TrainConfig, "batchSize" | "schedule" | "budget">,
  n: number,
  ghost: number = n,
): Batch | undefined {
  const { budget } = config;
  let steps = 0;
  for (let epoch = 0; ; epoch++) {
    const size = batchSizeAt(config, epoch, n);
    const whole = Math.floor(n / size);
    const rest = n - whole * size;
    if (leavesOne(size, ghost)) return { size, length: size };
    const restBegins =
      "epochs" in budget ? epoch + (n - rest) / n < budget.epochs : steps + whole < budget.steps;
    if (rest > 0 && restBegins && leavesOne(rest, ghost)) return { size, length: rest };
    steps += Math.ceil(n / size);
    const over = "epochs" in budget ? epoch + 1 >= budget.epochs : steps >= budget.steps;
    // What does not rise any more is the same in every epoch.
    if (over || config.schedule?.kind !== "raiseBatch" || size === n) return undefined;
  }
}

/** Whether so many examples, normalised in groups of `ghost`, hold a group of one. */
export function leavesOne(examples: number, ghost: number): boolean {
  return ghost === 1 || examples === 1 || (examples > ghost && examples % ghost === 1);
}

/** What would do in place of the batch size: the nearest ones that work, or "full". */
function mends(
  config: Pick<TrainConfig, "batchSize" | "schedule" | "budget">,
  n: number,
  ghost: number | undefined,
): string {
  const given = config.batchSize === "full" ? n : Math.min(config.batchSize, n);
  const works = (batchSize: number): boolean =>
    groupOfOne({ ...config, batchSize }, n, ghost) === undefined;
  const found: number[] = [];
  for (let away = 1; away < n && found.length < 2; away++)
    found.push(
      ...[given - away, given + away].filter((size) => size >= 2 && size <= n && works(size)),
    );
  const sizes = found.slice(0, 2).sort((a, b) => a - b);
  return sizes.length > 0
    ? `${sizes.join(" or ")}, or leave an example out`
    : `${ghost === undefined ? "" : "another ghostBatchSize, "}more examples`;
}
