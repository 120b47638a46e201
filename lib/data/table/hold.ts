/** How a column's numbers are held in float32: x = (value − centre) / scale. */
export interface Precision {
  /** `exact`: to the last digit. `rounded`: to the 24 bits of float32, all values told apart unless a note says which are not. */
  readonly held: "exact" | "rounded";
  /** Subtracted before narrowing; 0 if nothing is. */
  readonly centre: number;
  /** Divided by, a power of two; 1 if nothing is. */
  readonly scale: number;
}

/** Where two different values become one. */
export interface Merged {
  readonly rows: readonly [number, number];
}

export interface Holding extends Precision {
  readonly merged?: Merged;
}

/** A value may be so many times the column's range before its rounding counts: 18 bits of the range are left. */
const LARGEST_OFFSET = 64;
/** The same for whole numbers beyond 2^24, which one expects to be held to the last digit. */
const LARGEST_WHOLE_OFFSET = 4;
const SMALLEST_NORMAL = 2 ** -126;

/** Two rows whose different values are equal in float32, if there are any. A hash table by the float32's bits. */
function findMerged(
  values: Float64Array,
  { centre, scale }: { centre: number; scale: number },
): Merged | undefined {
  let size = 1024;
  while (size < 2 * values.length) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    float[0] = (value - centre) / scale;
    const narrow = float[0];
    const hash = Math.imul(bits[0], 0x9e3779b1);
    let slot = (hash ^ (hash >>> 15)) & (size - 1);
    for (let other = slots[slot]; other >= 0; other = slots[slot]) {
      if (values[other] === value) break;
      if (Math.fround((values[other] - centre) / scale) === narrow) return { rows: [other, row] };
      slot = (slot + 1) & (size - 1);
    }
    slots[slot] = row;
  }
  return undefined;
}

interface Shape {
  readonly low: number;
  readonly high: number;
  readonly smallest: number;
  readonly exact: boolean;
  readonly whole: boolean;
}

function shapeOf(values: Float64Array): Shape {
  let [low, high, smallest] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  let exact = true;
  let whole = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    const size = Math.abs(value);
    if (size > 0 && size < smallest) smallest = size;
    if (exact && Math.fround(value) !== value) exact = false;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  return { low, high, smallest, exact, whole };
}

/** The lower median of the values that there are: one of them, so that differences of whole numbers are whole. */
function median(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return sorted[(sorted.length - 1) >> 1];
}

/**
 * Chooses how to hold float64 values, NaN where missing, in float32: as they are, or centred on their median
 * (and scaled where they are tiny) if float32 could not tell them apart or would keep little of their range.
 * @param digits the most digits after the point that a value has, if that is known
 */
export function hold(values: Float64Array, digits: number = Number.POSITIVE_INFINITY): Holding {
  const { low, high, smallest, exact, whole } = shapeOf(values);
  const asIs = { centre: 0, scale: 1 };
  if (exact) return { held: "exact", ...asIs };
  if (low === high && smallest >= SMALLEST_NORMAL) return { held: "rounded", ...asIs };
  const largest = Math.max(Math.abs(low), Math.abs(high));
  // Decimals of one length lie 10^−digits apart; float32's values lie at most largest · 2^−23 apart.
  const apart = digits <= 22 && largest * 2 ** -23 < 10 ** -digits;
  const fits =
    largest <= (whole ? LARGEST_WHOLE_OFFSET : LARGEST_OFFSET) * (high - low) &&
    smallest >= SMALLEST_NORMAL;
  const merged = fits && apart ? undefined : findMerged(values, asIs);
  // Centring gains a bit only where the values lie far from zero.
  const gains = 2 * (high - low) < largest || whole;
  if (fits && (merged === undefined ? !whole : !gains))
    return { held: "rounded", ...asIs, ...(merged && { merged }) };
  const centre = median(values);
  const reach = Math.max(high - centre, centre - low);
  const scale = reach < 2 ** -100 ? 2 ** Math.max(-1022, Math.floor(Math.log2(reach))) : 1;
  const centred = { centre, scale };
  let rounds = false;
  for (const value of values) {
    const shifted = (value - centre) / scale;
    if (Math.fround(shifted) !== shifted && !Number.isNaN(value)) rounds = true;
    if (shifted * scale + centre !== value && !Number.isNaN(value)) rounds = true;
  }
  if (!rounds) return { held: "exact", ...centred };
  const still = findMerged(values, centred);
  // Centring that gains nothing is left out.
  if (merged === undefined ? fits || still !== undefined : fits && still !== undefined)
    return { held: "rounded", ...asIs, ...(merged && { merged }) };
  return { held: "rounded", ...centred, ...(still && { merged: still }) };
}
