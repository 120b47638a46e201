import type { Condition, RuleOrigin } from "./claim.js";

/** A condition without how its figure is read. */
export type Measured = Omit<Condition, "unit" | "says" | "smallest">;

/** Accuracies differ by at least half a percentage point. */
export function accuracy(measured: Measured): Condition {
  return { ...measured, unit: "percentage points", says: "greater", smallest: 0.5 };
}

/** A ratio in its base-2 logarithm is at least a quarter more. */
export function ratio(measured: Measured): Condition {
  return { ...measured, unit: "doublings", says: "greater", smallest: 0.32 };
}

/** The tasks on which the notebooks ask a question side by side, by the names of their conditions. */
export const TASKS = {
  digits: "digits",
  noisyLabels: "digits, 20 % wrong labels",
  mnist1d: "MNIST-1D",
} as const;

/** The short name of a task's condition. */
export type TaskName = keyof typeof TASKS;

/** Their names in the order in which they are shown. */
export const TASK_NAMES: readonly TaskName[] = ["digits", "noisyLabels", "mnist1d"];
const SHORT: Readonly<Record<TaskName, string>> = {
  digits: "digits",
  noisyLabels: "digits with wrong labels",
  mnist1d: "MNIST-1D",
};

/**
 * One condition for each task, named for it, or `"prefix, task"` with a prefix.
 * @param origin when the rule was written, by task
 */
export function onTasks(
  read: (measured: Measured) => Condition,
  { prefix = "", tasks = TASK_NAMES, origin, ...measured }: OnTasks,
): Record<string, Condition> {
  return Object.fromEntries(
    tasks.map((task) => [
      prefix === "" ? task : `${prefix}, ${task}`,
      read({
        ...measured,
        ...origin(task),
        short: SHORT[task],
        effect: `${measured.effect}, ${TASKS[task]}`,
      }),
    ]),
  );
}

/** What is measured on several tasks. */
export interface OnTasks extends Omit<Measured, "short" | keyof RuleOrigin> {
  readonly prefix?: string;
  /** Default all three. */
  readonly tasks?: readonly TaskName[];
  readonly origin: (task: TaskName) => RuleOrigin;
}
