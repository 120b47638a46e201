/**
 * A model of tfjs layers: `LayersModel` of `@tensorflow/tfjs-node`. Where that package is not installed there
 * are none, and no type of them.
 */
// biome-ignore lint/suspicious/noTsIgnore: nothing is wrong where tfjs-node is installed, as it is here.
/** @ts-ignore */
export type LayersModel = import("@tensorflow/tfjs-node").LayersModel;
