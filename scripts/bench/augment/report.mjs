import { geometricMean, short } from "../statistics.mjs";
import { describeMachine, markdownTable } from "../table.mjs";
import { BATCH, CHAINS } from "./cases.mjs";

/** What Batchwise is compared with. */
const PEERS = ["Albumentations", "torchvision"];

/** @typedef {{ case: string, subject: string, chain: string, shape: readonly number[], imagesPerSecond: number }} Row */

const MEANT = [
  '"Moves" are rotation, scaling, shear and translation with one resampling; "every kind" adds both flips, crop, brightness, contrast, colour (three channels only), noise, cutout and mixup.',
  "Pixels are float32 from 0 to 1, and every image has draws of its own. Batchwise takes a batch as one array. Albumentations changes one image at a time. The transforms of torchvision apply one draw to a whole batch, so they too get the images one by one.",
  "Each library draws from the same ranges by transforms of its own, in its own order; torchvision rounds shifts to whole pixels and keeps the cutout inside the image; mixup is written with NumPy for Albumentations and with PyTorch for torchvision, in one operation for the batch.",
];

/**
 * The report in Markdown: images a second, ratios, and the machine.
 * @param {readonly Row[]} rows
 * @param {{ versions: Record<string, string>, rounds: number }} about
 */
export function augmentReport(rows, { versions, rounds }) {
  const chains = Object.keys(CHAINS).filter((chain) => rows.some((r) => r.chain === chain));
  const peers = PEERS.filter((peer) => rows.some((r) => r.subject === peer));
  const columns = chains.flatMap((chain) => [
    { chain, subject: "Batchwise", head: `${chain}, images/s` },
    ...peers.map((subject) => ({ chain, subject, head: `${chain}, ${subject}` })),
  ]);
  const lines = [...new Set(rows.map(({ shape }) => shape.join("×")))].map((images) => [
    images,
    ...columns.map(({ chain, subject }) =>
      thousands(
        rows.find((r) => r.shape.join("×") === images && r.chain === chain && r.subject === subject)
          ?.imagesPerSecond,
      ),
    ),
  ]);
  return [
    `Images a second of processor time on one thread, in batches of ${BATCH}; medians of ${rounds} rounds in which the subjects take turns. The columns without a name are Batchwise's. ${MEANT.join(" ")}`,
    describeMachine(versions, 1),
    "",
    markdownTable(["images", ...columns.map(({ head }) => head)], lines),
    ...ratioLines(rows, peers),
  ].join("\n");
}

/** @param {readonly Row[]} rows @param {readonly string[]} peers */
function ratioLines(rows, peers) {
  const lines = peers.flatMap((peer) => {
    const ratios = rows.flatMap((r) => {
      const other = rows.find((o) => o.subject === peer && o.case === r.case);
      if (r.subject !== "Batchwise" || other === undefined) return [];
      return [{ case: r.case, ratio: r.imagesPerSecond / other.imagesPerSecond }];
    });
    if (ratios.length === 0) return [];
    const values = ratios.map(({ ratio }) => ratio);
    const lost = ratios.filter(({ ratio }) => ratio < 1);
    return [
      [
        `Batchwise ÷ ${peer}`,
        short(geometricMean(values)),
        short(Math.min(...values)),
        short(Math.max(...values)),
        String(values.length),
        lost.map((cell) => `${cell.case} (${short(cell.ratio)})`).join(", ") || "none",
      ],
    ];
  });
  if (lines.length === 0) return [];
  const head = ["ratio of images/s", "geometric mean", "least", "most", "cells", "cells lost"];
  return ["", markdownTable(head, lines)];
}

/** @param {number | undefined} rate */
function thousands(rate) {
  return rate === undefined ? "–" : Math.round(rate).toLocaleString("en-US");
}
