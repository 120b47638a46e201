// The functions that the compiled module exports. Addresses are byte offsets into its memory.

export { cholesky, choleskySolve, pack, sandwich } from "./hessian";
export {
  binaryLogLoss,
  curvature,
  multinomialLogLoss,
  pointDerivative,
  pointLoss,
  softmax,
} from "./losses";
export { addScaled, backward, dot, forward, multiplyTransposed } from "./products";
export { rescale, sag } from "./sag";
export { sgd } from "./sgd";
