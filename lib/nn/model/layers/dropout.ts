import type { Rng } from "../../../random.js";
import type { Layer } from "./layer.js";

/**
 * Sets each unit to 0 with probability `rate` in training and divides the others by 1 − rate; does
 * nothing in evaluation (Srivastava et al. 2014, the inverted form).
 */
export function dropout(rate: number, rng: Rng): Layer {
  // The counter-based generator wants an odd key with well-mixed digits.
  const key = (BigInt(rng.uint32()) << 32n) | BigInt(rng.uint32()) | 1n;
  return {
    parameters: [],
    record(input, { device, training, step }) {
      if (!training) return { output: input, backward: (dy) => dy };
      const mask = device.dropoutMask(input.shape, 1 - rate, key, step);
      return {
        output: device.multiply(input, mask),
        backward: (dy) => device.multiply(dy, mask),
      };
    },
  };
}
