import { createRequire } from "node:module";
import { inspect } from "node:util";
import { ROOT } from "../compile/tslab.mjs";

const require = createRequire(`${ROOT}/cell.js`);

/** Where tfjs's class of tensors is loaded from, whichever package loads it. */
function corePath() {
  try {
    const node = createRequire(require.resolve("@tensorflow/tfjs-node"));
    return createRequire(node.resolve("@tensorflow/tfjs")).resolve("@tensorflow/tfjs-core");
  } catch {
    return ""; // not installed
  }
}

const CORE = corePath();

/**
 * Makes tensors print their numbers, as last values, by `console.log` and within other values. To be
 * called when modules were loaded: tfjs may be among them.
 */
export function printTensors() {
  const prototype = require.cache[CORE]?.exports.Tensor?.prototype;
  if (!prototype || Object.hasOwn(prototype, inspect.custom)) return;
  Object.defineProperty(prototype, inspect.custom, {
    value() {
      return this.isDisposed ? `Tensor (disposed) of shape [${this.shape}]` : this.toString(true);
    },
  });
}
