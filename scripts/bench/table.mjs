import { cpus, totalmem, type } from "node:os";
import { THREADS, untilAllLeft } from "./worker.mjs";

/** Stands under a table that was measured beside other work. */
export const UNFIT = "not fit for comparison";

/**
 * A Markdown table.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    `|${head.map((_, i) => (i === 0 ? "---|" : "---:|")).join("")}`,
    ...rows.map(line),
  ].join("\n");
}

/** Length of the look at how busy the machine is, in milliseconds. */
const LOOK = 3000;

/** Share of all cores that is busy over some seconds, measured while this process rests and its subjects have left. */
export async function busyShare() {
  const totals = () =>
    cpus().reduce(
      ({ busy, all }, { times }) => {
        const sum = Object.values(times).reduce((a, b) => a + b, 0);
        return { busy: busy + sum - times.idle, all: all + sum };
      },
      { busy: 0, all: 0 },
    );
  await untilAllLeft();
  const before = totals();
  await new Promise((resolve) => setTimeout(resolve, LOOK));
  const after = totals();
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}

/**
 * One sentence on where the numbers come from.
 * @param {Record<string, string>} versions of the subjects' libraries
 * @param {number} [threads] of every subject
 */
export function describeMachine(versions, threads = THREADS) {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const libraries = Object.entries({ Node: process.versions.node, ...versions }).map(
    ([name, v]) => `${name} ${v}`,
  );
  return `Measured on ${cpu.model.trim()}, ${cpus().length} cores, ${memory} GB, ${type()} ${process.arch}, ${threads} ${threads === 1 ? "thread" : "threads"} for every subject; ${libraries.join(", ")}.`;
}
