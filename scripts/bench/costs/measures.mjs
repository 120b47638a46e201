import { DEVICE_MEASURES } from "./device.mjs";
import { ENGINE_MEASURES } from "./engines.mjs";
import { FEATURE_MEASURES } from "./features.mjs";
import { LINEAR_MEASURES } from "./linear.mjs";
import { PRODUCT_MEASURES } from "./products.mjs";
import { SHARING_MEASURES } from "./sharing.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */

/** How each constant of each file is measured. @type {Record<string, Record<string, Measure>>} */
export const MEASURES = {
  "lib/wasm/costs.ts": SHARING_MEASURES,
  "lib/nn/device/wasm/costs.ts": { ...DEVICE_MEASURES, ...PRODUCT_MEASURES, ...ENGINE_MEASURES },
  "lib/linear/kernel/costs.ts": LINEAR_MEASURES,
  "lib/features/kernel/costs.ts": FEATURE_MEASURES,
};
