import type { Advice, SizeRow } from "../advice.js";
import type { Looked } from "../data/audit.js";
import { unsteadiness } from "../plan/speedRow.js";
import type { MetricName } from "../request.js";
import { isFaultless } from "../stages/confirmStage.js";
import type { Found } from "../stages/findings.js";
import type { Subject } from "../subject.js";

/** Half an interval over three rounds, as a share, above which times are called noisy. */
const UNSTEADY = 0.5;

/** What a reader should know, in order: the data, what ended early, what lies at an edge, how it was compared. */
export function notesOf(
  subject: Subject,
  looked: Looked,
  found: Found & {
    readonly margin: number;
    readonly given: number | undefined;
    readonly chosen: SizeRow | undefined;
    readonly test: Advice["test"] | undefined;
  },
): string[] {
  return [
    ...looked.notes,
    ...ends(subject, found),
    ...edges(found, subject.trainer.metric),
    ...ways(subject, looked, found),
  ];
}

function ends(
  subject: Subject,
  found: Found & { readonly test: Advice["test"] | undefined },
): string[] {
  const { plan, settings } = subject;
  const { anchor, noSignal, sizes, confirmation } = found;
  const rate = settings.currentRate === undefined ? "the usual rate" : "your rate";
  if (anchor === undefined)
    return plan.fits
      ? [`the budget ended before one rate was tuned: the answer is ${rate}, untested`]
      : [
          `the budget is below the shortest plan, so nothing was trained: the answer is ${rate} by the optimizer's rule, untested`,
        ];
  if (anchor.diverged) return [`every learning rate diverged; ${subject.trainer.suspects()}`];
  if (noSignal)
    return [
      "no signal: at its best rate the model does no better than guessing, so the batch size does not matter here",
    ];
  if (sizes === undefined)
    return ["the budget ended before other sizes were tuned: only the rate is from these data"];
  if (confirmation === undefined)
    return ["the budget ended before three fresh divisions were compared: nothing is confirmed"];
  if (confirmation.cutShort)
    return [`the budget ended after ${confirmation.pairs} pairs of the confirmation`];
  return found.test === null ? ["the budget ended before the sealed test part was opened"] : [];
}

function edges(
  { anchor, sizes, chosen }: Found & { readonly chosen: SizeRow | undefined },
  metric: MetricName,
): string[] {
  const notes: string[] = [];
  const outside = chosen
    ? !chosen.inside
    : anchor !== undefined && !anchor.inside && !anchor.diverged;
  if (outside && chosen)
    notes.push(
      `at ${chosen.batchSize} the best rate lies at the edge of those that were tried: a better one may lie beyond`,
    );
  const rows = sizes?.rows ?? [];
  if (sizes && sizes.diverged.length > 0)
    notes.push(`every rate diverged at ${sizes.diverged.join(", ")}`);
  if (chosen && rows.length > 1) {
    if (chosen === rows[0] && chosen.batchSize > 1)
      notes.push(
        `${chosen.batchSize} is the smallest size that was tried; a smaller one may do as well`,
      );
    if (chosen === rows[rows.length - 1])
      notes.push(`${chosen.batchSize} is the largest size that was tried`);
    const missed = rows.filter(({ stepsToTarget }) => stepsToTarget === null);
    if (missed.length > 0)
      notes.push(
        `not every run at ${missed.map(({ batchSize }) => batchSize).join(", ")} reached the target loss (95 % of the way from guessing to that of the middle size): the cost there is that of the whole training`,
      );
    if (isFaultless(rows, metric))
      notes.push("every size made no error on validation: decided by time");
  }
  return notes;
}

function ways(
  { settings, trainer, plan }: Subject,
  looked: Looked,
  {
    margin,
    given,
    anchor,
  }: Found & { readonly margin: number; readonly given: number | undefined },
): string[] {
  const notes: string[] = [];
  if (given === undefined && margin > 0.5)
    notes.push(
      `the margin is what ${trainer.tested} examples can show at all: 6 of them, ${margin.toFixed(1)} points`,
    );
  if (given !== undefined && given < looked.smallestDifference)
    notes.push(
      `a margin of ${given} points is asked for, but ${trainer.tested} examples cannot show less than ${looked.smallestDifference.toFixed(1)}`,
    );
  if (anchor === undefined || anchor.diverged) return notes;
  if (settings.memory !== undefined)
    notes.push(
      plan.memory === null
        ? "the memory of this model's trainings cannot be told, so its limit was not kept"
        : `within the memory asked for, batches hold at most ${plan.largest} examples`,
    );
  const unsteady = unsteadiness(plan.speed);
  if (unsteady > UNSTEADY)
    notes.push(
      `the machine was busy while steps were timed: times are known to ±${Math.round(100 * unsteady)} %, and which size is cheaper may be wrong`,
    );
  if (trainer.noiseless !== undefined)
    notes.push(
      `the gradient noise of a ${trainer.noiseless} is not measured: sizes and rates start from the plain rule`,
    );
  return [...notes, ...trainer.notes(plan.length)];
}
