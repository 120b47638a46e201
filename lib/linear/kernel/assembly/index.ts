// The functions that the compiled module exports. Addresses are byte offsets into its memory.

export { addScaled, backward } from "./gradient";
export { cholesky, choleskySolve, pack, sandwich, scalePacked } from "./hessian";
export {
  binaryLogLoss,
  curvature,
  multinomialLogLoss,
  pointDerivative,
  pointLoss,
  softmax,
} from "./losses";
export { dot, forward, multiplyTransposed } from "./products";
export { rescale, sag } from "./sag";
export { sgd } from "./sgd";
export { sparseBackward, sparseForward } from "./sparse";
export { settleSag, sparseSag } from "./sparseSag";
export { settleSgd, sparseSgd } from "./sparseSgd";
