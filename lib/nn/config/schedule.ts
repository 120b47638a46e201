import { unreachable } from "../../check.js";
import type { TrainConfig } from "./config.js";
import type { Span } from "./spec.js";

/** Where a run stands when a step begins. */
export interface Position {
  /** Steps taken. */
  readonly step: number;
  /** Passes over the data completed, with fraction. */
  readonly epoch: number;
}

/** How far `position` has come through `span`: 0 at the start, 1 at its end. */
export function shareOf(span: Span, position: Position): number {
  return "epochs" in span ? position.epoch / span.epochs : position.step / span.steps;
}

/** The learning rate of the step that begins at `position`. */
export function learningRateAt(config: TrainConfig, position: Position, n: number): number {
  const full = config.optimizer.learningRate * decayAt(config, position, n);
  if (!config.warmup) return full;
  // Step t of T has (t + 1) / T of the rate, so the first is not lost.
  const { warmup } = config;
  const share = "steps" in warmup ? (position.step + 1) / warmup.steps : shareOf(warmup, position);
  return full * Math.min(1, share);
}

function decayAt(
  { schedule, budget, batchSize }: TrainConfig,
  position: Position,
  n: number,
): number {
  switch (schedule?.kind) {
    case undefined:
    case "constant":
      return 1;
    case "step": {
      const passed = schedule.unit === "epochs" ? Math.floor(position.epoch) : position.step;
      return schedule.factor ** Math.floor(passed / schedule.every);
    }
    case "cosine": {
      const { final = 0 } = schedule;
      const share = Math.min(1, shareOf(budget, position));
      return final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * share));
    }
    case "raiseBatch": {
      if (batchSize === "full") return 1;
      const wanted = batchSize * schedule.factor ** Math.floor(position.epoch / schedule.every);
      return Math.min(1, Math.max(batchSize, n) / wanted);
    }
    default:
      return unreachable(schedule);
  }
}

/** The batch size of an epoch, counted from 0, of `n` examples. */
export function batchSizeAt(
  { batchSize, schedule }: Pick<TrainConfig, "batchSize" | "schedule">,
  epoch: number,
  n: number,
): number {
  if (batchSize === "full") return n;
  const raised =
    schedule?.kind === "raiseBatch"
      ? Math.round(batchSize * schedule.factor ** Math.floor(epoch / schedule.every))
      : batchSize;
  return Math.min(raised, n);
}
