import { augmentCases } from "./augment/cases.mjs";
import { augmentReport } from "./augment/report.mjs";
import { benchPython } from "./environment.mjs";
import { inRounds } from "./measure.mjs";
import { median } from "./statistics.mjs";
import { startWorkers } from "./worker.mjs";

/** How each subject is started: those in Python, and Batchwise. */
const PYTHON = {
  Albumentations: "albumentations_augment.py",
  torchvision: "torchvision_augment.py",
};
const OWN = { Batchwise: [process.execPath, "batchwise_augment.mjs"] };

/** @param {RegExp} subjects names of those to start */
async function commands(subjects) {
  const own = Object.entries(OWN).filter(([name]) => subjects.test(name));
  const others = Object.entries(PYTHON).filter(([name]) => subjects.test(name));
  if (others.length === 0) return Object.fromEntries(own);
  const python = await benchPython();
  return Object.fromEntries([...others.map(([name, file]) => [name, [python, file]]), ...own]);
}

/**
 * The augmentation benchmark: images a second on one thread, by the size of the image, beside Albumentations and torchvision.
 * @param {{ filter: RegExp, subjects: RegExp, rounds: number, seconds: number }} options
 */
export async function benchAugment({ filter, subjects, rounds, seconds }) {
  const cases = augmentCases(filter);
  if (cases.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  const { workers, versions } = await startWorkers(await commands(subjects));
  const rows = [];
  try {
    for (const request of cases) {
      const measured = await inRounds(workers, request, { rounds, seconds });
      for (const [subject, times] of measured)
        rows.push({
          case: request.case,
          subject,
          shape: request.shape,
          chain: request.chain,
          imagesPerSecond: request.batch / median(times),
        });
      const summary = rows
        .filter((r) => r.case === request.case)
        .map((r) => `${r.subject} ${Math.round(r.imagesPerSecond)}`);
      console.error(`${request.case}: ${summary.join(", ")} images/s`);
    }
  } finally {
    for (const worker of workers.values()) worker.close();
  }
  return { rows, report: augmentReport(rows, { versions, rounds }) };
}
