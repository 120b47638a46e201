import { columnsText, secondsText } from "../numbers.js";
import type { Plan } from "./plan.js";

const BUSY = 1.2;

/** The plan for a terminal: how many trainings, of what length, how long in all. */
export function planText(plan: Plan): string {
  const rows = plan.stages.map(({ stage, trainings, steps, seconds }) => [
    `  ${stage}`,
    String(trainings),
    String(steps),
    secondsText(seconds),
  ]);
  const { seconds } = plan.request.budget;
  const busy =
    plan.pace < BUSY
      ? "on a machine that is free"
      : `on this machine, which is ${plan.pace.toFixed(1)} times as slow as a free one now`;
  const limit = seconds === undefined ? "no limit of time" : `a limit of ${secondsText(seconds)}`;
  return [
    `Plan: about ${plan.trainings} trainings, about ${secondsText(plan.seconds)} ${busy}, with ${limit}.`,
    ...columnsText([["  stage", "trainings", "updates each", "about"], ...rows]),
  ].join("\n");
}
