import { escapeText } from "../../plot/escapeText.js";
import { amount, plainAmount } from "../amount.js";
import { type TaskTimes, taskTimes } from "./costAdvice.js";
import type { SecondsToTarget } from "./practice.js";

const WIDTH = 340;
const HEIGHT = 220;
const LEFT = 52;
const RIGHT = 12;
const TOP = 34;
const BOTTOM = 36;

/**
 * Time to the target by batch size, a picture for each task with its least time named: HTML with static SVG, whose
 * colours are those of the page's text and links, light or dark. All text is escaped.
 */
export function secondsPictures(all: readonly SecondsToTarget[]): string {
  return `<div class="times">${taskTimes(all).map(taskPicture).join("")}</div>`;
}

function taskPicture({ task, times, least, alike }: TaskTimes): string {
  const sizes = times.map(({ batchSize }) => batchSize);
  const seconds = times.flatMap(({ seconds: { estimate, low, high } }) => [estimate, low, high]);
  const x = scale([Math.min(...sizes), Math.max(...sizes)], [LEFT + 8, WIDTH - RIGHT - 8]);
  const positive = seconds.filter((value) => value > 0);
  const [bottom, top] = [Math.min(...positive), Math.max(...positive)];
  const y = scale([bottom / 1.15, top * 1.15], [HEIGHT - BOTTOM, TOP]);
  const points = times.map(
    ({ batchSize, seconds: { estimate } }) => `${x(batchSize)},${y(estimate)}`,
  );
  const dots = times.map((row) => {
    const { batchSize, seconds: found } = row;
    const [at, from, to] = [x(batchSize), y(Math.max(found.low, bottom)), y(found.high)];
    const title = `<title>${batchSize}: ${amount(found, "seconds")}</title>`;
    const chosen = row === least ? ' class="least"' : "";
    return `<g${chosen}>${title}<path d="M${at} ${from}V${to}"/><circle cx="${at}" cy="${y(found.estimate)}" r="${row === least ? 5 : 3}"/></g>`;
  });
  const says = `${least.batchSize} is fastest: ${amount(least.seconds, "seconds")}`;
  const doubt = alike.length === 0 ? "" : `; not told apart from ${alike.join(", ")}`;
  const ticks = [
    ...ticksOf(sizes).map(
      (size) =>
        `<text x="${x(size)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${size}</text>`,
    ),
    ...roundBetween(bottom, top).map(
      (value) =>
        `<text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${plainAmount(value, "seconds")}</text>`,
    ),
  ];
  return (
    `<figure><figcaption><strong>${escapeText(task)}</strong><br>${escapeText(says + doubt)}</figcaption>` +
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(`Time to the target by batch size on ${task}. ${says}${doubt}.`)}">` +
    `<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>` +
    `<polyline points="${points.join(" ")}"/>${dots.join("")}${ticks.join("")}` +
    `<text x="0" y="${TOP - 14}" text-anchor="start">time to the target</text>` +
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 4}" text-anchor="middle">batch size</text></svg></figure>`
  );
}

/** From logarithms of values to places, in tenths of a pixel. */
function scale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  const span = Math.log(to / from) || 1;
  return (value) => Math.round(10 * (start + ((end - start) * Math.log(value / from)) / span)) / 10;
}

/** Round numbers of a log axis within its range, or its ends where there are fewer than two. */
function roundBetween(low: number, high: number): number[] {
  const tens = Math.floor(Math.log10(low));
  const all = Array.from({ length: Math.ceil(Math.log10(high)) - tens + 1 }, (_, i) => tens + i)
    .flatMap((power) => [1, 2, 5].map((digit) => Number((digit * 10 ** power).toPrecision(1))))
    .filter((value) => value >= low && value <= high);
  const tenfold = all.filter((value) => /^[0.]*10*$/.test(String(value)));
  const some = all.length > 7 ? tenfold : all;
  return some.length < 2 ? [low, high] : some;
}

/** At most eight of the sizes, the last among them. */
function ticksOf(sizes: readonly number[]): number[] {
  const every = Math.ceil(sizes.length / 8);
  return sizes.filter((_, i) => (sizes.length - 1 - i) % every === 0);
}
