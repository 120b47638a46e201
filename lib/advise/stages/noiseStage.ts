import type { NoiseScale } from "../measured.js";
import { asked, SEEDS, type Subject } from "../subject.js";
import type { AnchorRate } from "./anchorRate.js";

/**
 * The gradient noise scale along a run at the anchor's rate, until its best validation. It gives the order of magnitude,
 * for which sizes are worth a try; `null` where gradients vanish, and where those of single examples cannot be had.
 */
export async function noiseStage(
  subject: Subject,
  { batchSize, learningRate, rows }: Pick<AnchorRate, "batchSize" | "learningRate" | "rows">,
): Promise<NoiseScale | null> {
  const { trainer, work } = subject;
  if (trainer.noiseless !== undefined) return null;
  const history = rows[0]?.history ?? [];
  const best = history.reduce((a, b) => (b.validLoss < a.validLoss ? b : a), history[0]);
  const steps = Math.max(1, best?.step ?? 1);
  const run = asked(subject, { batchSize, learningRate, seed: SEEDS.tuning });
  const noise = await trainer.noise(
    { ...run, steps },
    { journal: work.journal("noise"), signal: work.signal, onProgress: () => {} },
  );
  work.count();
  return noise;
}
