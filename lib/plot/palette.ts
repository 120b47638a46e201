/**
 * Anchors of an ordered scale, small to large: blue, teal, green, amber, red, of about equal lightness,
 * so that each reads on a light and on a dark ground.
 */
const ORDERED: readonly (readonly [number, number, number])[] = [
  [68, 119, 214],
  [15, 158, 160],
  [90, 160, 44],
  [214, 140, 0],
  [209, 73, 91],
];

/** The colour at `position` (0 = smallest, 1 = largest) of the ordered scale, as `rgb(…)`. */
export function orderedColor(position: number): string {
  const place = Math.min(1, Math.max(0, position)) * (ORDERED.length - 1);
  const left = ORDERED[Math.floor(place)];
  const right = ORDERED[Math.ceil(place)];
  const share = place - Math.floor(place);
  const channel = (i: number): number => Math.round(left[i] + share * (right[i] - left[i]));
  return `rgb(${channel(0)}, ${channel(1)}, ${channel(2)})`;
}

/** `n` colours spread evenly over the ordered scale. */
export function orderedColors(n: number): readonly string[] {
  return Array.from({ length: n }, (_, i) => orderedColor(n === 1 ? 0 : i / (n - 1)));
}

/** Ten hues of about equal lightness, so that each reads on a light and on a dark ground. */
const CATEGORIES: readonly string[] = [
  "rgb(68, 119, 214)",
  "rgb(217, 119, 0)",
  "rgb(58, 148, 66)",
  "rgb(209, 73, 91)",
  "rgb(140, 98, 200)",
  "rgb(152, 107, 80)",
  "rgb(208, 90, 168)",
  "rgb(120, 126, 133)",
  "rgb(146, 142, 16)",
  "rgb(14, 150, 168)",
];

/** `n` colours for names without an order; after ten they come again. */
export function categoryColors(n: number): readonly string[] {
  return Array.from({ length: n }, (_, i) => CATEGORIES[i % CATEGORIES.length]);
}
