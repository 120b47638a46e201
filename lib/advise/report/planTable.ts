import type { Displayable } from "../../display.js";
import { table } from "../../plot/table.js";
import type { Advice } from "../advice.js";
import { secondsText } from "../numbers.js";

/** The stages as they were planned, their sum, and what was used. */
export function planTable({ planned, trainings, seconds }: Advice): Displayable {
  const rows = [
    ...planned.map(({ stage, trainings, steps, seconds }) => ({
      stage,
      trainings,
      steps,
      seconds,
    })),
    { stage: "planned in all", steps: null, ...plannedInAll({ planned }) },
    { stage: "used", trainings, steps: null, seconds },
  ];
  return table(rows, {
    headings: { trainings: "trainings", steps: "updates each", seconds: "time" },
    format: { seconds: secondsText, steps: (value) => value.toLocaleString("en-US") },
  });
}

/** The sums over the stages. */
export function plannedInAll({ planned }: Pick<Advice, "planned">): {
  readonly trainings: number;
  readonly seconds: number;
} {
  return {
    trainings: planned.reduce((sum, stage) => sum + stage.trainings, 0),
    seconds: planned.reduce((sum, stage) => sum + stage.seconds, 0),
  };
}
