import assert from "node:assert/strict";
import type { Rng } from "batchwise";

/** One small damage: a byte changed, a bit flipped, a piece cut out, doubled, or the end cut off. */
function damage(bytes: readonly number[], rng: Rng): number[] {
  const at = rng.integer(bytes.length + 1);
  const size = 1 + rng.integer(8);
  switch (rng.integer(6)) {
    case 0:
      return [...bytes.slice(0, at), rng.integer(256), ...bytes.slice(at + 1)];
    case 1:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << rng.integer(8)) : byte));
    case 2:
      return [...bytes.slice(0, at), ...bytes.slice(at + size)];
    case 3:
      return [...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - size))];
    case 4:
      return [
        ...bytes.slice(0, at),
        ...[0, 255, 45, 34, 10].slice(rng.integer(5)),
        ...bytes.slice(at),
      ];
    default:
      return bytes.slice(0, at);
  }
}

/** `count` copies of `good`, each with one to three small damages, half of them near the start. */
export function mutations(good: Uint8Array, rng: Rng, count: number): Uint8Array[] {
  return Array.from({ length: count }, () => {
    const head = rng.integer(2) === 0 ? Math.min(good.length, 160) : good.length;
    let bytes = [...good.subarray(0, head)];
    for (let left = 1 + rng.integer(3); left > 0; left--) bytes = damage(bytes, rng);
    return Uint8Array.from([...bytes, ...good.subarray(head)]);
  });
}

/** 1 if `parse` refuses its input with a DataError, 0 if it accepts it; any other error fails the test. */
export function onlyDataErrors(parse: () => unknown): 0 | 1 {
  try {
    parse();
    return 0;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DataError") assert.fail(error as Error);
    return 1;
  }
}
