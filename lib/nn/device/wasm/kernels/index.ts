export {
  gelu,
  geluGradient,
  relu,
  reluGradient,
  reluOfSum,
  tanh,
  tanhGradient,
} from "./activations";
export {
  add,
  addRow,
  columnSums,
  gather,
  moveTowards,
  multiply,
  multiplyRow,
  penalise,
  reciprocalRoot,
  scale,
  subtract,
  subtractRow,
  sumSquares,
} from "./arithmetic";
export { gemm, transpose } from "./gemm";
export { addPatches, maxPool, maxPoolGradient, patches, reshape } from "./images";
export { countCorrect, softmaxCrossEntropy, squaredError } from "./losses";
export { dropoutMask } from "./sampling";
export { adam, momentum, nesterov, rmsprop, sgd } from "./updates";
