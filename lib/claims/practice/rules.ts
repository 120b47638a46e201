import type { PracticeId, PracticeRule } from "./practice.js";

/** Points of accuracy that matter. */
export const POINTS = 0.5;

/** Of the updates at twice the critical size, % that larger batches may save and still not be worth their examples. */
export const STEPS_SAVED = 50;

/** Ends of an interval of the critical size may be this factor apart before it names no size. */
export const SIZE_FACTOR = 4;

const since = "2026-11-27";

/** Every row of the practitioner's table with its rule. A limit is a choice made before the runs. */
export const PRACTICE_RULES: Readonly<Record<PracticeId, PracticeRule>> = {
  epochs: {
    budget: "Epochs",
    notebook: "01",
    rule: `32 is a good start for a task if the whole interval of its lead over the best other size, chosen in each repeat by validation, lies above −${POINTS} points; if it lies below, the size that is best on average takes its place; else it is not settled`,
    since,
  },
  changing: {
    budget: "A change of the batch size",
    notebook: "02",
    rule: `the √ rule with ½, 1 and 2 will do for an optimizer if the whole interval of the points that it loses lies below ${POINTS}; if it lies above, it will not; else it is not settled`,
    since,
  },
  seconds: {
    budget: "Seconds",
    notebook: "01",
    rule: "the size of least measured time is named; those whose intervals reach down to its own are not told apart from it",
    since,
  },
  steps: {
    budget: "Updates, on many machines",
    notebook: "06",
    rule: `larger batches than twice the critical size do not pay if the whole interval of the updates that the largest batch saves beyond it lies below ${STEPS_SAVED} %; they do if it lies above; else, and if the interval of the critical size spans more than a factor of ${SIZE_FACTOR}, it is not settled`,
    since,
  },
  memory: {
    budget: "Memory",
    notebook: "02",
    rule: `a smaller batch at the rate of the √ rule will do if the whole interval of the points that a batch of 8 loses against 32 lies below ${POINTS}; if it lies above, it will not; else it is not settled`,
    since,
  },
  updates: {
    budget: "Accuracy, after a larger batch",
    notebook: "03",
    rule: `more updates are advised if the whole intervals of the points lost and of the points regained lie above ${POINTS}; they are not if either lies below; else it is not settled`,
    since,
  },
};
