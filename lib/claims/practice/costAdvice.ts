import { amount } from "../amount.js";
import type { Advice, PracticeStatus, SecondsToTarget, StepsBeyond } from "./practice.js";
import { SIZE_FACTOR, STEPS_SAVED } from "./rules.js";
import { listed, staysBelow, together } from "./side.js";

/** The times of one task, sizes rising, with the least and those that are not told apart from it. */
export interface TaskTimes {
  readonly task: string;
  readonly times: readonly SecondsToTarget[];
  readonly least: SecondsToTarget;
  /** Sizes whose intervals reach down to that of the least. */
  readonly alike: readonly number[];
}

/** The times by task, in the order in which the tasks come. */
export function taskTimes(all: readonly SecondsToTarget[]): TaskTimes[] {
  return [...new Set(all.map(({ task }) => task))].map((task) => {
    const times = all.filter((row) => row.task === task).sort((a, b) => a.batchSize - b.batchSize);
    const least = times.reduce((a, b) => (b.seconds.estimate < a.seconds.estimate ? b : a));
    const alike = times.filter((row) => row !== least && row.seconds.low <= least.seconds.high);
    return { task, times, least, alike: alike.map(({ batchSize }) => batchSize) };
  });
}

/** Which size reaches the target first. */
export function secondsAdvice(all: readonly SecondsToTarget[]): Advice {
  const tasks = taskTimes(all);
  const here = tasks.map(({ task, least: { batchSize }, alike }) => {
    const others = alike.length === 0 ? "" : ` (not told apart from ${listed(alike.map(String))})`;
    return `${batchSize} on ${task}${others}`;
  });
  return {
    status: tasks.every(({ alike }) => alike.length === 0) ? "holds" : "not settled",
    advice: `Measure, and take the size of the lowest time to the target: here ${listed(here)}.`,
    evidence: tasks.map(({ task, times, least, alike }) => {
      const takes = ({ batchSize, seconds }: SecondsToTarget): string =>
        `${batchSize} takes ${amount(seconds, "seconds")}`;
      const ends = times.filter((row, i) => row !== least && (i === 0 || i === times.length - 1));
      return {
        of: task,
        n: least.seconds.n,
        status: alike.length === 0 ? "holds" : "not settled",
        figure: takes(least),
        more: ends.map(takes),
      };
    }),
  };
}

/** Up to which size larger batches save updates. */
export function stepsAdvice(found: readonly StepsBeyond[]): Advice {
  const vague = ({ criticalSize: { low, high } }: StepsBeyond): boolean =>
    low === high || high === Number.POSITIVE_INFINITY || high > SIZE_FACTOR * low;
  const statusOf = (row: StepsBeyond): PracticeStatus => {
    const paid = staysBelow(row.saved, STEPS_SAVED);
    return paid === "holds" && vague(row) ? "not settled" : paid;
  };
  const twice = ({ criticalSize: { estimate, low, high } }: StepsBeyond): string =>
    amount({ estimate: 2 * estimate, low: 2 * low, high: 2 * high }, "examples", []);
  const of = (status: PracticeStatus): StepsBeyond[] =>
    found.filter((row) => statusOf(row) === status);
  const sizes = found.map((row) => `${twice(row)} for ${row.optimizer}`);
  const names = (rows: readonly StepsBeyond[]): string =>
    listed(rows.map(({ optimizer }) => optimizer));
  const [open, fails] = [of("not settled"), of("does not hold")];
  const doubts = [
    ...(open.length === 0 ? [] : [` For ${names(open)} that is not settled.`]),
    ...(fails.length === 0
      ? []
      : [
          ` For ${names(fails)} larger batches go on saving more than ${STEPS_SAVED} % of the updates: try them.`,
        ]),
  ];
  return {
    status: together(found.map(statusOf)),
    advice: `Go up to about twice the critical size: here ${listed(sizes)}.${doubts.join("")}`,
    evidence: found.map((row) => ({
      of: row.optimizer,
      n: row.criticalSize.n,
      status: statusOf(row),
      figure: `critical size ${amount(row.criticalSize, "examples", [])}`,
      more: [
        `beyond twice it the largest batch saves ${amount(row.saved, "%", [0, STEPS_SAVED])} of the updates`,
      ],
    })),
  };
}
