// The functions that the compiled module exports. Addresses are byte offsets into its memory. An image is float32; up to 32 bytes behind it
// may be read and overwritten. All compute in float64 and round once.

export { colour } from "./colour";
export { noise } from "./noise";
export { stretch } from "./stretch";
export { warp } from "./warp";
