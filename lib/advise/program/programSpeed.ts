import { meanEstimate } from "../../stats/meanEstimate.js";
import type { SpeedRow } from "../plan/speedRow.js";
import type { ProgramRun } from "./runProgram.js";

/**
 * Microseconds of a step between evaluations, by the program's clock or else by their arrival. What comes before the
 * first evaluation counts only where there is one alone: libraries compile and warm up in it.
 */
export function speedOf(batchSize: number, run: ProgramRun): SpeedRow {
  const micros = microsBetween(run);
  if (micros.length === 0) {
    const { evaluations, arrivals } = run;
    const { step, seconds = arrivals[arrivals.length - 1] } = evaluations[evaluations.length - 1];
    const all = (1e6 * seconds) / Math.max(1, step);
    return { batchSize, microsPerStep: all, low: 0, high: 2 * all };
  }
  if (micros.length === 1)
    return { batchSize, microsPerStep: micros[0], low: 0, high: 2 * micros[0] };
  const { estimate, low, high } = meanEstimate(micros);
  return { batchSize, microsPerStep: estimate, low: Math.max(0, low), high };
}

/** Seconds that pass before a program trains, and while it compiles and warms up. */
export function startUpOf(run: ProgramRun): number {
  const [{ step, seconds = 0 }] = run.evaluations;
  const micros = microsBetween(run).sort((a, b) => a - b);
  const training =
    micros.length === 0 ? seconds : (step * micros[Math.floor(micros.length / 2)]) / 1e6;
  return Math.max(0, run.arrivals[0] - training);
}

function microsBetween({ evaluations, arrivals }: ProgramRun): number[] {
  const at = evaluations.map(({ step, seconds }, i) => ({
    step,
    seconds: seconds ?? arrivals[i],
  }));
  return at
    .slice(1)
    .map(({ step, seconds }, i) => (1e6 * (seconds - at[i].seconds)) / (step - at[i].step))
    .filter((value) => value > 0 && Number.isFinite(value));
}
