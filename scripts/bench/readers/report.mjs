import { short } from "../statistics.mjs";
import { describeMachine, markdownTable } from "../table.mjs";
import { GROUPS } from "./cases.mjs";

/** The subject that reads the bytes and makes nothing of them. */
export const BYTES = "bytes alone";

/**
 * Medians of one file and subject.
 * @typedef {{ case: string, subject: string, fileMB: number, seconds: number, peakMB: number }} Row
 */

/** A group's table; none where nothing of it was read. @param {readonly Row[]} rows @param {import("./cases.mjs").Group} group */
function tableOf(rows, { peer, bytesAlone, cases }) {
  const read = cases.map((each) => each.case).filter((name) => rows.some((r) => r.case === name));
  const lines = read.map((name) => {
    const of = (subject) => rows.find((row) => row.case === name && row.subject === subject);
    const [ours, theirs, bytes] = [of("Batchwise"), of(peer), of(BYTES)];
    return [
      name,
      short((ours ?? theirs)?.fileMB),
      ...[ours, theirs].flatMap((row) => [short(row?.seconds), short(row?.peakMB)]),
      short(ours && theirs && ours.seconds / theirs.seconds),
      ...(bytesAlone ? [short(bytes?.seconds)] : []),
    ];
  });
  const head = ["file", "MB", "Batchwise s", "peak MB", `${peer} s`, "peak MB"];
  const last = [`times ${peer}'s time`, ...(bytesAlone ? [`${BYTES} s`] : [])];
  return read.length === 0 ? [] : [markdownTable([...head, ...last], lines)];
}

/**
 * The report on readers.
 * @param {readonly Row[]} rows
 * @param {{ versions: Record<string, string>, rounds: number }} about
 */
export function readersReport(rows, { versions, rounds }) {
  return [
    ...GROUPS.flatMap((group) => tableOf(rows, group)),
    `Medians of ${rounds} rounds, each measurement in a process of its own. ${describeMachine(versions)}`,
  ].join("\n\n");
}
