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
