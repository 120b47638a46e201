// The functions that the compiled module exports. Addresses are byte offsets into its memory.

export { distances } from "./distances";
export { repulsion } from "./repulsion";
