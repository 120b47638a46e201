import type { RuleOrigin } from "./claim.js";

/**
 * The day from which every condition is read alike in both directions, by its whole interval. Before it, support
 * took an interval beyond 0 and an estimate beyond the threshold.
 */
export const SYMMETRIC_READING_DATED = "2026-11-27";

/**
 * A condition that stands with its threshold as it did before the standard run of 2026-11-22.
 * @param before what had been seen when it was fixed
 */
export function unchanged(before = "Nothing"): RuleOrigin {
  return {
    dated: "2026-11-22",
    seenBefore: `${before} when the condition and its threshold were fixed; the standard run of 2026-11-22 when the symmetric reading was.`,
  };
}

/** A condition of 2026-11-27, after the standard run of 2026-11-22 and what else is named. */
export function renewed(seenBefore: string): RuleOrigin {
  return { dated: "2026-11-27", seenBefore };
}

/** A task added to a condition on 2026-11-28, after a figure of it had been seen: which, and in what run. */
export function addedSeen(figure: string): RuleOrigin {
  return {
    dated: "2026-11-28",
    seenBefore: `The figure itself: ${figure}. The threshold is that of the digits, fixed before.`,
  };
}

/** A condition whose rates each repeat tunes since 2026-11-28, after its figure with one rate for all repeats was seen. */
export function retuned(figure: string): RuleOrigin {
  return {
    dated: "2026-11-28",
    seenBefore: `The figure with one learning rate for all repeats, in the first standard run of 2026-11-28: ${figure}. The threshold is the one fixed before that run.`,
  };
}

const ONE_RATE = "The standard run of 2026-11-22 on digits, with one learning rate for all repeats";

/** The same question was answered on digits, with one learning rate for all repeats. */
export const AFTER_ONE_RATE_ON_DIGITS: RuleOrigin = renewed(`${ONE_RATE}.`);

/** The same for another task, of which nothing had been seen. */
export const NOTHING_ON_THIS_TASK: RuleOrigin = renewed(`${ONE_RATE}; nothing on this task.`);

/** Accuracy at convergence by batch size: pilots with few seeds on each task. */
export const CONVERGENCE_PILOTS: Readonly<
  Record<"digits" | "noisyLabels" | "mnist1d", RuleOrigin>
> = {
  digits: renewed(
    "The standard run of 2026-11-22, and a pilot to convergence of 20 seeds: batches of 2, 8, 32 and 128 minus full batch 0.12 [−0.22, 0.43], 0.03 [−0.10, 0.13], −0.10 [−0.60, 0.17] and −0.03 [−0.15, 0.03] points.",
  ),
  noisyLabels: renewed(
    "The standard run of 2026-11-22 on digits, and a pilot with wrong labels at width 256: a batch of 32 minus full batch 1.12 [0.67, 1.68] points.",
  ),
  mnist1d: renewed(
    "The standard run of 2026-11-22 on digits, and a pilot on data like MNIST-1D: batches of 4, 16, 64 and 256 minus full batch 0.42, 0.49, −0.06 and −0.71 points.",
  ),
};
